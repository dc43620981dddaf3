package storetest

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// words keeps a published instrument that asks for free words twice, and a survey of it for the units.
func (h House) words(t testing.TB, survey string, units ...string) instrument.Instrument {
	t.Helper()
	content := instrument.Content{DisplayName: model.Text{"en": "Words"}, Items: []item.Item{
		{ID: "why", Text: model.Text{"en": "Why?"}, Kind: item.Kind{LongText: &item.FreeText{}}},
		{ID: "mood", Text: model.Text{"en": "Mood?"}, Kind: item.Kind{Ces: &struct{}{}}},
		{ID: "also", Text: model.Text{"en": "What else?"}, Kind: item.Kind{ShortText: &item.FreeText{}}},
	}}
	made, err := instrument.New(content)
	require.NoError(t, err)
	kept := domain.Instrument{Header: model.NewHeader("words-"+survey, At), Content: content, Published: true, Family: "words-" + survey, Edition: 1}
	h.Write(t, func(ctx context.Context, s Store) error { return s.SaveInstrument(ctx, kept) })
	h.Survey(t, survey, func(s *domain.Survey) { s.Instrument = kept.ID }, units...)
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, survey, "")
		return err
	})
	return made
}

func writing(t *testing.T, h House) {
	asks := h.words(t, "s", "root")
	h.words(t, "other", "root")
	submit := func(by model.Scope, survey string, answers ...item.Answer) {
		h.Write(t, func(ctx context.Context, s Store) error {
			return domain.Submit(ctx, s, by, At, survey, asks, answers)
		})
	}
	mine := func(by model.Scope) []item.Answer {
		answers, err := domain.MyAnswers(t.Context(), h.Read, by, "s", asks)
		require.NoError(t, err)
		return answers
	}
	why, also := item.Answer{Item: "why", Value: item.Written("因为\n🙂")}, item.Answer{Item: "also", Value: item.Written("more")}
	mood := item.Answer{Item: "mood", Value: item.Rated(7)}
	submit(by(person(0)), "s", also, mood, why)
	submit(by(person(0)), "other", why)
	require.Equal(t, []item.Answer{why, mood, also}, mine(by(person(0))))
	sheet, err := h.Read.Sheet(t.Context(), "s", person(0))
	require.NoError(t, err)
	require.Equal(t, []byte{7}, sheet.Answers, "what was written is no part of the sheet")
	data, err := domain.PersonData(t.Context(), h.Read, by(person(0)))
	require.NoError(t, err)
	require.Equal(t, []item.Answer{why, mood, also}, data[1].Answers)

	astray := model.Scope{Self: person(0), WayIn: "another"}
	_, err = domain.MyAnswers(t.Context(), h.Read, astray, "s", asks)
	require.ErrorIs(t, err, model.ErrNotFound)
	found, err := h.Read.Writings(t.Context(), "s", person(0), domain.NoMark())
	require.NoError(t, err)
	require.Empty(t, found)

	submit(astray, "s", also)
	require.Equal(t, []item.Answer{also}, mine(astray), "a new answer takes the place of all that was written")
	submit(by(person(1)), "s", why)
	submit(by(person(2)), "s", why)
	submit(by(person(3)), "s", why)
	h.Write(t, func(ctx context.Context, s Store) error { return domain.ErasePerson(ctx, s, person(3)) })
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	h.Write(t, func(ctx context.Context, s Store) error { return domain.ErasePerson(ctx, s, person(0)) })

	type comment struct{ item, id, unit, text string }
	comments, err := db.All(t.Context(), h.DB.Read(), func(scan db.Scan) (c comment, err error) {
		err = scan(&c.item, &c.id, &c.unit, &c.text)
		return c, err
	}, `SELECT item, id, unit, text FROM comment WHERE survey = 's' ORDER BY item, unit`)
	require.NoError(t, err)
	require.Len(t, comments, 3)
	ids := map[string]bool{}
	for i := range comments {
		parsed, err := uuid.Parse(comments[i].id)
		require.NoError(t, err)
		require.Equal(t, uuid.Version(4), parsed.Version())
		require.Equal(t, uuid.RFC4122, parsed.Variant())
		require.Equal(t, parsed.String(), comments[i].id)
		ids[comments[i].id] = true
		comments[i].id = ""
	}
	require.Len(t, ids, 3)
	require.Equal(t, []comment{{"also", "", "a1", "more"}, {"why", "", "a", "因为\n🙂"}, {"why", "", "b", "因为\n🙂"}}, comments)
	left, err := db.All(t.Context(), h.DB.Read(), db.Column[string], `SELECT survey FROM writing`)
	require.NoError(t, err)
	require.Empty(t, left, "what was written goes with who wrote it, or is parted from them")
}

func writingElsewhere(t *testing.T, h House) {
	asks := h.words(t, "own", "root")
	h.Survey(t, "s", func(s *domain.Survey) { s.Instrument, s.Intake = "words-own", domain.ByImport }, "root")
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	row := func(person, text string) domain.ImportRow {
		return domain.ImportRow{Person: person, Answers: []item.Answer{{Item: "why", Value: item.Written(text)}}}
	}
	for _, text := range []string{"first", "second"} {
		var rows domain.Rows
		packed := rows.Pack(asks, []domain.ImportRow{row(person(0), text), row("nobody", text)})
		h.Write(t, func(ctx context.Context, s Store) error {
			refused, err := domain.Import(ctx, s, model.Everything(), At, "s", packed)
			require.NoError(t, err)
			require.Equal(t, []error{nil, domain.ErrNotAsked}, refused)
			return nil
		})
	}
	kept, err := db.All(t.Context(), h.DB.Read(), db.Column[string], `SELECT person || ' ' || text FROM writing WHERE survey = 's'`)
	require.NoError(t, err)
	require.Equal(t, []string{person(0) + " second"}, kept)
}
