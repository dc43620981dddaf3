package rpc_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestFlow(t *testing.T) {
	overBoth(t, map[string]func(t *testing.T, p *peer){
		"deadlines":                         deadlines,
		"a deadline that passes":            deadlinePasses,
		"a caller that leaves":              callerLeaves,
		"a caller that leaves a stream":     callerLeavesStream,
		"metadata":                          metadataIn,
		"messages are not shared":           messagesNotShared,
		"text that is not UTF-8":            notUTF8,
		"a server stream":                   serverStream,
		"a client stream":                   clientStream,
		"a stream that the server cuts off": cutOff,
	})
}

// receive reads a stream to its end.
func receive[T any](stream grpc.ServerStreamingClient[T]) (messages []*T, err error) {
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return messages, nil
		}
		if err != nil {
			return messages, err
		}
		messages = append(messages, message)
	}
}

// drain takes a snapshot of the roster.
func (p *peer) drain(ctx context.Context) ([]*directoryv1.SnapshotRosterResponse, error) {
	stream, err := directoryv1.NewRosterServiceClient(p.conn).SnapshotRoster(ctx, &directoryv1.SnapshotRosterRequest{})
	if err != nil {
		return nil, err
	}
	return receive(stream)
}

func deadlines(t *testing.T, p *peer) {
	var left time.Duration
	var limited bool
	look := func(ctx context.Context) {
		var until time.Time
		until, limited = ctx.Deadline()
		left = time.Until(until)
	}
	p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		look(ctx)
		return &directoryv1.Unit{}, nil
	}
	p.snapshot = func(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
		look(to.Context())
		return nil
	}
	_, err := p.getUnit(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	require.True(t, limited)
	require.LessOrEqual(t, left, 30*time.Second)

	long, cancel := context.WithTimeout(calltest.As(t.Context(), "admin"), time.Hour)
	defer cancel()
	_, err = p.getUnit(long)
	require.NoError(t, err)
	require.Greater(t, left, 30*time.Second, "the caller's own deadline stands")
	require.LessOrEqual(t, left, time.Hour)

	_, err = p.drain(calltest.As(t.Context(), "system"))
	require.NoError(t, err)
	require.False(t, limited, "a stream takes as long as it takes")
}

func deadlinePasses(t *testing.T, p *peer) {
	saw := make(chan error, 1)
	p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		<-ctx.Done()
		saw <- ctx.Err()
		return nil, errors.New("interrupted somewhere deep")
	}
	ctx, cancel := context.WithTimeout(calltest.As(t.Context(), "admin"), 100*time.Millisecond)
	defer cancel()
	_, err := p.getUnit(ctx)
	require.Equal(t, codes.DeadlineExceeded, status.Code(err))
	require.Error(t, <-saw) // a network may cancel the call before the deadline's own timer fires
}

func callerLeaves(t *testing.T, p *peer) {
	ctx, leave := context.WithCancel(calltest.As(t.Context(), "admin"))
	saw := make(chan error, 1)
	p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		leave()
		<-ctx.Done()
		saw <- ctx.Err()
		return nil, ctx.Err()
	}
	_, err := p.getUnit(ctx)
	require.Equal(t, codes.Canceled, status.Code(err))
	require.ErrorIs(t, <-saw, context.Canceled)
}

func callerLeavesStream(t *testing.T, p *peer) {
	ctx, leave := context.WithCancel(calltest.As(t.Context(), "system"))
	saw := make(chan error, 1)
	p.snapshot = func(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
		for to.Send(&directoryv1.SnapshotRosterResponse{}) == nil {
		}
		<-to.Context().Done()
		saw <- to.Context().Err()
		return to.Context().Err()
	}
	stream, err := directoryv1.NewRosterServiceClient(p.conn).SnapshotRoster(ctx, &directoryv1.SnapshotRosterRequest{})
	require.NoError(t, err)
	_, err = stream.Recv()
	require.NoError(t, err)
	leave()
	require.ErrorIs(t, <-saw, context.Canceled)
	_, err = receive(stream)
	require.Equal(t, codes.Canceled, status.Code(err))
}

