package record

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
)

// Hash is 32 bytes of SHA-256, in texts hexadecimal.
type Hash [sha256.Size]byte

// String is hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText is String.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what String writes.
func (h *Hash) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(h) {
		return fmt.Errorf("%q is no SHA-256", text)
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// A leaf and a node begin differently, so that neither can be passed off as the other (RFC 6962, 2.1).
const leafMark, nodeMark = 0, 1

// LeafOf is the leaf of a text, which holds a salt.
func LeafOf(text []byte) Hash {
	return sha256.Sum256(append([]byte{leafMark}, text...))
}

func node(left, right Hash) Hash {
	return sha256.Sum256(slices.Concat([]byte{nodeMark}, left[:], right[:]))
}

// Root is the root of the tree over leaves in their order, by RFC 6962: each node splits its leaves at the largest power of two below their
// number. Of none it is the hash of nothing.
func Root(leaves []Hash) Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	default:
		return node(Root(leaves[:split(n)]), Root(leaves[split(n):]))
	}
}

// Step is a hash beside the way from a leaf to the root.
type Step struct {
	Digest Hash `json:"digest"`
	// Left: it stands to the left of the way.
	Left bool `json:"left"`
}

// ProofOf shows that one of the leaves is in their tree: the hashes beside its way, from the leaf upwards.
func ProofOf(leaves []Hash, leaf int) []Step {
	if len(leaves) <= 1 {
		return nil
	}
	k := split(len(leaves))
	if leaf < k {
		return append(ProofOf(leaves[:k], leaf), Step{Digest: Root(leaves[k:])})
	}
	return append(ProofOf(leaves[k:], leaf-k), Step{Digest: Root(leaves[:k]), Left: true})
}

// Verify says whether the way leads from the leaf to the root.
func Verify(root, leaf Hash, proof []Step) bool {
	for _, step := range proof {
		if step.Left {
			leaf = node(step.Digest, leaf)
		} else {
			leaf = node(leaf, step.Digest)
		}
	}
	return leaf == root
}

// split is the largest power of two below n, which is 2 or more.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }
