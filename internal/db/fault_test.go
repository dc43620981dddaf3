package db_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestFaultsStrikeWhereTheySay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		testkit.EachFault(t, func(t *testing.T, fault testkit.Fault) {
			require.NoError(t, in(t, d, "DELETE FROM person"))
			struck := testkit.Faulty(t, d, fault, 2)
			nudges := []string{}
			want := []string{"1", "3"}
			if fault.Done {
				want = []string{"1", "2", "3"}
			}
			for i := range 3 {
				number := fmt.Sprint(i + 1)
				err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					tx.AfterCommit(func() { nudges = append(nudges, number) })
					return add(ctx, tx, number)
				})
				require.Equal(t, i >= 1, struck())
				if i == 1 {
					require.ErrorIs(t, err, fault.Err)
				} else {
					require.NoError(t, err)
				}
			}
			require.Equal(t, want, numbers(t, d))
			require.Equal(t, []string{"1", "3"}, nudges)
		})
	}, people)
}

func TestFaultAtTheStartStrikesReadsToo(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		testkit.Faulty(t, d, testkit.Faults()[0], 1)
		read := func() error {
			return d.ReadTx(t.Context(), func(context.Context, db.Querier) error { return nil })
		}
		require.ErrorIs(t, read(), testkit.ErrFault)
		require.NoError(t, read())
	}, people)
}
