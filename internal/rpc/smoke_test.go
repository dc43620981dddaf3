package rpc_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestSmoke(t *testing.T) {
	server := testkit.Server(t, who)
	directoryv1.RegisterUnitServiceServer(server, &units{get: func(ctx context.Context, r *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{Name: r.Name}, nil
	}})
	testkit.EachTransport(t, server, func(t *testing.T, conn grpc.ClientConnInterface) {
		client := directoryv1.NewUnitServiceClient(conn)
		u, err := client.GetUnit(testkit.As(t.Context(), "manager"), &directoryv1.GetUnitRequest{Name: unitName})
		require.NoError(t, err)
		require.Equal(t, unitName, u.Name)
		_, err = client.GetUnit(testkit.As(t.Context(), "employee"), &directoryv1.GetUnitRequest{Name: "x"})
		t.Log(err)
		_, err = client.GetUnit(testkit.As(t.Context(), "manager"), &directoryv1.GetUnitRequest{Name: "x"})
		t.Log(err)
		_, err = client.ListUnits(testkit.As(t.Context(), "manager"), &directoryv1.ListUnitsRequest{})
		t.Log(err)
		_, err = directoryv1.NewPersonServiceClient(conn).GetPerson(t.Context(), &directoryv1.GetPersonRequest{})
		t.Log(err)
	})
}
