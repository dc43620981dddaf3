package house_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/test/house"
)

func TestAHouseOfEitherShapeKnowsItsAdministrator(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		caller, err := directoryv1.NewTokenServiceClient(h.Conn()).GetCaller(h.Admin(t), &directoryv1.GetCallerRequest{})
		require.NoError(t, err)
		require.Len(t, caller.GetBindings(), 1)
		require.Equal(t, optionv1.Role_ROLE_ADMIN, caller.GetBindings()[0].GetRole())
	})
}
