package directory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
)

// leaver is somebody who has left.
func (f *firm) leaver(number string) string {
	f.Helper()
	person := f.create(draft(number, f.unit("team of "+number, "")))
	_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: person.GetName(), LeaveDate: "2026-09-05"})
	require.NoError(f, err)
	return person.GetName()
}

func TestAnErasureWaitsForEveryService(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		name := f.leaver("secret-number")
		operation, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: name})
		require.NoError(f, err)
		again, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: name})
		require.NoError(f, err)
		require.Equal(f, operation.GetName(), again.GetName())
		state := func() *typev1.Operation {
			f.Clock.Advance(time.Second)
			now, err := f.ops.GetOperation(f.admin, &typev1.GetOperationRequest{Name: operation.GetName()})
			require.NoError(f, err)
			return now
		}
		waitsFor := func(names ...string) func() bool {
			return func() bool { return fmt.Sprint(state().GetWaitingFor()) == fmt.Sprint(names) }
		}
		bus := bustest.Bus(f)
		options := event.Options{Clock: f.Clock.Now, Log: testkit.Log(f), Services: []string{"directory", "insight", "survey"}}
		f.Background(event.NewRunner(f.DB, bus, "directory", f.Service.Consumers, options).Run)
		confirm := func(service, says string) {
			outbox := testkit.Open(f, f.DB.Engine(), event.Migrations())
			emitter := event.NewEmitter(service, f.Clock.Now, func() {})
			require.NoError(f, outbox.Tx(f.Context(), func(ctx context.Context, tx *db.Tx) error {
				for _, erasure := range []string{"operations/" + uuid.NewString(), operation.GetName()} { // of the first, nobody knows
					if err := emitter.Fact(ctx, tx, name, &typev1.ErasureConfirmed{Erasure: erasure, Service: says}); err != nil {
						return err
					}
				}
				return nil
			}))
			published, err := event.NewRelay(outbox, bus, service, options).Round(f.Context())
			require.NoError(f, err)
			require.Equal(f, 2, published)
		}
		require.Eventually(f, waitsFor("insight", "survey"), time.Minute, 10*time.Millisecond)
		confirm("insight", "survey") // the envelope is believed, not what it says
		require.Eventually(f, waitsFor("survey"), time.Minute, 10*time.Millisecond)
		require.EqualValues(f, 1, state().GetProgress())
		confirm("survey", "survey")
		require.Eventually(f, func() bool { return state().GetDone() }, time.Minute, 10*time.Millisecond)
		require.Nil(f, state().GetError())

		require.Eventually(f, func() bool {
			dead, err := event.Dead(f.Context(), f.DB.Read())
			return err == nil && len(dead) == 2
		}, time.Minute, 10*time.Millisecond, "what nobody asked for is a dead letter")
		events, messages := f.emitted()
		require.Equal(f, []string{"PersonChanged " + name, "PersonErased " + name}, events[len(events)-2:])
		require.True(f, proto.Equal(messages[len(messages)-1], &directoryv1.PersonErased{Person: name, Erasure: operation.GetName()}))
		require.Zero(f, f.count("SELECT count(*) FROM placement"))
		require.Zero(f, f.count("SELECT count(*) FROM external_id WHERE kind = 'person'"))
		require.Zero(f, f.count("SELECT count(*) FROM person WHERE display_name <> '' OR number IS NOT NULL OR employer IS NOT NULL OR language <> ''"))
		for _, do := range []func() error{
			func() error {
				_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{Person: &directoryv1.Person{Name: name, DisplayName: "back"}})
				return err
			},
			func() error {
				_, err := f.people.RehirePerson(f.admin, &directoryv1.RehirePersonRequest{Name: name, HireDate: "2027-01-01", Placement: draft("", "units/"+uuid.NewString()).GetPlacement()})
				return err
			},
			func() error {
				_, err := f.people.ExportPerson(f.admin, &directoryv1.ExportPersonRequest{Name: name})
				return err
			},
			func() error {
				_, err := f.people.GetPerson(f.as(name), &directoryv1.GetPersonRequest{Name: name})
				return err
			},
		} {
			requireRefused(f, do(), "NOT_FOUND")
		}
		// The number is free again.
		f.create(draft("secret-number", f.unit("later", "")))
	})
}

