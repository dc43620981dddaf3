package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// forContacts keeps a draft that asks contacts of the units.
func (h House) forContacts(t testing.TB, id string, units ...string) domain.Survey {
	t.Helper()
	return h.Survey(t, id, func(s *domain.Survey) { s.Intake, s.Audience.Contacts = domain.ByImport, true }, units...)
}

func contacts(t *testing.T, h House) {
	h.Instrument(t, "i")
	h.forContacts(t, "s", "a", "b")
	h.forContacts(t, "other", "root")
	place := func(unit, channel string) domain.Place {
		return domain.Place{Unit: unit, Channel: channel, Employer: "acme", Shift: "夜班"}
	}
	add := func(survey string, blank []byte, all ...domain.Placed) {
		h.Write(t, func(ctx context.Context, s Store) error { return s.AddContacts(ctx, survey, all, blank) })
	}
	places := func(keys ...string) (found map[string]domain.Place) {
		h.Write(t, func(ctx context.Context, s Store) (err error) {
			found, err = s.ContactPlaces(ctx, "s", keys)
			return err
		})
		return found
	}
	require.Empty(t, places())
	add("s", nil)
	add("s", nil, domain.Placed{Person: "acd:1", Place: place("a1", "chat")}, domain.Placed{Person: "acd:2", Place: place("b", "")})
	add("s", nil, domain.Placed{Person: "acd:2", Place: place("a", "phone")}, domain.Placed{Person: "crm:1", Place: place("a", "chat")})
	add("other", []byte{9}, domain.Placed{Person: "acd:1", Place: place("b", "other")})
	same(t, map[string]domain.Place{"acd:1": place("a1", "chat"), "acd:2": place("b", ""), "crm:1": place("a", "chat")},
		places("acd:1", "acd:2", "acd:3", "crm:1", "ACD:1", ""))

	h.Write(t, func(ctx context.Context, s Store) error {
		made, err := s.BlankContacts(ctx, "s", []byte{0, 0, 0})
		require.Equal(t, int64(3), made)
		return err
	})
	for survey, blank := range map[string][]byte{"s": {0, 0, 0}, "other": {9}} {
		sheet, err := h.Read.Sheet(t.Context(), survey, "acd:1")
		require.NoError(t, err)
		require.False(t, sheet.Answered)
		require.Equal(t, blank, sheet.Answers)
		require.Equal(t, domain.NoMark(), sheet.Mark)
	}
	h.Write(t, func(ctx context.Context, s Store) error {
		missing, err := s.FillInAll(ctx, "s", []domain.Filled{{Person: "crm:1", Answers: []byte{1, 2, 3}}, {Person: "crm:2", Answers: []byte{1, 2, 3}}})
		require.Equal(t, map[string]bool{"crm:2": true}, missing)
		return err
	})
	add("s", []byte{0, 0, 0}, domain.Placed{Person: "crm:1", Place: place("a", "chat")})
	sheet, err := h.Read.Sheet(t.Context(), "s", "crm:1")
	require.NoError(t, err)
	require.Equal(t, []byte{1, 2, 3}, sheet.Answers, "a contact that comes again keeps what it answered")

	var many []domain.Placed
	var keys []string
	for n := range 1203 {
		many = append(many, domain.Placed{Person: fmt.Sprintf("many:%04d", n), Place: place("b", "")})
		keys = append(keys, many[n].Person)
	}
	add("s", []byte{0, 0, 0}, many...)
	require.Len(t, places(keys...), len(many))

	// Who reaches where a contact was served reads what it answered, whatever the tree says of people.
	survey, err := h.Read.Survey(t.Context(), "s")
	require.NoError(t, err)
	for unit, want := range map[string][]string{"a": {"crm:1"}, "a1": {}, "b": {}, "root": {"crm:1"}} {
		scope := model.Scope{Areas: []model.Area{{Unit: unit}}}
		found, err := h.Read.Named(t.Context(), scope, At, survey, model.List{Size: 10, Order: []model.Order{{Field: "id"}}})
		require.NoError(t, err)
		require.Equal(t, want, ids(found, func(n domain.Named) string { return n.Person }), unit)
		asks, err := h.Read.AsksWithin(t.Context(), scope, At, survey)
		require.NoError(t, err)
		require.True(t, asks, unit)
	}

	tree := frozen.Tree{Units: []frozen.Unit{{ID: "a", Parent: -1, Reported: true, Eligible: 7}}}
	h.Write(t, func(ctx context.Context, s Store) error {
		return s.KeepTree(ctx, "s", frozen.Tree{Units: []frozen.Unit{{ID: "b", Parent: -1}, {ID: "a", With: 1}}})
	})
	h.Write(t, func(ctx context.Context, s Store) error { return s.ReplaceTree(ctx, "s", tree) })
	kept, err := h.Read.Tree(t.Context(), survey)
	require.NoError(t, err)
	require.Equal(t, tree.Units, kept.Units)
}

// Systems that bring the same contacts at once, in any order and with other places, leave each of them in one place with one whole
// answer, and each is told of every row whether it stands.
func contactsAtTheSameTime(t *testing.T, h House) {
	h.Instrument(t, "i")
	h.forContacts(t, "s", "root")
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	items := Questions(t)
	const senders, count = 6, 60
	units := []string{"a1", "b"}
	var all sync.WaitGroup
	at := make(chan struct{})
	refused := make([][]error, senders)
	for sender := range senders {
		all.Go(func() {
			var rows []domain.ImportRow
			for n := range count {
				rows = append(rows, domain.ImportRow{
					Contact: &domain.Contact{Source: "acd", ID: fmt.Sprint(n), Place: domain.Place{Unit: units[sender%2]}},
					Answers: []item.Answer{{Item: "belong", Value: item.Rated(1 + int32(sender%5))}, {Item: "Belong", Value: item.Rated(int32(sender))}},
				})
			}
			if sender%3 == 1 {
				slices.Reverse(rows)
			}
			var seen domain.Rows
			packed := seen.Pack(items, rows)
			<-at
			err := h.Try(t.Context(), func(ctx context.Context, s Store) (err error) {
				refused[sender], err = domain.Import(ctx, s, model.Everything(), At, "s", packed)
				return err
			})
			if err != nil {
				t.Errorf("sender %d: %v", sender, err)
			}
			if sender%3 == 1 {
				slices.Reverse(refused[sender])
			}
		})
	}
	close(at)
	all.Wait()
	for n := range count {
		sheet, err := h.Read.Sheet(t.Context(), "s", fmt.Sprint("acd:", n))
		require.NoError(t, err)
		var possible [][]byte
		for sender := range senders {
			stands := units[sender%2] == sheet.Place.Unit
			require.Equal(t, stands, refused[sender][n] == nil, "contact %d, sender %d: %v", n, sender, refused[sender][n])
			if stands {
				filled, err := items.FillIn([]item.Answer{{Item: "belong", Value: item.Rated(1 + int32(sender%5))}, {Item: "Belong", Value: item.Rated(int32(sender))}})
				require.NoError(t, err)
				possible = append(possible, filled.Sheet)
			} else {
				require.True(t, domain.ErrContactElsewhere.Is(refused[sender][n]))
			}
		}
		require.Contains(t, possible, sheet.Answers)
	}
	var closed domain.Survey
	h.Write(t, func(ctx context.Context, s Store) (err error) {
		closed, err = domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	require.Equal(t, domain.Participation{Eligible: count, Responses: count}, closed.Participation)
}
