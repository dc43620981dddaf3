package directory_test

import (
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func TestTheSnapshotIsWhatTheEventsSay(t *testing.T) {
	inFirm(t, func(f *firm) {
		closed, err := f.sites.CreateSite(f.admin, &directoryv1.CreateSiteRequest{Site: &directoryv1.Site{DisplayName: named("closed"), TimeZone: "Asia/Tokyo"}})
		require.NoError(f, err)
		_, err = f.sites.ArchiveSite(f.admin, &directoryv1.ArchiveSiteRequest{Name: closed.GetName()})
		require.NoError(f, err)
		root := f.placed("root", "", "Asia/Shanghai")
		team := f.placed("team", root, "Europe/Berlin")
		sent, err := f.units.GetUnit(f.admin, &directoryv1.GetUnitRequest{Name: team})
		require.NoError(f, err)
		_, err = f.sites.UpdateSite(f.admin, &directoryv1.UpdateSiteRequest{
			Site: &directoryv1.Site{Name: sent.GetSite(), TimeZone: "Europe/Warsaw"}, UpdateMask: mask("time_zone"),
		})
		require.NoError(f, err)
		gone := f.unit("gone", root)
		_, err = f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: gone})
		require.NoError(f, err)
		boss := f.create(draft("boss", root))
		under := draft("under", team)
		under.Placement.Manager, under.Placement.SecondaryUnits = boss.GetName(), []string{root}
		person := f.create(under)
		_, err = f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
			Person: &directoryv1.Person{Name: person.GetName(), Placement: &directoryv1.Placement{Shift: "night"}}, UpdateMask: mask("placement.shift"), EffectiveDate: "2026-11-01",
		})
		require.NoError(f, err)
		_, err = f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: f.leaver("erased")})
		require.NoError(f, err)

		sites, units, people := map[string]*directoryv1.RosterSite{}, map[string]*directoryv1.RosterUnit{}, map[string]*directoryv1.RosterPerson{}
		_, messages := f.emitted()
		for _, message := range messages { // the newest version of each comes last
			switch m := message.(type) {
			case *directoryv1.SiteChanged:
				sites[m.GetSite().GetSite()] = m.GetSite()
			case *directoryv1.UnitChanged:
				units[m.GetUnit().GetUnit()] = m.GetUnit()
			case *directoryv1.PersonChanged:
				people[m.GetPerson().GetPerson()] = m.GetPerson()
			}
		}
		require.Len(f, sites, 3)
		require.True(f, sites[closed.GetName()].GetArchived())
		require.Equal(f, "Europe/Warsaw", sites[sent.GetSite()].GetTimeZone())
		require.Len(f, units, 4)
		require.Len(f, people, 3)
		system := f.as("services/survey", model.Binding{Role: model.RoleSystem})
		stream, err := f.roster.SnapshotRoster(system, &directoryv1.SnapshotRosterRequest{})
		require.NoError(f, err)
		first, err := stream.Recv()
		require.NoError(f, err)
		require.Equal(f, noon, first.GetWatermark().AsTime())
		for {
			message, err := stream.Recv()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(f, err)
			require.NotContains(f, prototext.Format(message), "Person ", "no names")
			for _, site := range message.GetSites() {
				require.Empty(f, cmp.Diff(sites[site.GetSite()], site, protocmp.Transform()))
				delete(sites, site.GetSite())
			}
			for _, unit := range message.GetUnits() {
				require.Empty(f, sites, "sites come before the units that name them")
				require.Empty(f, cmp.Diff(units[unit.GetUnit()], unit, protocmp.Transform()))
				delete(units, unit.GetUnit())
			}
			for _, person := range message.GetPeople() {
				require.Empty(f, cmp.Diff(people[person.GetPerson()], person, protocmp.Transform()))
				delete(people, person.GetPerson())
			}
		}
		require.Empty(f, units)
		require.Empty(f, people)
		refused, err := f.roster.SnapshotRoster(f.as("keys/k", model.Binding{Role: model.RoleSystem, Unit: model.ID(root)}), &directoryv1.SnapshotRosterRequest{})
		require.NoError(f, err)
		_, err = refused.Recv()
		requireRefused(f, err, "PERMISSION_DENIED")
	})
}
