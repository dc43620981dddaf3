// Package org answers the calls about units, sites and calendars.
package org

import (
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"go.einride.tech/aip/fieldmask"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/org"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Register adds UnitService and SiteService.
func Register(r grpc.ServiceRegistrar, d *db.DB, record tables.Recorder, clock model.Clock) {
	// Answers tell times as finely as they are kept, so that the first answer is that of every reading after it.
	fine := clock
	clock = func() time.Time { return fine().Truncate(time.Microsecond) }
	b := base{
		db: d, clock: clock, read: store.Read(d.Read()),
		work: request.Work[store.Store]{DB: d, Bind: store.Bind(record), Clock: clock},
	}
	directoryv1.RegisterUnitServiceServer(r, &units{base: b})
	directoryv1.RegisterSiteServiceServer(r, &sites{base: b})
}

type base struct {
	db    *db.DB
	clock model.Clock
	read  store.Reader
	work  request.Work[store.Store]
}

// overlay lays the fields that a mask names, or all that are set where it names none, over a message.
func overlay(mask *fieldmaskpb.FieldMask, field string, over, with proto.Message) error {
	if err := fieldmask.Validate(mask, with); err != nil {
		return model.InvalidField("update_mask", "names a field that "+field+" does not have")
	}
	fieldmask.Update(mask, over, with)
	return nil
}
