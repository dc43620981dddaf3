package kill_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
)

// patience is how long the work that the dead held may take to be taken over, and done.
const patience = 3 * time.Minute

// settle waits until all work has come to its end, and counts.
func (w *world) settle(t *testing.T) {
	w.importsEnd(t)
	w.everybodyIsThereOnce(t)
	w.eventsArrive(t)
	w.participationIsCounted(t)
	w.theBooksAddUp(t)
}

// importsEnd waits for the operations: a restart goes on with them, and each row has one effect.
func (w *world) importsEnd(t *testing.T) {
	records := directoryv1.NewOperationServiceClient(w.Conn())
	for _, file := range w.imports {
		var operation *typev1.Operation
		require.Eventually(t, func() bool {
			var err error
			operation, err = records.GetOperation(w.Admin(t), &typev1.GetOperationRequest{Name: file.operation})
			require.NoError(t, err)
			return operation.GetDone()
		}, patience, 200*time.Millisecond, "%s goes on after a restart", file.operation)
		require.Nil(t, operation.GetError())
		message, err := operation.GetResponse().UnmarshalNew()
		require.NoError(t, err)
		summary := message.(*directoryv1.ImportSummary)
		require.EqualValues(t, importRows, summary.GetRows())
		require.EqualValues(t, importRows, summary.GetCreated(), "%v", summary)
	}
	all, err := records.ListOperations(w.Admin(t), &typev1.ListOperationsRequest{PageSize: 1000})
	require.NoError(t, err)
	require.Len(t, all.GetOperations(), len(w.imports), "one operation for each file")
}

func (w *world) everybodyIsThereOnce(t *testing.T) {
	var want, got []string
	for n := range employees {
		want = append(want, fmt.Sprintf("employee-%d", n))
	}
	for _, c := range w.creations {
		want = append(want, c.request.GetPerson().GetNumber())
	}
	for _, file := range w.imports {
		for _, row := range file.rows {
			want = append(want, row.GetNumber())
		}
	}
	people, token := directoryv1.NewPersonServiceClient(w.Conn()), ""
	ctx := w.Admin(t)
	for {
		page, err := people.ListPeople(ctx, &directoryv1.ListPeopleRequest{PageSize: 1000, PageToken: token, ShowLeft: true})
		require.NoError(t, err)
		for _, person := range page.GetPeople() {
			got = append(got, person.GetNumber())
		}
		if token = page.GetNextPageToken(); token == "" {
			break
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	require.Empty(t, cmp.Diff(want, got))
}

// eventsArrive demands an event for each version of each person and unit, each of them on the bus, and a roster that equals the directory.
func (w *world) eventsArrive(t *testing.T) {
	directory, survey := w.Database(t, "directory"), w.Database(t, "survey")
	for name, d := range map[string]*db.DB{"directory": directory, "survey": survey} {
		require.Eventually(t, func() bool {
			waiting, _, err := event.Waiting(t.Context(), d.Read(), time.Now())
			return err == nil && waiting == 0
		}, patience, 100*time.Millisecond, "the outbox of %s empties", name)
		dead, err := event.Dead(t.Context(), d.Read())
		require.NoError(t, err)
		require.Empty(t, dead)
		onBus := w.published(t, name)
		for _, id := range column(t, d, "SELECT id FROM event_outbox ORDER BY seq") {
			require.True(t, onBus[id], "the bus lacks the event %s of %s", id, name)
		}
	}
	// Compared here and not by a join, which without an index would be the square of what the rounds left.
	told := map[string]bool{}
	for _, change := range column(t, directory, "SELECT DISTINCT aggregate || ' ' || version FROM event_outbox") {
		told[change] = true
	}
	for table, collection := range map[string]string{"person": "people", "unit": "units"} {
		for _, row := range column(t, directory, "SELECT id || ' ' || version FROM "+table) {
			id, text, _ := strings.Cut(row, " ")
			newest, err := strconv.Atoi(text)
			require.NoError(t, err)
			require.Positive(t, newest)
			for version := range newest {
				change := fmt.Sprintf("%s %d", model.Name(collection, id), version+1)
				require.True(t, told[change], "no event of the change %s", change)
			}
		}
	}
	require.Eventually(t, func() bool { return w.rosterLags(t) == "" }, patience, time.Second, "the roster equals the directory")
}

// rosterLags says where the roster of the survey service differs from the directory: nowhere, when it is empty.
func (w *world) rosterLags(t *testing.T) string {
	var want []string
	stream, err := directoryv1.NewRosterServiceClient(w.Conn()).SnapshotRoster(w.Keyed(t, identity.ServiceKeyFile("survey")), &directoryv1.SnapshotRosterRequest{})
	require.NoError(t, err)
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		for _, unit := range part.GetUnits() {
			want = append(want, fmt.Sprintf("%s version %d", model.ID(unit.GetUnit()), unit.GetVersion()))
		}
		for _, person := range part.GetPeople() {
			want = append(want, fmt.Sprintf("%s version %d", model.ID(person.GetPerson()), person.GetVersion()))
			for _, placement := range person.GetPlacements() {
				want = append(want, fmt.Sprintf("%s in %s for %s", model.ID(person.GetPerson()), model.ID(placement.GetUnit()), placement.GetEmployer()))
			}
		}
	}
	d := w.Database(t, "survey")
	defer func() { require.NoError(t, d.Close()) }()
	got := column(t, d, `
		SELECT unit || ' version ' || version FROM roster_unit UNION ALL
		SELECT person || ' version ' || version FROM roster_person UNION ALL
		SELECT person || ' in ' || unit || ' for ' || employer FROM roster_placement`)
	slices.Sort(want)
	slices.Sort(got)
	return cmp.Diff(want, got)
}

// participationIsCounted closes the survey: everybody who answered counts once, however often they did.
func (w *world) participationIsCounted(t *testing.T) {
	surveys := surveyv1.NewSurveyServiceClient(w.Conn())
	ctx := w.Admin(t)
	_, err := surveys.CloseSurvey(ctx, &surveyv1.CloseSurveyRequest{Name: w.survey})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		read, err := surveys.GetSurvey(ctx, &surveyv1.GetSurveyRequest{Name: w.survey})
		return err == nil && read.GetReleasedTime() != nil
	}, 30*time.Second, 20*time.Millisecond)
	got, err := surveys.GetParticipation(ctx, &surveyv1.GetParticipationRequest{Name: w.survey})
	require.NoError(t, err)
	require.EqualValues(t, employees, got.GetEligible())
	require.EqualValues(t, employees, got.GetResponses())
}

// column are the values of the first column.
func column(t *testing.T, d *db.DB, query string) []string {
	t.Helper()
	rows, err := d.Read().QueryContext(context.Background(), query)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	var all []string
	for rows.Next() {
		var one string
		require.NoError(t, rows.Scan(&one))
		all = append(all, one)
	}
	require.NoError(t, rows.Err())
	return all
}
