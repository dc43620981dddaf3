package main

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit"
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

	conn, err := rpc.Dial(house.GRPCAddr(), nil, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	operations, err := directoryv1.NewOperationServiceClient(conn).ListOperations(testkit.As(t.Context(), token), &typev1.ListOperationsRequest{})
	require.NoError(t, err)
	require.Len(t, operations.GetOperations(), 1, "broken uploads start nothing")
}
