package gateway_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func TestRESTReachesAService(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		h.get = func(_ context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			return &directoryv1.Unit{Name: req.GetName(), Kind: directoryv1.UnitKind_UNIT_KIND_TEAM}, nil
		}
		got := h.ask(t, "GET", "/directory/v1/"+unitName, "")
		require.Equal(t, 200, got.code, got.body)
		require.Contains(t, got.body, `UNIT_KIND_TEAM`)
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
	})
}
