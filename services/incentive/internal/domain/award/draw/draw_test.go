package draw_test

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
)

func contribution(party string, fill byte) draw.Contribution {
	return draw.Contribution{Party: party, Salt: bytes.Repeat([]byte{fill}, 16), Secret: bytes.Repeat([]byte{fill + 1}, 32)}
}

// TestTheTextIsFixed holds what other programs rely on; the digests were computed by Python's hashlib and hmac.
func TestTheTextIsFixed(t *testing.T) {
	a, b := contribution("organiser", 1), contribution("works council", 3)
	committed, err := draw.Commitment("awardRounds/1", a)
	require.NoError(t, err)
	seed, err := draw.Seed("awardRounds/1", b, a)
	require.NoError(t, err)
	lot := draw.Lot(seed, "awardRounds/1", "people/7")
	require.Equal(t, "5b4b4f2009668f9178f1ef847afd70c0f853ff3762371de47ea491a6736a77fd", hex.EncodeToString(committed[:]))
	require.Equal(t, "d28e3cb8a39207b79dab95847585e4483ef3c77fe136490822a33035743e715a", hex.EncodeToString(seed[:]))
	require.Equal(t, "85269d62f004203cc2600616cd09117cf9d3374646a2292d67de40cff7f4323a", hex.EncodeToString(lot[:]))
}

func TestOnlyWhatWasCommittedIsRevealed(t *testing.T) {
	const round = "awardRounds/1"
	honest := contribution("organiser", 1)
	committed, err := draw.Commitment(round, honest)
	require.NoError(t, err)
	require.NoError(t, draw.Check(round, committed, honest))
	for name, change := range map[string]func(*draw.Contribution){
		"another secret":       func(c *draw.Contribution) { c.Secret = bytes.Repeat([]byte{9}, 32) },
		"another salt":         func(c *draw.Contribution) { c.Salt = bytes.Repeat([]byte{9}, 16) },
		"somebody else's":      func(c *draw.Contribution) { c.Party = "works council" },
		"a byte moved between": func(c *draw.Contribution) { c.Salt, c.Secret = append(slices.Clone(c.Salt), 2), c.Secret[1:] },
	} {
		t.Run(name, func(t *testing.T) {
			other := honest
			change(&other)
			require.ErrorIs(t, draw.Check(round, committed, other), draw.ErrNotCommitted)
		})
	}
	require.ErrorIs(t, draw.Check("awardRounds/2", committed, honest), draw.ErrNotCommitted, "of another round")
	short := honest
	short.Secret = short.Secret[:15]
	require.ErrorIs(t, draw.Check(round, committed, short), draw.ErrWeakSecret)
	_, err = draw.Seed(round, honest, contribution("organiser", 5))
	require.ErrorIs(t, err, draw.ErrOneParty)
}

func TestTheOrderIsOfTheSecretsAlone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 16, 40)
		a := draw.Contribution{Party: "a", Secret: secret.Draw(r, "a")}
		b := draw.Contribution{Party: "b", Secret: secret.Draw(r, "b")}
		seed, err := draw.Seed("round", a, b)
		require.NoError(r, err)
		turned, err := draw.Seed("round", b, a)
		require.NoError(r, err)
		require.Equal(r, seed, turned)
		people := rapid.SliceOfNDistinct(rapid.StringN(1, 8, -1), 2, 12, rapid.ID[string]).Draw(r, "people")
		ordered := draw.Order(seed, "round", people)
		require.ElementsMatch(r, people, ordered)
		require.Equal(r, ordered, draw.Order(seed, "round", rapid.Permutation(people).Draw(r, "mixed")))
		fewer := slices.Delete(slices.Clone(people), 0, 1)
		require.Equal(r, draw.Order(seed, "round", fewer), slices.DeleteFunc(slices.Clone(ordered), func(p string) bool { return p == people[0] }),
			"who else is tied changes nothing between two")
	})
}

// TestEverybodyIsFirstAsOften draws 3,000 times among three: each is first 1,000 times, give or take five standard deviations.
func TestEverybodyIsFirstAsOften(t *testing.T) {
	first := map[string]int{}
	for i := range 3000 {
		a, b := contribution("a", 1), contribution("b", 2)
		a.Secret = append(a.Secret, byte(i), byte(i>>8))
		seed, err := draw.Seed("round", a, b)
		require.NoError(t, err)
		first[draw.Order(seed, "round", []string{"x", "y", "z"})[0]]++
	}
	for person, times := range first {
		require.InDelta(t, 1000, times, 130, person)
	}
}
