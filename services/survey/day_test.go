package survey_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"

	"github.com/hearth-culture/hearth/services/survey"
)

// settle has the first department in Shanghai and the second in New York. In each somebody begins on 10 March, and somebody else has the
// 9th for a last day.
func (h *house) settle() {
	h.directory.Sites = []*directoryv1.RosterSite{rostertest.Site("sh", "Asia/Shanghai"), rostertest.Site("ny", "America/New_York")}
	h.directory.Units[1].Site, h.directory.Units[3].Site = "sites/sh", "sites/ny"
	for _, n := range []int{0, 12} {
		h.directory.People[n].Placements[0].FromDate = "2026-03-10"
		h.directory.People[n+1].Placements[0].ToDate = "2026-03-09"
	}
}

func TestASurveyAsksThoseWhoWorkOnTheDayOfTheirSite(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.settle()
		h.Snapshot()
		h.Clock.Set(time.Date(2026, 3, 9, 23, 0, 0, 0, time.UTC)) // seven in the morning of the 10th in Shanghai, the evening of the 9th in New York
		asking := h.opened(root, root)
		require.Equal(h, int64(16), asking.GetEligible())
		require.NoError(h, h.submit(0, asking.GetName(), answer("belonging", 4)), "who begins in Shanghai today")
		h.Refused("NOT_FOUND", h.submit(1, asking.GetName(), answer("belonging", 4)))
		h.Refused("NOT_FOUND", h.submit(12, asking.GetName(), answer("belonging", 4)))
		require.NoError(h, h.submit(13, asking.GetName(), answer("belonging", 4)), "whose last day in New York is today")

		h.Clock.Set(time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)) // the 10th has begun in New York, too
		asking = h.opened(root, root)
		require.Equal(h, int64(16), asking.GetEligible())
		require.NoError(h, h.submit(12, asking.GetName(), answer("belonging", 4)))
		h.Refused("NOT_FOUND", h.submit(13, asking.GetName(), answer("belonging", 4)))
	}, survey.Module().Migrations...)
}

func TestTheDayFollowsTheDirectory(t *testing.T) {
	inEventfulHouse(t, func(h *eventful) {
		h.settle()
		// Only those who are there on the 10th, so that the day can be told by how many are asked.
		h.directory.People[1].Placements[0].ToDate, h.directory.People[13].Placements[0].ToDate = "", ""
		h.Clock.Set(time.Date(2026, 3, 9, 23, 0, 0, 0, time.UTC))
		h.consume()
		instrument := h.published()
		require.Equal(h, int64(12), h.eligible(instrument, teamA))
		require.Equal(h, int64(5), h.eligible(instrument, depB))
		asks := func(unit string, want int64) {
			h.Helper()
			require.Eventually(h, func() bool { return h.eligible(instrument, unit) == want }, soon, 50*time.Millisecond)
		}
		change := func(aggregate string, version int64, changed proto.Message) {
			h.emit(func(ctx context.Context, tx *db.Tx) error {
				return h.emitter.State(ctx, tx, aggregate, version, changed)
			})
		}
		zoned := func(version int64, zone string) {
			site := rostertest.Site("sh", zone)
			site.Version = version
			change(site.GetSite(), version, &directoryv1.SiteChanged{Site: site})
		}
		placed := func(version int64, unit, parent, site string) {
			at := rostertest.Unit(unit, parent)
			at.Version, at.Site = version, site
			change(at.GetUnit(), version, &directoryv1.UnitChanged{Unit: at})
		}
		zoned(2, "Europe/London")
		asks(teamA, 11)
		zoned(3, "Asia/Tokyo")
		asks(teamA, 12)
		placed(2, teamA, depB, "") // below the department in New York
		asks(teamA, 11)
		placed(2, depB, root, "sites/sh")
		asks(teamA, 12)
		asks(depB, 18)
	})
}
