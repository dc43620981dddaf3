package main

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/forward"
	"github.com/hearth-culture/hearth/internal/rpc/forward/frame"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// cutting passes connections on to an address. It cuts each of the first ones after so many bytes from the client.
func cutting(t *testing.T, addr string, after ...int64) (via string, opened *atomic.Int64) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	opened = &atomic.Int64{}
	pass := func(from net.Conn, number int) {
		defer func() { _ = from.Close() }()
		to, err := net.Dial("tcp", addr)
		if err != nil {
			return
		}
		defer func() { _ = to.Close() }()
		go func() { _, _ = io.Copy(from, to) }()
		if number < len(after) {
			_, _ = io.CopyN(to, from, after[number])
			return
		}
		_, _ = io.Copy(to, from)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go pass(conn, int(opened.Add(1))-1)
		}
	}()
	return listener.Addr().String(), opened
}

func TestAnImportGoesOnWhenTheConnectionBreaks(t *testing.T) {
	const people = 3000
	house := serving(t)
	var rows strings.Builder
	rows.WriteString("number,display_name,unit,employer,hire_date\n")
	for i := range people {
		fmt.Fprintf(&rows, "N%05d,Somebody %d,T1,acme,2024-01-02\n", i, i)
	}
	token := strings.TrimSpace(run(t, "", "token").out)
	via, opened := cutting(t, house.GRPCAddr(), 20<<10, 100<<10)
	t.Setenv("HEARTH_SERVER", via)
	got := run(t, "", "directory", "import", file(t, "people.csv", rows.String()), "--units", file(t, "units.csv", "id,kind,name\nT1,team,One\n"), "--yes")
	require.NoError(t, got.error)
	require.Equal(t, []string{fmt.Sprint(people+1, " created")}, counts(got.out))
	require.GreaterOrEqual(t, opened.Load(), int64(3), "both cuts struck")

	require.Len(t, operations(t, house, token), 1, "broken uploads start nothing")
}

func operations(t *testing.T, house *app.House, token string) []*typev1.Operation {
	conn, err := rpc.Dial(house.GRPCAddr(), nil, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	response, err := directoryv1.NewOperationServiceClient(conn).ListOperations(calltest.As(t.Context(), token), &typev1.ListOperationsRequest{})
	require.NoError(t, err)
	return response.GetOperations()
}

// losing passes calls on to an address. The first answer to an import is lost on its way back.
func losing(t *testing.T, addr string) (via string, lost *atomic.Bool) {
	conn, err := rpc.Dial(addr, nil, nil)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	lost = &atomic.Bool{}
	pass := forward.Raw(func(string) (grpc.ClientConnInterface, bool) { return conn, true })
	server := grpc.NewServer(grpc.ForceServerCodecV2(frame.Codec()), grpc.UnknownServiceHandler(func(service any, stream grpc.ServerStream) error {
		err := pass(service, stream)
		method, _ := grpc.MethodFromServerStream(stream)
		if err == nil && method == directoryv1.ImportService_ImportPeople_FullMethodName && lost.CompareAndSwap(false, true) {
			return status.Error(codes.Unavailable, "the answer is lost")
		}
		return err
	}))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		require.NoError(t, <-ended)
		require.NoError(t, conn.Close())
	})
	return listener.Addr().String(), lost
}

func TestAnImportWhoseAnswerIsLostIsStartedOnce(t *testing.T) {
	house := serving(t)
	token := strings.TrimSpace(run(t, "", "token").out)
	via, lost := losing(t, house.GRPCAddr())
	got := run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes", "--server", via)
	require.NoError(t, got.error)
	require.True(t, lost.Load())
	require.Equal(t, []string{"45 created"}, counts(got.out))
	require.Len(t, operations(t, house, token), 1)
}
