package record_test

import (
	"crypto/sha256"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

func drawnLeaves(r *rapid.T) []record.Hash {
	leaves := make([]record.Hash, rapid.IntRange(1, 40).Draw(r, "leaves"))
	for i := range leaves {
		leaves[i] = record.LeafOf([]byte{byte(i), rapid.Byte().Draw(r, "content")})
	}
	return leaves
}

func TestEveryLeafIsProvedAndNothingElse(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		leaves := drawnLeaves(r)
		root := record.Root(leaves)
		at := rapid.IntRange(0, len(leaves)-1).Draw(r, "at")
		proof := record.ProofOf(leaves, at)
		require.True(r, record.Verify(root, leaves[at], proof))

		other := record.LeafOf([]byte("somebody else"))
		require.False(r, record.Verify(root, other, proof))
		require.False(r, record.Verify(other, leaves[at], proof))
		// An inner node is no leaf, with whatever is left of its way.
		require.NotEqual(r, root, record.LeafOf(slices.Concat(root[:], root[:])))
		for i := range proof {
			for name, change := range map[string]func(record.Step) record.Step{
				"another digest": func(s record.Step) record.Step { s.Digest[0] ^= 1; return s },
				"another side":   func(s record.Step) record.Step { s.Left = !s.Left; return s },
			} {
				changed := slices.Clone(proof)
				changed[i] = change(changed[i])
				require.False(r, record.Verify(root, leaves[at], changed), name)
			}
			require.False(r, record.Verify(root, leaves[at], proof[:i]), "cut short")
			require.False(r, record.Verify(root, leaves[at], proof[i+1:]), "begun late")
		}
		require.False(r, record.Verify(root, leaves[at], append(slices.Clone(proof), record.Step{Digest: other})))
	})
}

func TestEveryLeafChangesTheRoot(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		leaves := drawnLeaves(r)
		root := record.Root(leaves)
		changed := slices.Clone(leaves)
		changed[rapid.IntRange(0, len(leaves)-1).Draw(r, "at")][5] ^= 1
		require.NotEqual(r, root, record.Root(changed))
		require.NotEqual(r, root, record.Root(append(slices.Clone(leaves), leaves[len(leaves)-1])), "the last one twice")
		if len(leaves) > 1 {
			require.NotEqual(r, root, record.Root(leaves[1:]))
		}
	})
}

// TestTheTreeIsThatOfTheStandard computes trees of one to three leaves by hand from RFC 6962, 2.1.
func TestTheTreeIsThatOfTheStandard(t *testing.T) {
	sum := func(parts ...[]byte) record.Hash { return sha256.Sum256(slices.Concat(parts...)) }
	a, b, c := sum([]byte{0}, []byte("a")), sum([]byte{0}, []byte("b")), sum([]byte{0}, []byte("c"))
	ab := sum([]byte{1}, a[:], b[:])
	require.Equal(t, record.Hash(sha256.Sum256(nil)), record.Root(nil))
	require.Equal(t, a, record.LeafOf([]byte("a")))
	require.Equal(t, a, record.Root([]record.Hash{a}))
	require.Equal(t, ab, record.Root([]record.Hash{a, b}))
	require.Equal(t, sum([]byte{1}, ab[:], c[:]), record.Root([]record.Hash{a, b, c}))
}

func TestCanonicalText(t *testing.T) {
	text, err := record.Canonical(map[string]any{"z": []int{1, -2}, "a": map[string]any{"é": true, "e": nil}, "text": "<&>\u2028\"\\\n\t\x01\x7f灯塔"})
	require.NoError(t, err)
	require.Equal(t, "{\"a\":{\"e\":null,\"é\":true},\"text\":\"<&>\u2028\\\"\\\\\\n\\t\\u0001\x7f灯塔\",\"z\":[1,-2]}", string(text))
	_, err = record.Canonical(1.5)
	require.Error(t, err, "two programs may write a fraction differently")
}
