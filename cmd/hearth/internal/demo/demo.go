// Package demo fills an empty Hearth with an invented enterprise, through the public gRPC API as any other system would. What is there
// already is left as it is, so that it can be run again after it was interrupted.
package demo

import (
	"context"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// Seed is that of the one enterprise that the documents speak of.
const Seed = 1

// ErrNotEmpty is that a Hearth holds something else: invented people must never stand beside real ones.
var ErrNotEmpty = model.Say(
	"This Hearth is not empty. The demonstration goes into an empty one only, so that nobody takes its people for real ones.\n"+
		"HEARTH_DATA_DIR=./.hearth-demo in both terminals gives it a folder of its own.",
	"该 Hearth 中已有数据。演示数据只能写入空的 Hearth，以免与真实人员混淆。\n"+
		"在两个终端均设置 HEARTH_DATA_DIR=./.hearth-demo，即可使用独立的数据文件夹。")

const pageSize = 1000

// Filling brings the enterprise into one Hearth.
type Filling struct {
	Client *client.Client
	// Tell hears how far the work is. Many calls.
	Tell func(words.Text)

	enterprise *organisation.Organisation
	// The names that Hearth has for what the enterprise calls by its ids.
	sites, units, people map[string]string
	waves                []string
	// tokens are those of people who were logged in, by their ids.
	tokens map[string]string
	// round is that of the award.
	round string
}

// Result is what stands at the end.
type Result struct {
	Sites, Units, People, Roles int
	// Surveys are the waves, in their order.
	Surveys []string
}

// Run fills the Hearth. ErrNotEmpty is returned before anything was changed.
func (f *Filling) Run(ctx context.Context) (Result, error) {
	ctx = f.Client.Context(ctx)
	f.enterprise = organisation.New(Seed)
	f.waves, f.tokens = nil, map[string]string{}
	f.sites, f.units, f.people = map[string]string{}, map[string]string{}, map[string]string{}
	for _, step := range []func(context.Context) error{f.look, f.bringSites, f.bringUnits, f.bringPeople, f.bringRoles, f.bringWaves, f.bringRecognition} {
		if err := step(ctx); err != nil {
			return Result{}, err
		}
	}
	return Result{Sites: len(f.sites), Units: len(f.units), People: len(f.people), Roles: len(f.enterprise.Roles), Surveys: f.waves}, nil
}

// look reads the sites and units that are there, and refuses any that are not the enterprise's.
func (f *Filling) look(ctx context.Context) error {
	sites := &directoryv1.ListSitesRequest{PageSize: pageSize, ShowArchived: true}
	for more := true; more; more = sites.GetPageToken() != "" {
		page, err := directoryv1.NewSiteServiceClient(f.Client.Conn()).ListSites(ctx, sites)
		if err != nil {
			return err
		}
		for _, site := range page.GetSites() {
			if !known(f.sites, site.GetName(), site.GetExternalIds()) {
				return ErrNotEmpty
			}
		}
		sites.PageToken = page.GetNextPageToken()
	}
	units := &directoryv1.ListUnitsRequest{PageSize: pageSize, ShowArchived: true}
	for more := true; more; more = units.GetPageToken() != "" {
		page, err := directoryv1.NewUnitServiceClient(f.Client.Conn()).ListUnits(ctx, units)
		if err != nil {
			return err
		}
		for _, unit := range page.GetUnits() {
			if !known(f.units, unit.GetName(), unit.GetExternalIds()) {
				return ErrNotEmpty
			}
		}
		units.PageToken = page.GetNextPageToken()
	}
	return nil
}

// known notes the name of what the enterprise's own system has an id for.
func known(names map[string]string, name string, ids []*typev1.ExternalId) bool {
	for _, id := range ids {
		if id.GetSource() == organisation.Source {
			names[id.GetId()] = name
			return true
		}
	}
	return false
}

// persist repeats a call that fails for a reason which passes, such as too many calls in a second.
func (f *Filling) persist(ctx context.Context, call func() error) error {
	return client.Persist(ctx, func() { f.Tell(words.Say(words.Waiting)) }, call)
}
