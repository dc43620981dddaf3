package incentive_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/closer"
)

func (h *house) board(as, unit string, change func(*incentivev1.GetFairnessBoardRequest)) (*incentivev1.FairnessBoard, error) {
	req := &incentivev1.GetFairnessBoardRequest{Unit: "units/" + unit}
	if change != nil {
		change(req)
	}
	return incentivev1.NewFairnessServiceClient(h.Conn).GetFairnessBoard(h.As(as), req)
}

// endMonth goes on to noon, UTC, of the third day of the next month, when the boards of this one have been made.
func (h *house) endMonth() {
	h.Helper()
	year, month, _ := h.Clock.Now().Date()
	h.Clock.Set(time.Date(year, month+1, 3, 12, 0, 0, 0, time.UTC))
	require.NoError(h, closer.Round(h.Context(), h.DB, h.Clock.Now()))
}

func of(month string) func(*incentivev1.GetFairnessBoardRequest) {
	return func(r *incentivev1.GetFairnessBoardRequest) { r.Month = month }
}

func TestHowRecognitionIsSpread(t *testing.T) {
	inHouse(t, func(h *house) {
		secret := thanks(1)
		secret.Visibility = private
		h.gives(0, thanks(1, 2))
		h.gives(0, secret)
		h.gives(1, thanks(0))
		h.gives(12, thanks(1)) // from another department
		h.gives(3, thanks(13))
		hidden := h.gives(2, thanks(5))
		_, err := h.hide("culture", hidden.GetName(), false)
		require.NoError(t, err)
		early, err := h.board("analyst", root, nil)
		require.NoError(h, err)
		require.Equal(h, "2026-10", early.GetMonth())
		require.Nil(h, early.GetComputeTime(), "nobody had been recognised")
		require.Nil(h, early.GetFigures())
		h.endMonth()
		shown := func(as, unit string, change func(*incentivev1.GetFairnessBoardRequest)) *incentivev1.FairnessBoard {
			t.Helper()
			board, err := h.board(as, unit, change)
			require.NoError(t, err)
			return board
		}

		board := shown("lead-a", teamA, nil)
		f := board.GetFigures()
		require.Equal(t, "2026-11", board.GetMonth(), "the last one")
		require.Equal(t, time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC), board.GetComputeTime().AsTime())
		require.EqualValues(t, 12, board.GetPeople())
		require.EqualValues(t, 5, f.GetRecognitions(), "the private one too, and the hidden one not")
		require.EqualValues(t, 3, f.GetRecognised())
		require.InDelta(t, 3./12, f.GetCoverage(), 1e-12)
		require.InDelta(t, 2.*(10*1+11*1+12*3)/(12*5)-13./12, f.GetGini(), 1e-12, "nine zeros, 1, 1, 3")
		require.InDelta(t, 2./3, f.GetReciprocity(), 1e-12, "0→1, 1→0 and 0→2")
		require.Zero(t, f.GetCrossSiteShare(), "all work at one site")
		require.NotNil(t, f.CrossSiteShare)
		require.Empty(t, f.GetShifts(), "of one shift there is nothing to compare")

		whole := shown("analyst", root, nil)
		require.EqualValues(t, 18, whole.GetPeople())
		require.EqualValues(t, 6, whole.GetFigures().GetRecognitions())

		t.Run("of one employer", func(t *testing.T) {
			mine := shown("beta", teamA, nil)
			require.EqualValues(t, 6, mine.GetPeople())
			require.EqualValues(t, 3, mine.GetFigures().GetRecognitions(), "to person 1")
			require.Nil(t, mine.GetFigures().Reciprocity, "whoever gave works for the other")
			asked := shown("culture", teamA, func(r *incentivev1.GetFairnessBoardRequest) { r.Employer = "beta" })
			require.Equal(t, mine.GetFigures().GetRecognitions(), asked.GetFigures().GetRecognitions())
			require.EqualValues(t, 3, shown("acme", depB, nil).GetPeople())
		})
		t.Run("of fewer than five", func(t *testing.T) {
			few := shown("beta", depB, nil)
			require.EqualValues(t, 3, few.GetPeople())
			require.Nil(t, few.GetFigures())
		})
		t.Run("of another time", func(t *testing.T) {
			require.Nil(t, shown("lead-a", teamA, of("2026-10")).GetComputeTime())
			for _, month := range []string{"2026-12", "2027-01", "2026-13"} {
				_, err := h.board("lead-a", teamA, of(month))
				require.Equal(t, "INVALID_FIELD", calltest.Reason(err), month)
			}
			h.endMonth()
			december := shown("lead-a", teamA, nil)
			require.Equal(t, "2026-12", december.GetMonth())
			require.NotNil(t, december.GetComputeTime())
			require.Zero(t, december.GetFigures().GetRecognitions())
			require.Nil(t, december.GetFigures().Gini, "where nobody has any it is not 0")
			require.EqualValues(t, 5, shown("lead-a", teamA, of("2026-11")).GetFigures().GetRecognitions())
		})
		t.Run("beyond the reach", func(t *testing.T) {
			for as, unit := range map[string]string{"lead-b": teamA, "lead-a": depA, "manager-a": depB, "culture": unitID(9)} {
				_, err := h.board(as, unit, nil)
				require.Equal(t, "NOT_FOUND", calltest.Reason(err))
			}
			_, err := h.board("acme", root, func(r *incentivev1.GetFairnessBoardRequest) { r.Employer = "beta" })
			require.Equal(t, "NOT_FOUND", calltest.Reason(err))
			_, err = h.board(token(1), teamA, nil)
			require.Equal(t, "PERMISSION_DENIED", calltest.Reason(err))
		})
	})
}
