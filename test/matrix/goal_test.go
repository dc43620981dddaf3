package matrix_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// goals begins a goal of each area, whose units the incentive service knows by now.
func (w *world) goals(t *testing.T, ctx context.Context, our, their string) {
	goal := func(unit, employer string) string {
		made, err := incentivev1.NewGoalServiceClient(w.Conn()).CreateGoal(ctx, &incentivev1.CreateGoalRequest{Goal: &incentivev1.Goal{
			DisplayName: text("Goal"), Unit: unit, Employer: employer, Event: incentivev1.FactType_FACT_TYPE_PERSON_JOINED, Target: 1,
			StartDate: "2999-01-01", EndDate: "2999-01-31", TimeZone: "UTC",
		}})
		require.NoError(t, err)
		return made.GetName()
	}
	w.targets["goals"] = []target{{inside: goal(our, inHouse), foreign: goal(their, ""), colleague: goal(our, vendor)}}
}