func metadataIn(t *testing.T, p *peer) {
	var got metadata.MD
	p.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		got, _ = metadata.FromIncomingContext(ctx)
		return &directoryv1.Unit{}, nil
	}
	ctx := metadata.AppendToOutgoingContext(calltest.As(t.Context(), "admin"), "x-one", "a", "x-one", "b", "X-Two", "~ !", "x-raw-bin", "\x00\xff")
	_, err := p.getUnit(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, got.Get("x-one"))
	require.Equal(t, []string{"~ !"}, got.Get("x-two"))
	require.Equal(t, []string{"\x00\xff"}, got.Get("x-raw-bin"))
	for _, odd := range []string{"ü", "a\nb", "\x00"} {
		_, err = p.getUnit(metadata.AppendToOutgoingContext(ctx, "x-odd", odd))
		require.Equal(t, codes.Internal, status.Code(err), "no network carries %q", odd)
	}
}

func messagesNotShared(t *testing.T, p *peer) {
	var kept *directoryv1.Unit
	p.create = func(_ context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
		kept = req.GetUnit()
		kept.DisplayName.Texts["en"] = "changed by the server"
		return kept, nil
	}
	sent := goodUnit()
	want := proto.Clone(sent)
	answer, err := directoryv1.NewUnitServiceClient(p.conn).CreateUnit(calltest.As(t.Context(), "admin"), sent)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, sent, protocmp.Transform()), "what the server does to a request stays there")
	kept.DisplayName.Texts["en"] = "changed after the answer"
	require.Equal(t, "changed by the server", answer.GetDisplayName().GetTexts()["en"])

	p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
		for {
			message, err := from.Recv()
			if errors.Is(err, io.EOF) {
				return from.SendAndClose(&typev1.Operation{})
			}
			if err != nil {
				return err
			}
			message.GetOptions().Source = "changed"
		}
	}
	stream, err := directoryv1.NewImportServiceClient(p.conn).ImportPeople(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	message := options("hris")
	require.NoError(t, stream.Send(message))
	_, err = stream.CloseAndRecv()
	require.NoError(t, err)
	require.Equal(t, "hris", message.GetOptions().GetSource())
}

func notUTF8(t *testing.T, p *peer) {
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { panic("came in") }
	_, err := directoryv1.NewUnitServiceClient(p.conn).GetUnit(calltest.As(t.Context(), "admin"), &directoryv1.GetUnitRequest{Name: "\xff"})
	require.Equal(t, codes.Internal, status.Code(err), "it cannot even be sent")
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{Name: "\xff"}, nil
	}
	_, err = p.getUnit(calltest.As(t.Context(), "admin"))
	require.Equal(t, codes.Internal, status.Code(err))
}

func serverStream(t *testing.T, p *peer) {
	const many = 1000
	p.snapshot = func(_ *directoryv1.SnapshotRosterRequest, to grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
		chunk := &directoryv1.SnapshotRosterResponse{Units: []*directoryv1.RosterUnit{{}}}
		for i := range many {
			chunk.Units[0].Version = int64(i) // the same message again, as a server may send it
			if err := to.Send(chunk); err != nil {
				return err
			}
		}
		return nil
	}
	chunks, err := p.drain(calltest.As(t.Context(), "system"))
	require.NoError(t, err)
	require.Len(t, chunks, many)
	for i, chunk := range chunks {
		require.Equal(t, int64(i), chunk.GetUnits()[0].GetVersion())
	}
}

func clientStream(t *testing.T, p *peer) {
	p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
		for received := int64(0); ; received++ {
			if _, err := from.Recv(); errors.Is(err, io.EOF) {
				return from.SendAndClose(&typev1.Operation{Total: received})
			} else if err != nil {
				return err
			}
		}
	}
	const many = 1000
	stream, err := directoryv1.NewImportServiceClient(p.conn).ImportPeople(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	for range many {
		require.NoError(t, stream.Send(options("hris")))
	}
	operation, err := stream.CloseAndRecv()
	require.NoError(t, err)
	require.Equal(t, int64(many), operation.GetTotal())
}

func cutOff(t *testing.T, p *peer) {
	p.people = func(from grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
		_, err := from.Recv()
		if err != nil {
			return err
		}
		return errNotNow
	}
	stream, err := directoryv1.NewImportServiceClient(p.conn).ImportPeople(calltest.As(t.Context(), "admin"))
	require.NoError(t, err)
	for err == nil {
		err = stream.Send(options("hris")) // until the client hears of it
	}
	require.ErrorIs(t, err, io.EOF)
	_, err = stream.CloseAndRecv()
	require.Equal(t, "IMPORT_RUNNING", calltest.Reason(err))
}
