// Package releaser makes the release of a survey that was closed.
package releaser

import (
	"context"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/releasing"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// Directory knows what is called how.
type Directory struct {
	Units directoryv1.UnitServiceClient
	Sites directoryv1.SiteServiceClient
}

// Handler runs the operations of kind store.ReleaseKind. All is counted, decided and asked outside of the transaction that keeps it; where
// that one was committed, nothing is done again.
func Handler(d *db.DB, bind func(*db.Tx) releasing.Store, clock model.Clock, ask Directory) operation.Handler {
	return func(ctx context.Context, t *operation.Task) (proto.Message, error) {
		id := string(t.Input)
		read := store.NewReader(d.Read())
		survey, err := read.Survey(ctx, id)
		if err != nil || !survey.ReleasedTime.IsZero() {
			return nil, err
		}
		names, err := ask.units(ctx)
		if err != nil {
			return nil, again(err)
		}
		made, err := releasing.Make(ctx, read, survey, names)
		if err != nil {
			return nil, again(err)
		}
		if err := ask.levels(ctx, made.Cells); err != nil {
			return nil, again(err)
		}
		return nil, d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := releasing.Publish(ctx, bind(tx), clock(), id, made); err != nil {
				return err
			}
			return t.Save(ctx, tx, nil, 1, 1)
		})
	}
}

// again keeps a refusal from ending the operation: nobody asked for what was refused, and the release must come to be.
func again(err error) error { return fmt.Errorf("release: %s", err.Error()) }

// levels asks the directory what the sites of cells are called now. What it does not know any more has no name.
func (d Directory) levels(ctx context.Context, cells []published.Cell) error {
	if !slices.ContainsFunc(cells, func(c published.Cell) bool { return c.Attribute == domain.Site }) {
		return nil
	}
	sites, err := d.sites(ctx)
	if err != nil {
		return err
	}
	for i := range cells {
		if cells[i].Attribute == domain.Site {
			cells[i].LevelName = sites[cells[i].Level]
		}
	}
	return nil
}

const pageSize = 1000

// units are what units are called now, by their bare ids.
func (d Directory) units(ctx context.Context) (map[string]published.UnitName, error) {
	names := map[string]published.UnitName{}
	request := &directoryv1.ListUnitsRequest{PageSize: pageSize, ShowArchived: true}
	for {
		page, err := d.Units.ListUnits(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, unit := range page.GetUnits() {
			one := published.UnitName{DisplayName: unit.GetDisplayName().GetTexts()}
			if ids := unit.GetExternalIds(); len(ids) > 0 {
				one.Code = ids[0].GetId()
			}
			names[model.ID(unit.GetName())] = one
		}
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			return names, nil
		}
	}
}

func (d Directory) sites(ctx context.Context) (map[string]model.Text, error) {
	names := map[string]model.Text{}
	request := &directoryv1.ListSitesRequest{PageSize: pageSize, ShowArchived: true}
	for {
		page, err := d.Sites.ListSites(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, site := range page.GetSites() {
			names[model.ID(site.GetName())] = site.GetDisplayName().GetTexts()
		}
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			return names, nil
		}
	}
}