func TestErasingForgetsWhatImportsSaid(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		row := personRow("1", "root", "")
		f.imported(file{units: []*directoryv1.UnitRow{unitRow("root", "")}, people: []*directoryv1.PersonRow{row}})
		row.DisplayName, row.LeaveDate = "A new name", "2026-09-01"
		_, operation := f.imported(file{people: []*directoryv1.PersonRow{row}})
		results := f.results(operation)
		require.Len(f, results[0].GetChanges(), 2)
		_, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: results[0].GetName()})
		require.NoError(f, err)
		require.Empty(f, f.results(operation)[0].GetChanges())
	})
}

func TestAnExportIsCompleteOrFails(t *testing.T) {
	inFirm(t, func(f *firm) {
		name := f.create(draft("1", f.unit("team", ""))).GetName()
		other := f.create(draft("2", f.unit("other", ""))).GetName()
		self := f.as(name)
		var asked []string
		f.peers["survey"], f.peers["insight"] = silent{}, silent{}
		_, err := f.people.ExportPerson(self, &directoryv1.ExportPersonRequest{Name: name})
		requireRefused(f, err, "UNAVAILABLE")
		require.Equal(f, "insight,survey", metadataOf(err)["services"])
		f.peers["insight"] = answering{asked: &asked, json: `{"a": 1}`}
		_, err = f.people.ExportPerson(self, &directoryv1.ExportPersonRequest{Name: name})
		require.Equal(f, "survey", metadataOf(err)["services"])
		f.peers["survey"] = f.peers["insight"]
		f.peers["insight"] = answering{asked: new([]string), json: `{"b": 2}`}
		_, err = f.people.ExportPerson(self, &directoryv1.ExportPersonRequest{Name: other})
		requireRefused(f, err, "NOT_FOUND")
		_, err = f.people.ExportPerson(f.as("keys/k", model.Binding{Role: model.RoleManager}), &directoryv1.ExportPersonRequest{Name: name})
		requireRefused(f, err, "PERMISSION_DENIED")

		asked = nil
		export, err := f.people.ExportPerson(self, &directoryv1.ExportPersonRequest{Name: name})
		require.NoError(f, err)
		require.Len(f, export.GetParts(), 3)
		require.Equal(f, []string{"/hearth.survey.v1.PrivacyService/ExportPersonData by the way of " + name}, asked)
		require.Equal(f, []string{"directory", "insight", "survey"}, []string{export.GetParts()[0].GetService(), export.GetParts()[1].GetService(), export.GetParts()[2].GetService()})
		var own struct {
			Person     struct{ Number string }
			Placements []any
			Changes    []any
		}
		require.NoError(f, json.Unmarshal([]byte(export.GetParts()[0].GetJson()), &own))
		require.Equal(f, "1", own.Person.Number)
		require.Len(f, own.Placements, 1)
		require.Len(f, own.Changes, 1, "who made them")
		audit, err := f.audit.ListAuditEntries(f.admin, &typev1.ListAuditEntriesRequest{Filter: `caller = "` + name + `"`})
		require.NoError(f, err)
		require.Len(f, audit.GetAuditEntries(), 1, "the reading is noted")
		require.Equal(f, name, audit.GetAuditEntries()[0].GetResource())

		asked = nil
		_, err = f.people.ExportPerson(f.admin, &directoryv1.ExportPersonRequest{Name: name})
		require.NoError(f, err)
		_, err = f.people.ExportPerson(f.as(other, model.Binding{Role: model.RoleAdmin}), &directoryv1.ExportPersonRequest{Name: name})
		require.NoError(f, err)
		const inTheirStead = "/hearth.survey.v1.PrivacyService/ExportPersonData"
		require.Equal(f, []string{inTheirStead, inTheirStead}, asked)
	})
}
