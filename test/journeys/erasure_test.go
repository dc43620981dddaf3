package journeys_test

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// Somebody reads what is kept about them, leaves and is forgotten: by the directory at once, by the survey service as soon as it hears
// of it, and in no row of either is anything left that says who they were.
func TestAPersonIsForgottenEverywhere(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		o := open(t, h, 6)
		gone, stays := o.people[0], o.people[1]
		for _, p := range o.people {
			o.answer(t, p, 2, uuid.NewString())
		}
		people := directoryv1.NewPersonServiceClient(h.Conn())
		_, err := directoryv1.NewTokenServiceClient(h.Conn()).SetPin(calltest.As(t.Context(), gone.token), &directoryv1.SetPinRequest{Pin: "583920"})
		require.NoError(t, err)

		export, err := people.ExportPerson(calltest.As(t.Context(), gone.token), &directoryv1.ExportPersonRequest{Name: gone.name})
		require.NoError(t, err)
		require.Len(t, export.GetParts(), 3)
		require.Equal(t, "directory", export.GetParts()[0].GetService())
		require.Contains(t, export.GetParts()[0].GetJson(), "Called "+gone.number)
		require.Equal(t, "survey", export.GetParts()[1].GetService())
		require.Contains(t, export.GetParts()[1].GetJson(), o.survey)
		require.Contains(t, export.GetParts()[1].GetJson(), "mood")
		require.Equal(t, "incentive", export.GetParts()[2].GetService())

		_, err = people.ErasePerson(o.admin, &directoryv1.ErasePersonRequest{Name: gone.name})
		require.Equal(t, "STILL_EMPLOYED", calltest.Reason(err))
		o.leave(t, gone)
		erasure := o.erase(t, gone)
		o.done(t, erasure)
		require.Empty(t, o.operation(t, erasure).GetWaitingFor())
		require.Equal(t, erasure, o.erase(t, gone), "erasing twice is erasing once")
		o.rosterFollows(t)

		for _, service := range []string{"directory", "survey", "incentive"} {
			for line := range strings.Lines(everything(t, h.Database(t, service))) {
				require.NotContains(t, line, gone.number, "the name and number of who was forgotten, in %s", service)
			}
		}
		require.Contains(t, everything(t, h.Database(t, "directory")), "Called "+stays.number, "the look into the tables finds who is there")
		require.Empty(t, lines(t, h.Database(t, "survey"), "SELECT person FROM sheet WHERE person = '"+model.ID(gone.name)+"'"))

		o.cannotComeBack(t, gone)
		surveys := surveyv1.NewSurveyServiceClient(h.Conn())
		_, err = surveys.CloseSurvey(o.admin, &surveyv1.CloseSurveyRequest{Name: o.survey})
		require.NoError(t, err)
		require.Eventually(t, func() bool {
			read, err := surveys.GetSurvey(o.admin, &surveyv1.GetSurveyRequest{Name: o.survey})
			return err == nil && read.GetReleasedTime() != nil
		}, 30*time.Second, 20*time.Millisecond)
		counted, err := surveys.GetParticipation(o.admin, &surveyv1.GetParticipationRequest{Name: o.survey})
		require.NoError(t, err)
		require.EqualValues(t, 5, counted.GetResponses())

		if h.Shape == house.Split {
			o.waitsForWhoIsSilent(t)
		}
	})
}

// cannotComeBack tries every way in that the person had.
func (o *office) cannotComeBack(t *testing.T, p person) {
	tokens := directoryv1.NewTokenServiceClient(o.Conn())
	_, err := tokens.RefreshToken(calltest.As(t.Context(), p.token), &directoryv1.RefreshTokenRequest{})
	require.Equal(t, "CREDENTIAL_REFUSED", calltest.Reason(err))
	_, err = tokens.ExchangeToken(t.Context(), &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_NumberAndPin{
		NumberAndPin: &directoryv1.NumberAndPin{Employer: "in-house", Number: p.number, Pin: "583920"},
	}})
	require.Equal(t, "CREDENTIAL_REFUSED", calltest.Reason(err))
	_, err = tokens.CreateInvitation(o.admin, &directoryv1.CreateInvitationRequest{Name: p.name})
	require.Error(t, err)
	_, err = surveyv1.NewResponseServiceClient(o.Conn()).GetMyResponse(calltest.As(t.Context(), p.token), &surveyv1.GetMyResponseRequest{Survey: o.survey})
	require.Equal(t, "NOT_FOUND", calltest.Reason(err))
}

// waitsForWhoIsSilent erases somebody while the survey service is down: the erasure is not done, and says for whom it waits.
func (o *office) waitsForWhoIsSilent(t *testing.T) {
	p := o.people[2]
	o.leave(t, p)
	require.NoError(t, o.Roles["survey"].Stop())
	_, err := directoryv1.NewPersonServiceClient(o.Conn()).ExportPerson(o.admin, &directoryv1.ExportPersonRequest{Name: p.name})
	require.Equal(t, codes.Unavailable, status.Code(err), "an export is whole or it fails")
	require.Equal(t, "UNAVAILABLE", calltest.Reason(err))
	erasure := o.erase(t, p)
	require.Eventually(t, func() bool { return slices.Equal([]string{"survey"}, o.operation(t, erasure).GetWaitingFor()) }, patience, 20*time.Millisecond)
	require.False(t, o.operation(t, erasure).GetDone())
}

// everything writes out all rows of all tables, each on one line, columns ended by "|".
func everything(t *testing.T, d *db.DB) string {
	query := `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
	if d.Engine() == db.Postgres {
		query = `SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()`
	}
	var all strings.Builder
	for table := range strings.FieldsSeq(lines(t, d, query)) {
		rows, err := d.Read().QueryContext(t.Context(), "SELECT * FROM "+table)
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			require.NoError(t, rows.Scan(into...))
			for i, value := range values {
				if bytes, ok := value.([]byte); ok {
					value = string(bytes) + "|" + hex.EncodeToString(bytes)
				}
				all.WriteString(strings.ReplaceAll(fmt.Sprintf("%s.%s=%v|", table, columns[i], value), "\n", " "))
			}
			all.WriteString("\n")
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
	}
	return all.String()
}
