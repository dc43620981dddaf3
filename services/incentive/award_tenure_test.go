package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// Ninety days before October is 3 July 2026.
func TestWhoCameBackTooLateCannotWinAndWhoMovedCan(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		for n, began := range map[int]string{4: "2026-07-02", 9: "2026-07-03", 6: "2026-07-04", 7: "2026-08-01"} {
			// They were away from 1 July on, and came back; 7 has moved without a day between.
			p := h.directory.People[n]
			again := proto.CloneOf(p.Placements[0])
			p.Placements[0].ToDate, again.FromDate = "2026-06-30", began
			if n == 7 {
				p.Placements[0].ToDate = "2026-07-31"
			}
			p.Placements = []*directoryv1.RosterPlacement{p.Placements[0], again}
			p.Version++
		}
		h.Snapshot()
		for n, refused := range map[int]bool{3: false, 4: false, 9: false, 6: true, 7: false} {
			if err := s.nominate(round, 8, n); refused {
				s.Refused("AWARD_NOT_ELIGIBLE", err)
			} else {
				require.NoError(h, err, n)
			}
		}
		s.toScoring(round)
		for n, want := range map[int]string{3: "", 9: "", 6: "EMPLOYED_TOO_SHORT", 7: ""} {
			var barred string
			require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT barred FROM award_row WHERE person = $1`, personID(n)).Scan(&barred))
			require.Equal(h, want, barred, n)
		}
	})
}
