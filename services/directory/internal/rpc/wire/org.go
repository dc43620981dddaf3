package wire

import (
	"strconv"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Unit writes a unit.
func Unit(u *org.Unit) *directoryv1.Unit {
	return &directoryv1.Unit{
		Name: model.Name("units", u.ID), Parent: model.Name("units", u.Parent), Kind: directoryv1.UnitKind(u.Kind),
		DisplayName: resource.Localized(u.DisplayName), Site: model.Name("sites", u.Site), ExternalIds: externalIDs(u.ExternalIDs),
		Etag: u.Etag(), CreateTime: resource.Timestamp(u.CreateTime), UpdateTime: resource.Timestamp(u.UpdateTime), ArchiveTime: resource.Timestamp(u.ArchiveTime),
	}
}

// UnitDraft reads what a caller may say of a unit.
func UnitDraft(u *directoryv1.Unit) (draft org.Unit, err error) {
	if draft.Parent, err = id("unit.parent", "units", u.GetParent()); err != nil {
		return draft, err
	}
	if draft.Site, err = id("unit.site", "sites", u.GetSite()); err != nil {
		return draft, err
	}
	draft.Kind = org.Kind(u.GetKind())
	draft.DisplayName = u.GetDisplayName().GetTexts()
	draft.ExternalIDs = sourceIDs(u.GetExternalIds())
	return draft, nil
}

// UnitRow reads a row of another system.
func UnitRow(number int64, row *directoryv1.UnitRow) org.Row {
	return org.Row{
		Number: number, ID: source.ID{Source: row.GetExternalId().GetSource(), ID: row.GetExternalId().GetId()},
		ParentID: row.GetParentId(), Kind: org.Kind(row.GetKind()), DisplayName: row.GetDisplayName().GetTexts(), Site: row.GetSite(),
	}
}

// Site writes a site.
func Site(s *org.Site) *directoryv1.Site {
	return &directoryv1.Site{
		Name: model.Name("sites", s.ID), DisplayName: resource.Localized(s.DisplayName), TimeZone: s.TimeZone, ExternalIds: externalIDs(s.ExternalIDs),
		Etag: s.Etag(), CreateTime: resource.Timestamp(s.CreateTime), UpdateTime: resource.Timestamp(s.UpdateTime), ArchiveTime: resource.Timestamp(s.ArchiveTime),
	}
}

// SiteDraft reads what a caller may say of a site.
func SiteDraft(s *directoryv1.Site) org.Site {
	return org.Site{
		Header:   org.Header{DisplayName: s.GetDisplayName().GetTexts(), ExternalIDs: sourceIDs(s.GetExternalIds())},
		TimeZone: s.GetTimeZone(),
	}
}

// CalendarName names a version of a site's calendar; "" for the plain week of a site that has published none.
func CalendarName(site string, version int64) string {
	if version == 0 {
		return ""
	}
	return model.Name("sites", site) + "/calendars/" + strconv.FormatInt(version, 10)
}

// Calendar writes a version of a calendar.
func Calendar(c *org.Calendar) *directoryv1.Calendar {
	out := &directoryv1.Calendar{Name: CalendarName(c.Site, c.Version), CreateTime: resource.Timestamp(c.CreateTime)}
	for _, weekday := range c.Workdays {
		out.Workdays = append(out.Workdays, int32(weekday))
	}
	for _, day := range c.Days {
		out.Days = append(out.Days, &directoryv1.CalendarDay{
			Date: day.Date.String(), Kind: directoryv1.CalendarDayKind(day.Kind), DisplayName: resource.Localized(day.DisplayName),
		})
	}
	return out
}

// CalendarDraft reads the next version of a site's calendar.
func CalendarDraft(site string, c *directoryv1.Calendar) (org.Calendar, error) {
	draft := org.Calendar{Site: site}
	for _, weekday := range c.GetWorkdays() {
		draft.Workdays = append(draft.Workdays, int(weekday))
	}
	for i, day := range c.GetDays() {
		date, err := text.Day("calendar.days["+strconv.Itoa(i)+"].date", day.GetDate())
		if err != nil {
			return org.Calendar{}, err
		}
		draft.Days = append(draft.Days, org.CalendarDay{Date: date, Kind: org.DayKind(day.GetKind()), DisplayName: day.GetDisplayName().GetTexts()})
	}
	return draft, nil
}
