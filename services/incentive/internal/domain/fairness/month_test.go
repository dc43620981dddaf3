package fairness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
)

func TestMonths(t *testing.T) {
	for text, last := range map[string]string{"2026-10": "2026-10-31", "2026-12": "2026-12-31", "2028-02": "2028-02-29"} {
		month, err := fairness.ParseMonth(text)
		require.NoError(t, err)
		require.Equal(t, last, month.Last().String())
		require.Equal(t, month, fairness.MonthOf(month.Last()))
		require.Equal(t, month, fairness.MonthOf(model.Day(month)))
		require.Equal(t, text, month.String())
	}
	none, err := fairness.ParseMonth("")
	require.NoError(t, err)
	require.Equal(t, fairness.NoMonth, none)
	require.Empty(t, none.String())
	for _, bad := range []string{"2026", "2026-13", "2026-1", "2026-10-01"} {
		_, err := fairness.ParseMonth(bad)
		require.Error(t, err, bad)
	}
}
