package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
	"github.com/hearth-culture/hearth/services/survey/internal/store/storetest"
)

func TestStore(t *testing.T) {
	for _, engine := range testkit.Engines(t) {
		t.Run(engine.String(), func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) storetest.House {
				return house(t, testkit.Open(t, engine, roster.Migrations(), operation.Migrations(), store.Migrations()))
			})
		})
	}
}

func house(t testing.TB, d *db.DB) storetest.House {
	t.Helper()
	root := rostertest.Unit("root", "")
	root.Site = "sites/north"
	west := rostertest.Unit("b", "root")
	west.Site = "sites/west"
	dir := &rostertest.Directory{
		Sites: []*directoryv1.RosterSite{rostertest.Site("north", "Asia/Shanghai"), rostertest.Site("west", "America/New_York")},
		Units: []*directoryv1.RosterUnit{root, rostertest.Unit("a", "root"), rostertest.Unit("a1", "a"), west},
	}
	for n := range 30 {
		employer := []string{"acme", "beta"}[n%2]
		person := rostertest.Person(fmt.Sprintf("p%02d", n), []string{"a1", "a", "b"}[n%3], employer)
		person.Placements[0].ToDate = "2026-12-31"
		dir.People = append(dir.People, person)
	}
	require.NoError(t, roster.Consumer(d, dir.Conn()).Before(t.Context()))
	return storetest.House{
		DB:   d,
		Bind: func(tx *db.Tx) storetest.Store { return store.New(tx, silent) },
		Read: store.NewReader(d.Read()),
	}
}

// silent hands no facts on: what becomes of them is tried with the events.
func silent(context.Context, *db.Tx, ...model.Fact) error { return nil }
