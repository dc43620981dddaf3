// Package releaser makes the release of a survey that was closed.
package releaser

import (
	"context"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// Handler runs the operations of kind store.ReleaseKind. All is counted, decided and asked outside of the transaction that keeps it; where
// that one was committed, nothing is done again.
func Handler(d *db.DB, bind func(*db.Tx) domain.Store, clock model.Clock, units directoryv1.UnitServiceClient) operation.Handler {
	return func(ctx context.Context, t *operation.Task) (proto.Message, error) {
		id := string(t.Input)
		read := store.NewReader(d.Read())
		survey, err := read.Survey(ctx, id)
		if err != nil || !survey.ReleasedTime.IsZero() {
			return nil, err
		}
		cells, err := domain.MakeRelease(ctx, read, survey)
		if err != nil {
			return nil, again(err)
		}
		if err := name(ctx, units, cells); err != nil {
			return nil, again(err)
		}
		return nil, d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := domain.PublishRelease(ctx, bind(tx), clock(), id, cells); err != nil {
				return err
			}
			return t.Save(ctx, tx, nil, 1, 1)
		})
	}
}

// again keeps a refusal from ending the operation: nobody asked for what was refused, and the release must come to be.
func again(err error) error { return fmt.Errorf("release: %s", err.Error()) }

// name asks the directory what the units of cells are called now. A unit that it does not know any more has no name.
func name(ctx context.Context, units directoryv1.UnitServiceClient, cells []domain.Cell) error {
	if len(cells) == 0 {
		return nil
	}
	names := map[string]domain.UnitName{}
	request := &directoryv1.ListUnitsRequest{PageSize: 1000, ShowArchived: true}
	for {
		page, err := units.ListUnits(ctx, request)
		if err != nil {
			return err
		}
		for _, unit := range page.GetUnits() {
			one := domain.UnitName{DisplayName: unit.GetDisplayName().GetTexts()}
			if ids := unit.GetExternalIds(); len(ids) > 0 {
				one.Code = ids[0].GetId()
			}
			names[model.ID(unit.GetName())] = one
		}
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			break
		}
	}
	for i := range cells {
		cells[i].Name = names[cells[i].Unit]
	}
	return nil
}
