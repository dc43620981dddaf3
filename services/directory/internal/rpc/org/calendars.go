package org

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

// calendarList lists the newest version first. A version may hold 3,000 days, so pages are smaller than others.
var calendarList = list.Of[domain.Calendar]{
	Fields: list.Fields{"id": list.Int.Only()}, Default: "id desc", Size: 10,
	Key: func(c domain.Calendar, _ string) any { return c.Version },
}

func (s *sites) PublishCalendar(ctx context.Context, req *directoryv1.PublishCalendarRequest) (*directoryv1.Calendar, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Calendar, error) {
		draft, err := wire.CalendarDraft(model.ID(req.GetParent()), req.GetCalendar())
		if err != nil {
			return nil, err
		}
		calendar, err := domain.PublishCalendar(ctx, store, s.clock(), draft)
		return wire.Calendar(&calendar), err
	})
}

func (s *sites) ListCalendars(ctx context.Context, req *directoryv1.ListCalendarsRequest) (*directoryv1.ListCalendarsResponse, error) {
	site := model.ID(req.GetParent())
	if _, err := s.read.Site(ctx, site); err != nil {
		return nil, err
	}
	page, next, err := calendarList.Page(ctx, req, func(asked model.List) ([]domain.Calendar, error) {
		return s.read.Calendars(ctx, site, asked)
	})
	write := func(calendar domain.Calendar) *directoryv1.Calendar { return wire.Calendar(&calendar) }
	return &directoryv1.ListCalendarsResponse{Calendars: list.Protos(page, write), NextPageToken: next}, err
}

func (s *sites) AddWorkdays(ctx context.Context, req *directoryv1.AddWorkdaysRequest) (*directoryv1.AddWorkdaysResponse, error) {
	start, err := text.Day("start_date", req.GetStartDate())
	if err != nil {
		return nil, err
	}
	site := model.ID(req.GetName())
	deadline, err := domain.AddWorkdays(ctx, s.read, site, start, int(req.GetWorkdays()))
	if err != nil {
		return nil, err
	}
	return &directoryv1.AddWorkdaysResponse{
		Date: deadline.Day.String(), PeakFreeze: deadline.PeakFreeze, Calendar: wire.CalendarName(site, deadline.Calendar),
	}, nil
}
