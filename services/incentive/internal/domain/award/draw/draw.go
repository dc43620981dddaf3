// Package draw puts people whose scores are equal into an order that nobody could choose: two parties each commit to a secret before
// nominations open, and both secrets together make the order. Another program finds the same order from the secrets alone.
package draw

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// The refusals of a draw.
var (
	// ErrWeakSecret: a secret or a salt that is shorter than Least could be guessed from its commitment.
	ErrWeakSecret = model.NewFault("DRAW_SECRET_TOO_SHORT")
	// ErrNotCommitted: what is revealed is not what was committed to.
	ErrNotCommitted = model.NewFault("DRAW_NOT_COMMITTED")
	// ErrOneParty: a seed takes two parties, since one alone could try secrets until its favourite is first.
	ErrOneParty = errors.New("a draw takes two parties")
)

// Least is the least number of bytes of a secret and of a salt.
const Least = 16

// Digest is 32 bytes of SHA-256 or of an HMAC over it.
type Digest [sha256.Size]byte

// Contribution is what one party puts into the seed, and keeps to itself until nominations are closed.
type Contribution struct {
	Party string
	// Salt keeps a short-lived secret from being recognised in its commitment, should it be used twice.
	Salt, Secret []byte
}

// Each use of a hash begins with a word of its own, so that no value of one can serve as that of another.
var (
	commitWord = []byte("hearth award commitment 1")
	seedWord   = []byte("hearth award seed 1")
	orderWord  = []byte("hearth award order 1")
)

// Commitment is what a party publishes before nominations open: SHA-256 over the length-prefixed round, party, salt and secret. The party
// is part of it, so that nobody can take over the commitment of another. It refuses short ones (ErrWeakSecret).
func Commitment(round string, c Contribution) (Digest, error) {
	if len(c.Salt) < Least || len(c.Secret) < Least {
		return Digest{}, ErrWeakSecret
	}
	return sha256.Sum256(prefixed(commitWord, []byte(round), []byte(c.Party), c.Salt, c.Secret)), nil
}

// Check refuses a contribution that is not what was committed to (ErrNotCommitted).
func Check(round string, committed Digest, c Contribution) error {
	digest, err := Commitment(round, c)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(digest[:], committed[:]) != 1 {
		return ErrNotCommitted
	}
	return nil
}

// Seed is HMAC-SHA256 over the length-prefixed round and the party and secret of both, in the order of their names: whoever is asked first,
// it is the same. Both must have been checked; where one is missing there is no seed, and all who are tied win. It refuses two
// contributions of one party (ErrOneParty).
func Seed(round string, a, b Contribution) (Digest, error) {
	if a.Party == b.Party {
		return Digest{}, ErrOneParty
	}
	if a.Party > b.Party {
		a, b = b, a
	}
	return mac(seedWord, []byte(round), []byte(a.Party), a.Secret, []byte(b.Party), b.Secret), nil
}

// Lot is a person's place among their equals: the smaller comes first.
func Lot(seed Digest, round, person string) Digest {
	return mac(seed[:], orderWord, []byte(round), []byte(person))
}

// Order is the people by their lots, whatever order they came in.
func Order(seed Digest, round string, people []string) []string {
	type drawn struct {
		person string
		lot    Digest
	}
	lots := make([]drawn, len(people))
	for i, person := range people {
		lots[i] = drawn{person, Lot(seed, round, person)}
	}
	slices.SortFunc(lots, func(a, b drawn) int {
		return cmp.Or(bytes.Compare(a.lot[:], b.lot[:]), cmp.Compare(a.person, b.person))
	})
	ordered := make([]string, len(lots))
	for i, one := range lots {
		ordered[i] = one.person
	}
	return ordered
}

func mac(key []byte, parts ...[]byte) Digest {
	h := hmac.New(sha256.New, key)
	h.Write(prefixed(parts...))
	return Digest(h.Sum(nil))
}

// prefixed puts parts behind each other, each behind its length in four bytes, most significant first: no two lists of parts are alike.
func prefixed(parts ...[]byte) []byte {
	var all []byte
	for _, part := range parts {
		all = binary.BigEndian.AppendUint32(all, uint32(len(part)))
		all = append(all, part...)
	}
	return all
}
