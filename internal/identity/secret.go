package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// The kinds of secrets. Each begins with its kind.
const (
	KindKey        = "hk_" // opens an API key
	KindInvitation = "hi_" // logs a person in once
)

// SecretPattern finds secrets in texts that should not hold any; WellFormedSecret then tells true finds from chance.
const SecretPattern = `\bh[ki]_[A-Z2-7]{33}\b`

const (
	randomLen   = 26 // of rand.Text: 130 bits
	checksumLen = 7
	shownLen    = 6
)

// NewSecret makes a secret of a kind: the kind, 26 random characters (130 bits) and a checksum of 7. The prefix is what may be
// shown to tell it from others; the hash is what is kept. It is the hash of a random value, so it needs neither salt nor stretching.
func NewSecret(kind string) (secret, prefix string, hash []byte) {
	secret = kind + rand.Text()
	secret += checksum(secret)
	return secret, SecretPrefix(secret), HashSecret(secret)
}

// SecretPrefix is the part of a well-formed secret that may be shown.
func SecretPrefix(secret string) string { return secret[:len(KindKey)+shownLen] }

// HashSecret is the hash of a secret, 32 bytes, by which it is found again.
func HashSecret(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}

// SecretMatches compares a secret with a kept hash in constant time.
func SecretMatches(secret string, hash []byte) bool {
	return subtle.ConstantTimeCompare(HashSecret(secret), hash) == 1
}

// WellFormedSecret reports whether a text can be a secret of the kind: a slip of the pen is found without asking a database.
func WellFormedSecret(kind, text string) bool {
	body, ok := strings.CutPrefix(text, kind)
	if !ok || len(body) != randomLen+checksumLen {
		return false
	}
	head := text[:len(kind)+randomLen]
	return text[len(head):] == checksum(head)
}

func checksum(text string) string {
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(text)))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum)
}
