package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// BenchmarkRelease makes and keeps releases of surveys of 30 items in constructs of five, of units split by four shifts, where three in four of
// those who were asked answered.
func BenchmarkRelease(b *testing.B) {
	for _, size := range []struct{ people, units int }{{133_000, 500}} {
		b.Run(fmt.Sprintf("people=%d/units=%d", size.people, size.units), func(b *testing.B) {
			d := testkit.Open(b, db.SQLite, roster.Migrations(), operation.Migrations(), store.Migrations())
			survey := closed(b, d, size.people, size.units)
			for b.Loop() {
				start := time.Now()
				made, err := domain.MakeRelease(b.Context(), store.NewReader(d.Read()), survey)
				require.NoError(b, err)
				b.ReportMetric(time.Since(start).Seconds(), "s-made")
				b.ReportMetric(float64(len(made.Cells)), "cells")
				start = time.Now()
				require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
					first, err := domain.PublishRelease(ctx, store.New(tx, silent), time.Now(), survey.ID, made)
					require.True(b, first)
					return err
				}))
				b.ReportMetric(time.Since(start).Seconds(), "s-kept")
				b.StopTimer()
				require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
					for _, undo := range []string{`DELETE FROM release_cell`, `DELETE FROM release_statistic`, `DELETE FROM release_unit`, `UPDATE survey SET released_time = NULL`} {
						if _, err := tx.ExecContext(ctx, undo); err != nil {
							return err
						}
					}
					return nil
				}))
				b.StartTimer()
			}
		})
	}
}

// closed keeps a closed survey with its sheets.
func closed(b *testing.B, d *db.DB, people, units int) domain.Survey {
	r := rand.New(rand.NewPCG(1, 2))
	content := instrument.Content{DisplayName: model.Text{"en": "Long"}}
	for i := range 30 {
		content.Items = append(content.Items, item.Item{
			ID: fmt.Sprintf("q%d", i), Text: model.Text{"en": "?"}, Kind: item.Kind{Rating: &item.Rating{Min: 1, Max: 5}},
		})
		if i%5 == 0 {
			content.Constructs = append(content.Constructs, instrument.Construct{ID: fmt.Sprintf("c%d", i), DisplayName: model.Text{"en": "C"}})
		}
		last := &content.Constructs[i/5]
		last.Items = append(last.Items, instrument.ConstructItem{Item: fmt.Sprintf("q%d", i)})
	}
	survey := domain.Survey{
		Header: model.NewHeader("s", time.Now()), State: domain.Closed,
		SurveyDraft: domain.SurveyDraft{
			DisplayName: model.Text{"en": "Large"}, Instrument: "i", OwnerUnit: "u0000", Mode: domain.Confidential,
			Audience: domain.Audience{Units: []string{"u0000"}}, Split: domain.Split{K: 5, Attribute: domain.Shift},
		},
	}
	name := func(unit int) string { return fmt.Sprintf("u%04d", unit) }
	above := map[string]string{}
	for unit := 1; unit < units; unit++ {
		above[name(unit)] = name(r.IntN(max(1, unit/3)))
	}
	groups := map[[2]string]int{}
	var rows [][]any
	for n := range people {
		unit := r.IntN(units)
		shift := []string{"day", "early", "late", "night"}[[]int{unit % 4, r.IntN(4)}[r.IntN(2)]]
		groups[[2]string{name(unit), shift}]++
		sheet, answered := make([]byte, 30), r.IntN(4) > 0
		mind := []int{2, 3, 3, 4, 4, 5}[r.IntN(6)]
		for i := range sheet {
			if answered && r.IntN(200) > 0 {
				sheet[i] = byte(min(5, max(1, mind-1+r.IntN(3))))
			}
		}
		rows = append(rows, []any{"s", fmt.Sprintf("p%07d", n), name(unit), "acme", "", shift, "", "", answered, sheet, domain.NoMark()})
	}
	var all []frozen.Group
	for at, n := range groups {
		all = append(all, frozen.Group{Unit: at[0], Levels: []string{at[1]}, People: n})
	}
	tree, err := frozen.New(above, []string{"u0000"}, all, survey.Split.Frozen(), 5)
	require.NoError(b, err)
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		s := store.New(tx, silent)
		made := domain.Instrument{Header: model.NewHeader("i", time.Now()), Content: content, Published: true, Family: "i", Edition: 1}
		if err := s.SaveInstrument(ctx, made); err != nil {
			return err
		}
		if err := s.SaveSurvey(ctx, survey); err != nil {
			return err
		}
		if err := s.KeepTree(ctx, "s", tree); err != nil {
			return err
		}
		return db.Insert(ctx, tx, `INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers, mark)`, rows, ``)
	}))
	return survey
}
