package journeys_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/test/house"
)

// A backup is taken while everybody works, and laid into new folders: all that it holds is there once, and who follows others catches
// up with them, even where a day lies between the copies of the two services.
func TestARestoredHearthCountsNothingTwiceAndCatchesUp(t *testing.T) {
	h := house.Start(t, house.Embedded)
	o := open(t, h, 7)
	gone, answered := o.people[6], o.people[:5]
	ids := make([]string, len(answered))
	for i, p := range answered {
		ids[i] = uuid.NewString()
		o.answer(t, p, 4, ids[i])
	}
	folder := t.TempDir()
	early, late, apart := filepath.Join(folder, "early"), filepath.Join(folder, "late"), filepath.Join(folder, "apart")
	stop := o.work(t)
	require.NoError(t, app.Backup(t.Context(), h.Config, modules.All(h.Config), early))
	o.hire(t)
	o.leave(t, gone)
	erasure := o.erase(t, gone)
	o.done(t, erasure)
	require.NoError(t, app.Backup(t.Context(), h.Config, modules.All(h.Config), late))
	stop()
	require.NoError(t, h.Roles[""].Stop())

	// The services are copied before the directory that they follow: what a long backup holds is an early copy of it, and a late one of the directory.
	require.Equal(t, []string{"incentive", "survey", "directory"}, services(t, late), "who follows others is copied before them")
	require.NoError(t, os.CopyFS(apart, os.DirFS(late)))
	require.NoError(t, os.Remove(app.DatabaseFile(apart, "survey")))
	copyFile(t, app.DatabaseFile(early, "survey"), app.DatabaseFile(apart, "survey"))

	for name, from := range map[string]string{"as it was taken": late, "with much between its copies": apart} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			cfg := h.Config
			cfg.DataDir = data
			require.NoError(t, app.Restore(t.Context(), cfg, modules.All(cfg), from))
			require.Error(t, app.Restore(t.Context(), cfg, modules.All(cfg), from), "a restore never overwrites")
			// The administrator has kept the secret; the key files of the services are made anew.
			keys := t.TempDir()
			copyFile(t, filepath.Join(h.Config.KeysDir, identity.AdminKeyFile), filepath.Join(keys, identity.AdminKeyFile))
			back := &office{House: house.Start(t, house.Embedded, func(c *config.Config) { c.DataDir, c.KeysDir = data, keys }), team: o.team, survey: o.survey, people: o.people}
			back.admin = back.Admin(t)
			back.rosterFollows(t)
			back.done(t, erasure)
			back.isForgotten(t, gone)
			back.countsOnce(t, ids)
		})
	}
}

// work changes the organisation until the returned function is called.
func (o *office) work(t *testing.T) (stop func()) {
	end, ended := make(chan struct{}), make(chan error, 1)
	units := directoryv1.NewUnitServiceClient(o.Conn())
	go func() {
		for n := 0; ; n++ {
			select {
			case <-end:
				ended <- nil
				return
			default:
			}
			made, err := units.CreateUnit(o.admin, &directoryv1.CreateUnitRequest{
				Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, Parent: o.team, DisplayName: text(fmt.Sprint(n))},
			})
			if err == nil && n%2 == 0 {
				_, err = units.ArchiveUnit(o.admin, &directoryv1.ArchiveUnitRequest{Name: made.GetName()})
			}
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	return func() {
		close(end)
		require.NoError(t, <-ended)
	}
}

// countsOnce sends the answers once more, closes the survey, and works on.
func (o *office) countsOnce(t *testing.T, ids []string) {
	for i, id := range ids {
		o.answer(t, o.people[i], 4, id)
	}
	surveys := surveyv1.NewSurveyServiceClient(o.Conn())
	_, err := surveys.CloseSurvey(o.admin, &surveyv1.CloseSurveyRequest{Name: o.survey})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		read, err := surveys.GetSurvey(o.admin, &surveyv1.GetSurveyRequest{Name: o.survey})
		return err == nil && read.GetReleasedTime() != nil
	}, 30*time.Second, 20*time.Millisecond)
	got, err := surveys.GetParticipation(o.admin, &surveyv1.GetParticipationRequest{Name: o.survey})
	require.NoError(t, err)
	require.EqualValues(t, len(ids), got.GetResponses())

	directory := o.Database(t, "directory")
	require.Equal(t, "incentive\nsurvey\n", lines(t, directory, "SELECT service FROM erasure_confirmation WHERE service <> 'directory'"), "one confirmation of each")
	people, err := directoryv1.NewPersonServiceClient(o.Conn()).ListPeople(o.admin, &directoryv1.ListPeopleRequest{ShowLeft: true, PageSize: 1000})
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, p := range people.GetPeople() {
		require.False(t, seen[p.GetNumber()], "%s is there twice", p.GetNumber())
		seen[p.GetNumber()] = true
	}
	require.Len(t, seen, len(o.people)-1, "everybody but the one who was forgotten")
	_, err = directoryv1.NewPersonServiceClient(o.Conn()).UpdatePerson(o.admin, &directoryv1.UpdatePersonRequest{
		Person: &directoryv1.Person{Name: o.people[0].name, Placement: &directoryv1.Placement{Shift: "night"}},
	})
	require.NoError(t, err)
	o.rosterFollows(t)
}

// isForgotten demands that the survey service keeps nothing of a person but the bare id that refuses what is under way.
func (o *office) isForgotten(t *testing.T, p person) {
	survey := o.Database(t, "survey")
	defer func() { require.NoError(t, survey.Close()) }()
	// An early copy of the survey service hears of the erasure once more, which the late one of the directory has seen to its end.
	require.Eventually(t, func() bool {
		return lines(t, survey, "SELECT person FROM sheet WHERE person = '"+model.ID(p.name)+"'") == ""
	}, patience, 50*time.Millisecond)
}

func services(t *testing.T, backup string) []string {
	content, err := os.ReadFile(filepath.Join(backup, "backup.json"))
	require.NoError(t, err)
	var manifest struct{ Services []string }
	require.NoError(t, json.Unmarshal(content, &manifest))
	return manifest.Services
}

func copyFile(t *testing.T, from, to string) {
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, content, 0o600))
}
