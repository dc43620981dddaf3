package survey_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"

	"github.com/hearth-culture/hearth/services/survey"
)

const (
	importedPeople = 50_000
	importedItems  = 20
	importedAtOnce = 2000 // rows of a message
)

// BenchmarkImport is a stream of all sheets of a survey through gRPC, durable when it is answered. Beside it stand as many bare rows,
// overwritten with nothing of ours.
func BenchmarkImport(b *testing.B) {
	signed := newTokens(b)
	for _, engine := range testkit.Engines(b) {
		b.Run(engine.String(), func(b *testing.B) {
			d := testkit.Open(b, engine, survey.Module().Migrations...)
			dir := &rostertest.Directory{Units: []*directoryv1.RosterUnit{rostertest.Unit(root, "")}}
			for n := range importedPeople {
				dir.People = append(dir.People, rostertest.Person(person(n), root, "acme"))
			}
			clock := testkit.NewClock()
			service, err := survey.Module().Build(b.Context(), app.Deps{
				DB: d, Clock: clock.Now, Log: slog.New(slog.DiscardHandler),
				ServiceConn: func(string) grpc.ClientConnInterface { return dir.Conn() },
				Events:      event.NewEmitter("survey", clock.Now, func() {}),
			})
			require.NoError(b, err)
			require.NoError(b, service.Consumers[0].Before(b.Context()))
			server := rpc.New(rpc.Options{Auth: signed, Log: slog.New(slog.DiscardHandler), Limits: limit.Limits{}})
			service.Register(server)
			conn := calltest.Dial(b, server)
			ctx := calltest.As(b.Context(), signed.of(b, callers()["culture"]))
			name := openedForImport(ctx, b, conn)

			parts := newParts()
			for b.Loop() {
				stream, err := surveyv1.NewResponseImportServiceClient(conn).ImportResponses(ctx)
				require.NoError(b, err)
				require.NoError(b, stream.Send(&surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Options{
					Options: &surveyv1.ImportResponsesOptions{Name: name},
				}}))
				for first := 0; first < importedPeople; first += importedAtOnce {
					require.NoError(b, stream.Send(parts.from(first)))
				}
				done, err := stream.CloseAndRecv()
				require.NoError(b, err)
				require.Equal(b, int64(importedPeople), done.GetImported())
			}
			b.ReportMetric(float64(b.N*importedPeople)/b.Elapsed().Seconds(), "sheets/s")
		})
		b.Run(engine.String()+"/bare", func(b *testing.B) {
			pool := bareSheets(b, engine, 1, importedPeople)
			round := 0
			for b.Loop() {
				round++
				for first := 0; first < importedPeople; first += 1000 {
					rows := make([][]any, 1000)
					for i := range rows {
						rows[i] = []any{person(first + i), differently(round)[sheetBytes-importedItems:]}
					}
					require.NoError(b, testkit.BareTx(pool, overwrite, rows))
				}
			}
			b.ReportMetric(float64(b.N*importedPeople)/b.Elapsed().Seconds(), "sheets/s")
		})
	}
}

// parts makes the messages of a stream, one in the place of the other, as who reads a file does. No round answers as the one before: what
// stands on a sheet already costs an engine nothing.
type parts struct {
	people  []string
	message *surveyv1.ImportResponsesRequest
	rows    []*surveyv1.ResponseRow
	turn    int32
}

func newParts() *parts {
	p := &parts{}
	for n := range importedPeople {
		p.people = append(p.people, "people/"+person(n))
	}
	for range importedAtOnce {
		one := &surveyv1.ResponseRow{}
		for i := range importedItems {
			one.Answers = append(one.Answers, answer(fmt.Sprintf("item_%d", i), 1))
		}
		p.rows = append(p.rows, one)
	}
	p.message = &surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Rows{Rows: &surveyv1.ResponseRows{Rows: p.rows}}}
	return p
}

// from is the message that begins at a person.
func (p *parts) from(first int) *surveyv1.ImportResponsesRequest {
	if first == 0 {
		p.turn++
	}
	for n, row := range p.rows {
		row.Person = p.people[first+n]
		for i, answer := range row.GetAnswers() {
			answer.Value.(*surveyv1.Answer_Rating).Rating = (int32(first+n+i)+p.turn)%5 + 1
		}
	}
	return p.message
}

func openedForImport(ctx context.Context, b *testing.B, conn grpc.ClientConnInterface) string {
	b.Helper()
	asked := &surveyv1.Instrument{DisplayName: text("Census")}
	for i := range importedItems {
		asked.Items = append(asked.Items, rating(fmt.Sprintf("item_%d", i), true, 1, 5))
	}
	instruments, surveys := surveyv1.NewInstrumentServiceClient(conn), surveyv1.NewSurveyServiceClient(conn)
	asked, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: asked})
	require.NoError(b, err)
	_, err = instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: asked.GetName()})
	require.NoError(b, err)
	asks := draft(asked, root, root)
	asks.Intake = surveyv1.Intake_INTAKE_IMPORT
	made, err := surveys.CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: asks})
	require.NoError(b, err)
	_, err = surveys.OpenSurvey(ctx, &surveyv1.OpenSurveyRequest{Name: made.GetName()})
	require.NoError(b, err)
	return made.GetName()
}
