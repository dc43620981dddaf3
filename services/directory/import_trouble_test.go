package directory_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/services/directory"
)

// A transaction that fails, or is done although its caller hears an error, wherever it comes: nothing is lost, nothing comes twice.
func TestAnImportGoesOnAfterTrouble(t *testing.T) {
	for i, fault := range testkit.Faults() {
		nth := 2 + i // of the transactions from the start of the import on
		t.Run(fault.Name, func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
				t.Parallel() // what takes time is the wait before another try
				f := newFirm(t, d)
				f.tick = 50 * time.Millisecond
				in := file{
					options: &directoryv1.ImportOptions{Source: "hris", Complete: true, RemovalLimitPercent: 100},
					units:   []*directoryv1.UnitRow{unitRow("root", "")},
				}
				for i := range 2100 {
					in.people = append(in.people, personRow(fmt.Sprint(i), "root", ""))
					if i < 2000 {
						in.people[i].Manager = fmt.Sprint(i + 100) // often in a later step
					}
				}
				before := f.create(draft("leaver", f.unit("team", "")))
				operation, err := f.upload(f.admin, in)
				require.NoError(f, err)
				struck := testkit.Faulty(t, d, fault, nth)
				f.running()
				operation = f.done(operation)
				require.True(f, struck())
				require.Nil(f, operation.GetError())
				summary := &directoryv1.ImportSummary{}
				require.NoError(f, operation.GetResponse().UnmarshalTo(summary))
				require.EqualValues(f, []int64{2101, 2101, 0, 0, 0, 1},
					[]int64{summary.GetRows(), summary.GetCreated(), summary.GetUpdated(), summary.GetUnchanged(), summary.GetRefused(), summary.GetEnded()})
				require.Equal(f, "2026-09-05", f.get(before.GetName(), "").GetLeaveDate())
				require.Equal(f, 2102, f.count("SELECT count(*) FROM import_result"))
				require.Zero(f, f.count("SELECT count(*) FROM placement p WHERE p.manager <> '' AND NOT EXISTS (SELECT 1 FROM person WHERE id = p.manager)"))
				events, _ := f.emitted()
				seen := map[string]int{}
				for _, event := range events {
					seen[event]++
				}
				require.Len(f, events, 1+2+1+2100*2+2, "two units, two people by hand or file, the leaver's end")
				delete(seen, "PersonChanged "+before.GetName()) // created, and ended
				for event, times := range seen {
					require.Equal(f, 1, times, event)
				}
			}, directory.Module().Migrations...)
		})
	}
}

// Who else writes while a file is brought in makes its comparison stale.
func TestAnImportBesideOtherWriters(t *testing.T) {
	inFirm(t, func(f *firm) {
		root := f.unit("root", "")
		in := file{}
		for i := range 3000 {
			in.people = append(in.people, personRow(fmt.Sprint("n", i), root, ""))
		}
		operation, err := f.upload(f.admin, in)
		require.NoError(f, err)
		stop := make(chan struct{})
		var writing sync.WaitGroup
		var taken []string
		writing.Go(func() {
			// By hand, from the file's end towards its beginning: who is first has the number.
			for i := 2999; ; i-- {
				select {
				case <-stop:
					return
				default:
				}
				person := draft(fmt.Sprint("n", i), root)
				person.ExternalIds = nil
				_, err := f.people.CreatePerson(f.admin, &directoryv1.CreatePersonRequest{Person: person})
				if err != nil {
					f.Logf("number n%d: %s", i, calltest.Reason(err))
					return
				}
				taken = append(taken, person.GetNumber())
			}
		})
		f.running()
		operation = f.done(operation)
		close(stop)
		writing.Wait()
		require.Nil(f, operation.GetError())
		summary := &directoryv1.ImportSummary{}
		require.NoError(f, operation.GetResponse().UnmarshalTo(summary))
		require.EqualValues(f, 3000, summary.GetCreated()+summary.GetRefused())
		require.Equal(f, 3000, f.count("SELECT count(*) FROM person"), "each number once")
		for _, result := range f.results(operation.GetName(), directoryv1.RowOutcome_ROW_OUTCOME_REFUSED) {
			require.Equal(f, "ALREADY_EXISTS", result.GetReason())
		}
		require.GreaterOrEqual(f, int64(len(taken)), summary.GetRefused())
	})
}
