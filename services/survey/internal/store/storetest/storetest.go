// Package storetest is what every engine's store of surveys must hold.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/releasing"
)

// House is a store under test with an organisation in its roster: the unit "root" at the site "north" in Shanghai, "a" and "b" below it,
// "b" at the site "west" in New York, "a1" below "a"; on the days of 2026 the people p00 to p29, in "a1", "a", "b" in turns, the even ones of "acme" and the odd ones of "beta".
type House struct {
	DB   *db.DB
	Bind func(*db.Tx) Store
	Read Reader
}

// Reader reads all that is kept.
type Reader interface {
	published.Reader
	releasing.Reader
	pulse.Reader
	norm.Reader
}

// Store keeps all.
type Store interface {
	published.Reader
	releasing.Reader
	releasing.Store
	pulse.Store
	norm.Store
}

// Run tries the whole contract.
func Run(t *testing.T, open func(t *testing.T) House) {
	for name, test := range map[string]func(*testing.T, House){
		"instruments": instruments, "surveys": surveys, "listing": listing, "freezing": freezing, "tree": tree, "releasing": keepingReleases, "each site has its day": eachSiteHasItsDay, "filling in": fillingIn, "writing": writing, "writing elsewhere": writingElsewhere, "commenting": commenting,
		"due": due, "a close waits for answers": closeAndAnswers, "erasing": erasing,
		"importing": importing, "contacts": contacts, "contacts at the same time": contactsAtTheSameTime, "a close waits for imports": closeAndImport, "narrowing": narrowing, "reminding": reminding,
		"pulsing": pulsing, "too small for a wave": tooSmallForAWave, "resting": resting, "resting between pulses": restingBetweenPulses, "resting at the same time": restingAtTheSameTime, "one wave": oneWave,
		"norms": norms, "rollback": rollback, "erasing at the same time": erasingAtTheSameTime, "one opening": oneOpening,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// At is when the tests begin.
var At = time.Date(2026, 6, 1, 8, 0, 0, 123456000, time.UTC)

// Write runs fn in a transaction that must be kept.
func (h House) Write(t testing.TB, fn func(ctx context.Context, s Store) error) {
	t.Helper()
	require.NoError(t, h.Try(t.Context(), fn))
}

// Try runs fn in a transaction.
func (h House) Try(ctx context.Context, fn func(ctx context.Context, s Store) error) error {
	return h.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return fn(ctx, h.Bind(tx)) })
}

// Questions are three items of different scales, the first required.
func Questions(t testing.TB) instrument.Instrument {
	t.Helper()
	made, err := instrument.New(questions())
	require.NoError(t, err)
	return made
}

func questions() instrument.Content {
	rating := func(id string, low, high int32, text model.Text) item.Item {
		return item.Item{ID: id, Text: text, Kind: item.Kind{Rating: &item.Rating{Min: low, Max: high}}}
	}
	content := instrument.Content{DisplayName: model.Text{"en": "Pulse"}, Items: []item.Item{
		rating("belong", 1, 5, model.Text{"en": "I belong here.", "zh-CN": "我在这里有归属感。"}),
		rating("Belong", 0, 10, model.Text{"en": "I would recommend us."}),
		rating("change_1", -3, 3, model.Text{"en": "It has become better. 🙂"}),
	}}
	content.Items[0].Required = true
	return content
}

// Instrument keeps a published instrument with the questions.
func (h House) Instrument(t testing.TB, id string) domain.Instrument {
	t.Helper()
	made := domain.Instrument{Header: model.NewHeader(id, At), Content: questions(), Published: true, Family: id, Edition: 1}
	h.Write(t, func(ctx context.Context, s Store) error { return s.SaveInstrument(ctx, made) })
	return made
}

// Survey keeps a draft that asks the units, after change.
func (h House) Survey(t testing.TB, id string, change func(*domain.Survey), units ...string) domain.Survey {
	t.Helper()
	survey := domain.Survey{
		Header: model.NewHeader(id, At),
		SurveyDraft: domain.SurveyDraft{
			DisplayName: model.Text{"en": "June"}, Instrument: "i", OwnerUnit: "root", Mode: domain.Confidential, Intake: domain.FromPeople,
			Audience: domain.Audience{Units: units},
		},
		State: domain.Draft,
	}
	if change != nil {
		change(&survey)
	}
	h.Write(t, func(ctx context.Context, s Store) error { return s.SaveSurvey(ctx, survey) })
	return survey
}

// Opened is Survey, opened.
func (h House) Opened(t testing.TB, id string, units ...string) domain.Survey {
	t.Helper()
	h.Survey(t, id, nil, units...)
	var survey domain.Survey
	h.Write(t, func(ctx context.Context, s Store) (err error) {
		survey, err = domain.OpenSurvey(ctx, s, model.Everything(), At, id, "")
		return err
	})
	return survey
}

// Submit answers all items with the first point of the scale moved by up.
func (h House) Submit(ctx context.Context, asks instrument.Instrument, survey, person string, up int32) error {
	var answers []item.Answer
	for _, one := range asks.Content().Items {
		answers = append(answers, item.Answer{Item: one.ID, Value: item.Rated(one.Rating.Min + up)})
	}
	return h.Try(ctx, func(ctx context.Context, s Store) error {
		return domain.Submit(ctx, s, by(person), At, survey, asks, answers)
	})
}

// by is a person who came in by the way in by which they answer.
func by(person string) model.Scope { return model.Scope{Self: person, WayIn: "of " + person} }

func person(n int) string { return fmt.Sprintf("p%02d", n) }

func same(t testing.TB, want, got any) {
	t.Helper()
	require.Empty(t, cmp.Diff(want, got))
}

func ids[T any](all []T, id func(T) string) []string {
	found := []string{}
	for _, one := range all {
		found = append(found, id(one))
	}
	return found
}
