package record_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

// attack tries to learn who lost from what everybody may read, as a winner would who also has their own row and proof: it makes the rows
// that others may have, under every salt that it has or can think of, and looks whether one is a leaf that it can see the hash of, or
// whether all rows together make the root. rows are as many guesses of the others' rows as it likes; here they hold the true ones.
func attack(public record.Public, own record.Own, rows []record.Row) (found []string) {
	seen := map[record.Hash]bool{public.Root: true}
	for _, step := range own.Proof {
		seen[step.Digest] = true
	}
	var sealed struct{ Salt string }
	if json.Unmarshal(own.Text, &sealed) != nil {
		return nil
	}
	for _, salt := range []string{"", record.Hash{}.String(), public.Root.String(), sealed.Salt} {
		for _, row := range rows {
			for _, text := range guesses(row, salt) {
				leaf := record.LeafOf(text)
				if row.Label != own.Row.Label && (seen[leaf] || record.Verify(public.Root, leaf, own.Proof)) {
					found = append(found, row.Person)
				}
			}
		}
	}
	return found
}

// guesses are the texts that a leaf of a row may be made of.
func guesses(row record.Row, salt string) (texts [][]byte) {
	for _, of := range []any{map[string]any{"row": row, "salt": salt}, map[string]any{"row": row}, row} {
		if text, err := record.Canonical(of); err == nil {
			texts = append(texts, text)
		}
	}
	return texts
}

// TestThePublicRecordRevealsNoLoser is made as easy as it can be: of two people one won, and the attacker is the winner and knows the
// other's row to the last digit, but for the salt. The record is the only thing that could confirm it.
func TestThePublicRecordRevealsNoLoser(t *testing.T) {
	for people := 2; people < 40; people += 3 {
		made := decided(t, uint64(people), people, func(r *record.Round) { r.Rule.Seats = 1 })
		public := made.Public()
		require.Len(t, public.Winners, 1)
		var rows []record.Row
		for _, entry := range made.Entries {
			rows = append(rows, entry.Row)
		}
		own, ok := made.Own(made.Head.Winners[0])
		require.True(t, ok)
		require.Empty(t, attack(public, own, rows))

		text, err := json.Marshal(public)
		require.NoError(t, err)
		for _, row := range rows {
			if !row.Won {
				require.NotContains(t, string(text), row.Person)
				require.NotContains(t, string(text), row.Label)
			}
		}
	}
}

// TestTheAttackFindsWhatIsNotSalted shows that the attack is one: where all have one salt, or none that is secret, it finds the others.
func TestTheAttackFindsWhatIsNotSalted(t *testing.T) {
	for name, salt := range map[string]func(own record.Hash) record.Hash{
		"one salt for all": func(own record.Hash) record.Hash { return own },
		"no salt":          func(record.Hash) record.Hash { return record.Hash{} },
	} {
		t.Run(name, func(t *testing.T) {
			made := decided(t, 1, 2, func(r *record.Round) {
				r.Rule.Seats = 1
				for i := range r.People {
					r.People[i].Salt = salt(r.People[0].Salt)
				}
				// The head is a leaf as well: with it one of the two is seen beside the other or not, by chance.
				for n := byte(0); ; n++ {
					r.HeadSalt[0] = n
					if beside(t, *r) {
						break
					}
				}
			})
			own, ok := made.Own(made.Head.Winners[0])
			require.True(t, ok)
			var rows []record.Row
			for _, entry := range made.Entries {
				rows = append(rows, entry.Row)
			}
			require.NotEmpty(t, attack(made.Public(), own, rows))
		})
	}
}

// beside says whether the winner's proof shows the leaf of another person.
func beside(t *testing.T, r record.Round) bool {
	made, err := record.Decide(r)
	require.NoError(t, err)
	own, ok := made.Own(made.Head.Winners[0])
	require.True(t, ok)
	for _, entry := range made.Entries {
		for _, step := range own.Proof {
			if entry.Leaf == step.Digest {
				return true
			}
		}
	}
	return false
}

// TestAPlaceInTheTreeSaysNothing: leaves are in the order of their hashes, so whoever finds out where theirs is learns no place. Over many
// rounds the first leaf is a winner's no more often than chance has it: 3 of 31 leaves, give or take five standard deviations.
func TestAPlaceInTheTreeSaysNothing(t *testing.T) {
	const rounds = 100
	firsts := 0
	for i := range rounds {
		made := decided(t, 1, 30, func(r *record.Round) {
			for p := range r.People {
				copy(r.People[p].Salt[:], fmt.Sprint(i, " ", p))
			}
		})
		if made.Entries[0].Row.Won {
			firsts++
		}
	}
	require.InDelta(t, rounds*3/30, firsts, 15)
}
