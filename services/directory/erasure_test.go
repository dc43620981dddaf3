package directory_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// holding are the tables in which a text stands, whatever the column.
func (f *firm) holding(text string) (tables []string) {
	f.Helper()
	for _, table := range f.Tables() {
		rows, err := f.DB.Read().QueryContext(f.Context(), "SELECT * FROM "+table)
		require.NoError(f, err)
		columns, err := rows.Columns()
		require.NoError(f, err)
		cells, into := make([][]byte, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		found := false
		for rows.Next() {
			require.NoError(f, rows.Scan(into...))
			found = found || bytes.Contains(bytes.Join(cells, []byte{0}), []byte(text))
		}
		require.NoError(f, rows.Err())
		require.NoError(f, rows.Close())
		if found {
			tables = append(tables, table)
		}
	}
	return tables
}

// known is somebody who has left, of whom every kind of answer is kept, and what tells who they are.
func (f *firm) known() (created *directoryv1.CreatePersonRequest, name string, secrets []string) {
	f.Helper()
	team := f.unit("team", "")
	created = &directoryv1.CreatePersonRequest{RequestId: uuid.NewString(), Person: draft("staff-4711", team)}
	created.Person.DisplayName, created.Person.ExternalIds[0].Id = "Secret Name", "hris-0815"
	person, err := f.people.CreatePerson(f.admin, created)
	require.NoError(f, err)
	row := personRow("hris-0815", team, "")
	row.DisplayName, row.Number = "Newer Name", "staff-4712"
	_, err = f.people.BatchUpsertPeople(f.admin, &directoryv1.BatchUpsertPeopleRequest{RequestId: uuid.NewString(), Rows: []*directoryv1.PersonRow{row}})
	require.NoError(f, err)
	row.DisplayName = "Newest Name"
	f.imported(file{people: []*directoryv1.PersonRow{row}})
	f.peers["survey"], f.peers["insight"] = answering{asked: new([]string), json: `{"of": "Newest Name"}`}, answering{asked: new([]string), json: `{}`}
	_, err = f.people.ExportPerson(f.admin, &directoryv1.ExportPersonRequest{Name: person.GetName(), RequestId: uuid.NewString()})
	require.NoError(f, err)
	_, err = f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: person.GetName(), LeaveDate: "2026-09-05", RequestId: uuid.NewString()})
	require.NoError(f, err)
	return created, person.GetName(), []string{"Secret Name", "Newer Name", "Newest Name", "staff-4711", "staff-4712", "hris-0815"}
}

func TestNoTableTellsWhoWasErased(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		created, name, secrets := f.known()
		other := &directoryv1.CreatePersonRequest{RequestId: uuid.NewString(), Person: draft("stays", f.unit("other", ""))}
		stays, err := f.people.CreatePerson(f.admin, other)
		require.NoError(f, err)
		for _, secret := range secrets {
			require.Contains(f, f.holding(secret), "request_answer", secret)
		}
		require.Contains(f, f.holding("Newest Name"), "person")
		require.Contains(f, f.holding("hris-0815"), "external_id")
		require.Contains(f, f.holding("Newer Name"), "import_result")

		_, err = f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: name, RequestId: uuid.NewString()})
		require.NoError(f, err)
		for _, secret := range secrets {
			require.Empty(f, f.holding(secret), secret)
		}
		// A call that is repeated brings nobody back.
		again, err := f.people.CreatePerson(f.admin, created)
		require.NoError(f, err)
		require.True(f, proto.Equal(&directoryv1.Person{}, again))
		again, err = f.people.CreatePerson(f.admin, other)
		require.NoError(f, err)
		require.True(f, proto.Equal(stays, again))
		require.Equal(f, 2, f.count("SELECT count(*) FROM person"))
	})
}

// between answers as another service, and does something first.
type between struct {
	answering
	do func()
}

func (b between) Invoke(ctx context.Context, method string, request, reply any, options ...grpc.CallOption) error {
	b.do()
	return b.answering.Invoke(ctx, method, request, reply, options...)
}

// What was read before an erasure is neither answered after it nor kept for a replay.
func TestAnExportOvertakenByAnErasureIsRefused(t *testing.T) {
	inFirm(t, func(f *firm) {
		name := f.leaver("staff-4711")
		f.peers["insight"] = answering{asked: new([]string), json: `{}`}
		f.peers["survey"] = between{answering{asked: new([]string), json: `{}`}, func() {
			// Not in the test's own goroutine, which alone may end it.
			if _, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: name}); err != nil {
				f.Errorf("erasing: %v", err)
			}
		}}
		_, err := f.people.ExportPerson(f.admin, &directoryv1.ExportPersonRequest{Name: name, RequestId: uuid.NewString()})
		requireRefused(f, err, "NOT_FOUND")
		require.NotContains(f, f.holding("Person staff-4711"), "request_answer")
	})
}
