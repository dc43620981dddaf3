package incentive_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

func (h *house) board(as, unit string, change func(*incentivev1.GetFairnessBoardRequest)) (*incentivev1.FairnessBoard, error) {
	req := &incentivev1.GetFairnessBoardRequest{Unit: "units/" + unit}
	if change != nil {
		change(req)
	}
	return incentivev1.NewFairnessServiceClient(h.Conn).GetFairnessBoard(h.As(as), req)
}

func TestHowRecognitionIsSpread(t *testing.T) {
	inHouse(t, func(h *house) {
		before := h.Clock.Now()
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
		shown := func(as, unit string, change func(*incentivev1.GetFairnessBoardRequest)) *incentivev1.FairnessBoard {
			t.Helper()
			board, err := h.board(as, unit, change)
			require.NoError(t, err)
			return board
		}

		board := shown("lead-a", teamA, nil)
		f := board.GetFigures()
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
			day := func(at time.Time, days int) string {
				return at.In(time.FixedZone("Shanghai", 8*60*60)).AddDate(0, 0, days).Format(time.DateOnly)
			}
			today := shown("lead-a", teamA, func(r *incentivev1.GetFairnessBoardRequest) { r.StartDate, r.EndDate = day(before, 0), day(before, 0) })
			require.EqualValues(t, 5, today.GetFigures().GetRecognitions())
			yesterday := shown("lead-a", teamA, func(r *incentivev1.GetFairnessBoardRequest) { r.EndDate = day(before, -1) })
			require.Zero(t, yesterday.GetFigures().GetRecognitions())
			require.Nil(t, yesterday.GetFigures().Gini, "where nobody has any it is not 0")
			for start, end := range map[string]string{day(before, -1): day(before, -2), day(before, -400): day(before, 0), day(before, 0): day(before, 1)} {
				_, err := h.board("lead-a", teamA, func(r *incentivev1.GetFairnessBoardRequest) { r.StartDate, r.EndDate = start, end })
				require.Equal(t, "INVALID_FIELD", calltest.Reason(err), "%s to %s", start, end)
			}
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
