package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
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
	"github.com/hearth-culture/hearth/services/survey/internal/domain/releasing"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
	"github.com/hearth-culture/hearth/services/survey/internal/store/storetest"
)

// The survey of BenchmarkRelease: ten of eleven answer, so that there are a million sheets with answers.
const (
	releasedPeople = 1_100_000
	releasedUnits  = 5000
	releasedItems  = 30
)

// BenchmarkRelease closes a survey of a million sheets of 30 items in constructs of five, of 5,000 units split by four shifts, and makes and
// keeps its release. It tells how long each stage takes, how much time of the processors all take together, and the most memory that the
// process keeps meanwhile.
func BenchmarkRelease(b *testing.B) {
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) {
			d := testkit.Open(b, engine, roster.Migrations(), operation.Migrations(), store.Migrations())
			surveys := 0
			for b.Loop() {
				b.StopTimer()
				surveys++
				survey := answered(b, d, fmt.Sprintf("0192f0c0-0000-7000-8000-%012d", surveys))
				debug.FreeOSMemory()
				// From here on the system counts the most memory anew, where it can.
				counted := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) == nil
				before := processorTime(b)
				b.StartTimer()

				start := time.Now()
				stage := func(name string) {
					b.ReportMetric(time.Since(start).Seconds(), "s/"+name)
					start = time.Now()
				}
				write := func(fn func(ctx context.Context, s storetest.Store) error) {
					require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error { return fn(ctx, store.New(tx, silent)) }))
				}
				write(func(ctx context.Context, s storetest.Store) (err error) {
					survey, err = domain.CloseSurvey(ctx, s, model.Everything(), time.Now(), survey.ID, "")
					return err
				})
				stage("close")
				made, err := releasing.Make(b.Context(), counting{store.NewReader(d.Read()), func() { stage("count") }}, survey, nil)
				require.NoError(b, err)
				stage("decide")
				write(func(ctx context.Context, s storetest.Store) error {
					first, err := releasing.Publish(ctx, s, time.Now(), survey.ID, made)
					require.True(b, first)
					return err
				})
				stage("keep")
				b.ReportMetric((processorTime(b) - before).Seconds(), "s/processors")
				if counted {
					b.ReportMetric(mostResident(b), "resident-B")
				}
				b.ReportMetric(float64(len(made.Cells)), "cells")
			}
		})
	}
}

// counting tells when all sheets were counted.
type counting struct {
	store.Reader
	counted func()
}

func (c counting) EachSheet(
	ctx context.Context, survey domain.Survey, each func(unit string, levels []string, answered bool, answers []byte) error,
) error {
	defer c.counted()
	return c.Reader.EachSheet(ctx, survey, each)
}

func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// mostResident is the most memory that the process kept.
func mostResident(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	require.NoError(b, err)
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	require.True(b, found)
	kB, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	require.NoError(b, err)
	return 1024 * kB
}

// answered keeps an open survey with all its sheets.
func answered(b *testing.B, d *db.DB, id string) domain.Survey {
	r := rand.New(rand.NewPCG(1, 2))
	names, above := make([]string, releasedUnits), map[string]string{}
	for unit := range names {
		names[unit] = fmt.Sprintf("0192f0c0-0000-7000-9000-%012d", unit)
		if unit > 0 {
			above[names[unit]] = names[r.IntN(max(1, unit/3))]
		}
	}
	survey := domain.Survey{
		Header: model.NewHeader(id, time.Now()), State: domain.Open,
		SurveyDraft: domain.SurveyDraft{
			DisplayName: model.Text{"en": "Large"}, Instrument: id, OwnerUnit: names[0], Mode: domain.Confidential, Intake: domain.FromPeople,
			Audience: domain.Audience{Units: names[:1]}, Split: domain.Split{K: 5, Attribute: domain.Shift},
		},
	}
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		s := store.New(tx, silent)
		made := domain.Instrument{Header: model.NewHeader(id, time.Now()), Content: long(), Published: true, Family: id, Edition: 1}
		if err := s.SaveInstrument(ctx, made); err != nil {
			return err
		}
		if err := s.SaveSurvey(ctx, survey); err != nil {
			return err
		}
		groups, err := fillIn(ctx, tx, r, id, names)
		if err != nil {
			return err
		}
		tree, err := frozen.New(above, names[:1], groups, survey.Split.Frozen(), survey.Split.K)
		if err != nil {
			return err
		}
		return s.KeepTree(ctx, id, tree)
	}))
	return survey
}

// long are 30 items, five to a construct.
func long() instrument.Content {
	content := instrument.Content{DisplayName: model.Text{"en": "Long"}}
	for i := range releasedItems {
		content.Items = append(content.Items, item.Item{
			ID: fmt.Sprintf("q%d", i), Text: model.Text{"en": "?"}, Kind: item.Kind{Rating: &item.Rating{Min: 1, Max: 5}},
		})
		if i%5 == 0 {
			content.Constructs = append(content.Constructs, instrument.Construct{ID: fmt.Sprintf("c%d", i), DisplayName: model.Text{"en": "C"}})
		}
		last := &content.Constructs[i/5]
		last.Items = append(last.Items, instrument.ConstructItem{Item: fmt.Sprintf("q%d", i)})
	}
	return content
}

// fillIn has the database make the sheets from so many places and sheets, which it pairs differently each time round, and tells how many
// people are in each place.
func fillIn(ctx context.Context, tx *db.Tx, r *rand.Rand, id string, units []string) (groups []frozen.Group, err error) {
	const drawn = 50_021
	var rows [][]any
	places := map[[2]string]int{}
	for n := range drawn {
		unit := r.IntN(len(units))
		// Half of every unit are on one shift.
		shift := []string{"day", "early", "late", "night"}[[]int{unit % 4, r.IntN(4)}[r.IntN(2)]]
		sheet, answered := make([]byte, releasedItems), r.IntN(11) > 0
		mind := []int{2, 3, 3, 4, 4, 5}[r.IntN(6)]
		for i := range sheet {
			if answered && r.IntN(200) > 0 {
				sheet[i] = byte(min(5, max(1, mind-1+r.IntN(3))))
			}
		}
		rows = append(rows, []any{n, units[unit], shift, answered, sheet})
		place, known := places[[2]string{units[unit], shift}]
		if !known {
			place = len(groups)
			places[[2]string{units[unit], shift}] = place
			groups = append(groups, frozen.Group{Unit: units[unit], Levels: []string{shift}})
		}
		groups[place].People += (releasedPeople - n + drawn - 1) / drawn
	}
	if _, err := tx.ExecContext(ctx, `CREATE TEMPORARY TABLE drawn
		(n INTEGER PRIMARY KEY, unit TEXT, shift TEXT, answered BOOLEAN, answers BYTEA)`); err != nil {
		return nil, err
	}
	if err := db.Insert(ctx, tx, `INSERT INTO drawn (n, unit, shift, answered, answers)`, rows, ``); err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `WITH RECURSIVE people (n) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT n + 1 FROM people WHERE n + 1 < $1)
		INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers, mark)
		SELECT $2, '0192f0c0-0000-7000-8000-' || substr(CAST(1000000000000 + people.n AS TEXT), 2), place.unit, 'acme', '', place.shift, '', '',
			filled.answered, filled.answers, $3
		FROM people JOIN drawn place ON place.n = people.n % $4 JOIN drawn filled ON filled.n = (people.n + people.n / $4 * 7919) % $4`,
		releasedPeople, id, domain.NoMark(), drawn)
	if err == nil {
		_, err = tx.ExecContext(ctx, `DROP TABLE drawn`)
	}
	return groups, err
}
