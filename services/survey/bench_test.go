package survey_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

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
	callersAtOnce = 32
	benchPeople   = 10_000
	benchItems    = 30
)

// BenchmarkSubmit is one durable answer of thirty items through gRPC by 32 callers, with tokens that the service has judged before and
// with new ones. Beside it stand a bare grpc-go server that takes the same requests and does nothing, and the same row written with
// nothing of ours.
func BenchmarkSubmit(b *testing.B) {
	signed := newTokens(b)
	signed.people = signed.unknown(b)
	b.Run("echo", func(b *testing.B) {
		server := grpc.NewServer()
		surveyv1.RegisterResponseServiceServer(server, echo{})
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(b, err)
		go func() { _ = server.Serve(listener) }() // ends with Stop
		defer server.Stop()
		conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
		require.NoError(b, err)
		defer func() { require.NoError(b, conn.Close()) }()
		answerAll(b, conn, "surveys/"+uuid.NewString(), signed.known, false, new(atomic.Int64))
	})
	for _, engine := range testkit.Engines(b) {
		d := testkit.Open(b, engine, survey.Module().Migrations...)
		dir := &rostertest.Directory{Units: []*directoryv1.RosterUnit{rostertest.Unit(root, "")}}
		for n := range benchPeople {
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
		name := openedForBench(b, conn, signed)
		var turn atomic.Int64
		b.Run(engine.String(), func(b *testing.B) { answerAll(b, conn, name, signed.known, false, &turn) })
		b.Run(engine.String()+"/new tokens", func(b *testing.B) { answerAll(b, conn, name, signed.unknown, false, &turn) })
		b.Run(engine.String()+"/with request ids", func(b *testing.B) { answerAll(b, conn, name, signed.known, true, &turn) })
		b.Run(engine.String()+"/in process", func(b *testing.B) { answerAll(b, server.Channel(), name, signed.known, false, &turn) })
		b.Run(engine.String()+"/bare", func(b *testing.B) { writeBare(b, engine) })
	}
}

type echo struct {
	surveyv1.UnimplementedResponseServiceServer
}

func (echo) SubmitResponse(context.Context, *surveyv1.SubmitResponseRequest) (*surveyv1.SubmitResponseResponse, error) {
	return &surveyv1.SubmitResponseResponse{}, nil
}

func openedForBench(b *testing.B, conn grpc.ClientConnInterface, signed tokens) string {
	b.Helper()
	ctx := calltest.As(b.Context(), signed.of(b, callers()["culture"]))
	instrument := &surveyv1.Instrument{DisplayName: text("Census")}
	for i := range benchItems {
		instrument.Items = append(instrument.Items, rating(fmt.Sprintf("item_%d", i), false, 1, 5))
	}
	instruments, surveys := surveyv1.NewInstrumentServiceClient(conn), surveyv1.NewSurveyServiceClient(conn)
	instrument, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: instrument})
	require.NoError(b, err)
	_, err = instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: instrument.GetName()})
	require.NoError(b, err)
	made, err := surveys.CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: draft(instrument, root, root)})
	require.NoError(b, err)
	opened, err := surveys.OpenSurvey(ctx, &surveyv1.OpenSurveyRequest{Name: made.GetName()})
	require.NoError(b, err)
	require.Equal(b, int64(benchPeople), opened.GetEligible())
	return made.GetName()
}

// answerAll has 32 callers answer b.N times in all, as one person after the other, each time differently: what stands on a sheet
// already costs an engine nothing. The turn counts all answers of a survey.
func answerAll(b *testing.B, conn grpc.ClientConnInterface, survey string, tokensOf func(*testing.B) []string, requestIDs bool, turn *atomic.Int64) {
	client := surveyv1.NewResponseServiceClient(conn)
	sheets := make([][]*surveyv1.Answer, 5)
	for first := range sheets {
		for i := range benchItems {
			sheets[first] = append(sheets[first], answer(fmt.Sprintf("item_%d", i), int32((first+i)%5)+1))
		}
	}
	tokens := tokensOf(b)
	end := turn.Load() + int64(b.N)
	var calling sync.WaitGroup
	b.ResetTimer()
	for range callersAtOnce {
		calling.Go(func() {
			for {
				n := int(turn.Add(1)) - 1
				if n >= int(end) {
					return
				}
				request := &surveyv1.SubmitResponseRequest{Survey: survey, Answers: sheets[n/benchPeople%len(sheets)]}
				if requestIDs {
					request.RequestId = uuid.NewString()
				}
				if _, err := client.SubmitResponse(calltest.As(b.Context(), tokens[n%benchPeople]), request); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	calling.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
