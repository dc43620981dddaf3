package place

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

func TestSevenSitesInThreeCountries(t *testing.T) {
	countries, codes := map[Country]bool{}, map[string]bool{}
	for _, site := range Sites {
		countries[site.Country], codes[site.Code] = true, true
		_, err := time.LoadLocation(site.Zone)
		require.NoError(t, err)
	}
	require.Len(t, codes, 7)
	require.Len(t, countries, 3)
}

func TestCalendarsHoldDaysThatDiffer(t *testing.T) {
	for _, site := range Sites {
		before := ""
		for _, day := range site.Calendar().GetDays() {
			require.Less(t, before, day.GetDate(), "each day once, in order")
			before = day.GetDate()
			date, err := model.ParseDay(day.GetDate())
			require.NoError(t, err)
			if day.GetKind() == makeup {
				require.Greater(t, date.Weekday(), 5, "%s: only a free day can be a make-up workday", day.GetDate())
			}
			require.NotEmpty(t, day.GetDisplayName().GetTexts()["zh-CN"])
		}
	}
}

func TestTheSpringFestivalIsMadeUpOnBothSides(t *testing.T) {
	kinds := map[string]string{}
	for _, day := range Sites[0].Calendar().GetDays() {
		kinds[day.GetDate()] = day.GetKind().String()
	}
	require.Equal(t, makeup.String(), kinds["2026-02-14"])
	require.Equal(t, holiday.String(), kinds["2026-02-15"])
	require.Equal(t, holiday.String(), kinds["2026-02-23"])
	require.Equal(t, makeup.String(), kinds["2026-02-28"])
	require.Equal(t, peak.String(), kinds["2026-11-11"])
}
