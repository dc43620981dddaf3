package directory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func TestSitesAndTheirCalendars(t *testing.T) {
	inFirm(t, func(f *firm) {
		site, err := f.sites.CreateSite(f.admin, &directoryv1.CreateSiteRequest{Site: &directoryv1.Site{
			DisplayName: named("Chengdu"), TimeZone: "Asia/Shanghai", ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: "cd"}}}})
		require.NoError(f, err)
		employee := f.as("people/" + uuid.NewString())
		got, err := f.sites.GetSite(employee, &directoryv1.GetSiteRequest{Name: site.GetName()})
		require.NoError(f, err)
		require.Empty(f, cmp.Diff(site, got, protocmp.Transform()))
		for _, zone := range []string{"Mars/Olympus", "Local", "../etc/passwd", "CST+8 "} {
			_, err := f.sites.CreateSite(f.admin, &directoryv1.CreateSiteRequest{Site: &directoryv1.Site{DisplayName: named("x"), TimeZone: zone}})
			requireRefused(f, err, "INVALID_FIELD")
		}
		_, err = f.sites.CreateSite(f.admin, &directoryv1.CreateSiteRequest{Site: site})
		requireRefused(f, err, "ALREADY_EXISTS")
		updated, err := f.sites.UpdateSite(f.admin, &directoryv1.UpdateSiteRequest{
			Site: &directoryv1.Site{Name: site.GetName(), DisplayName: named("Chengdu 2"), TimeZone: "Asia/Urumqi", Etag: site.GetEtag()}, UpdateMask: mask("time_zone")})
		require.NoError(f, err)
		require.Equal(f, []string{"Chengdu", "Asia/Urumqi"}, []string{updated.GetDisplayName().GetTexts()["en"], updated.GetTimeZone()})
		_, err = f.sites.UpdateSite(f.admin, &directoryv1.UpdateSiteRequest{Site: site})
		requireRefused(f, err, "ETAG_MISMATCH")

		plain, err := f.sites.AddWorkdays(employee, &directoryv1.AddWorkdaysRequest{Name: site.GetName(), StartDate: "2026-09-30", Workdays: 1})
		require.NoError(f, err)
		require.Equal(f, []string{"2026-10-01", ""}, []string{plain.GetDate(), plain.GetCalendar()}, "the plain week, since none is published")
		publish := func(days ...*directoryv1.CalendarDay) (*directoryv1.Calendar, error) {
			return f.sites.PublishCalendar(f.admin, &directoryv1.PublishCalendarRequest{
				Parent: site.GetName(), Calendar: &directoryv1.Calendar{Workdays: []int32{5, 1, 2, 3, 4}, Days: days}})
		}
		holiday, makeup := directoryv1.CalendarDayKind_CALENDAR_DAY_KIND_HOLIDAY, directoryv1.CalendarDayKind_CALENDAR_DAY_KIND_MAKEUP_WORKDAY
		first, err := publish(&directoryv1.CalendarDay{Date: "2026-10-02", Kind: holiday, DisplayName: named("National Day")}, &directoryv1.CalendarDay{Date: "2026-10-01", Kind: holiday})
		require.NoError(f, err)
		require.Equal(f, site.GetName()+"/calendars/1", first.GetName())
		require.Equal(f, "2026-10-01", first.GetDays()[0].GetDate(), "in order")
		_, err = publish(&directoryv1.CalendarDay{Date: "2026-10-01", Kind: holiday}, &directoryv1.CalendarDay{Date: "2026-10-01", Kind: makeup})
		requireRefused(f, err, "INVALID_FIELD")
		_, err = publish(&directoryv1.CalendarDay{Date: "2026-02-30", Kind: holiday})
		requireRefused(f, err, "INVALID_FIELD")
		second, err := publish(&directoryv1.CalendarDay{Date: "2026-10-01", Kind: holiday}, &directoryv1.CalendarDay{Date: "2026-10-03", Kind: makeup})
		require.NoError(f, err)
		deadline, err := f.sites.AddWorkdays(employee, &directoryv1.AddWorkdaysRequest{Name: site.GetName(), StartDate: "2026-09-30", Workdays: 2})
		require.NoError(f, err)
		require.Equal(f, []string{"2026-10-03", second.GetName()}, []string{deadline.GetDate(), deadline.GetCalendar()})
		page, err := f.sites.ListCalendars(employee, &directoryv1.ListCalendarsRequest{Parent: site.GetName(), PageSize: 1})
		require.NoError(f, err)
		require.Empty(f, cmp.Diff([]*directoryv1.Calendar{second}, page.GetCalendars(), protocmp.Transform()))
		page, err = f.sites.ListCalendars(employee, &directoryv1.ListCalendarsRequest{Parent: site.GetName(), PageSize: 1, PageToken: page.GetNextPageToken()})
		require.NoError(f, err)
		require.Empty(f, cmp.Diff([]*directoryv1.Calendar{first}, page.GetCalendars(), protocmp.Transform()), "an older version never changes")

		unit, err := f.units.CreateUnit(f.admin, &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
			Kind: directoryv1.UnitKind_UNIT_KIND_SITE, DisplayName: named("Chengdu"), Site: site.GetName()}})
		require.NoError(f, err)
		_, err = f.sites.ArchiveSite(f.admin, &directoryv1.ArchiveSiteRequest{Name: site.GetName()})
		requireRefused(f, err, "SITE_IN_USE")
		_, err = f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: unit.GetName()})
		require.NoError(f, err)
		_, err = f.sites.ArchiveSite(f.admin, &directoryv1.ArchiveSiteRequest{Name: site.GetName()})
		require.NoError(f, err)
		_, err = publish()
		requireRefused(f, err, "ARCHIVED")
		list, err := f.sites.ListSites(employee, &directoryv1.ListSitesRequest{})
		require.NoError(f, err)
		require.Empty(f, list.GetSites())
	})
}
