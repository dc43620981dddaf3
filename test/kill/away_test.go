package kill_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

// TestWhoIsAwayIsWaitedFor starts the incentive service before the services from whose events it lives, and again while one of them is gone: it says
// what it waits for, does what it can, and the rest once they are there.
func TestWhoIsAwayIsWaitedFor(t *testing.T) {
	t.Parallel()
	w := &world{House: process.Prepare(t, house.Split)}
	comes := func(role string) {
		t.Helper()
		w.Restart(t, role)
		w.serves(t, role)
	}
	w.Restart(t, "incentive")
	require.Eventually(t, func() bool { return strings.Contains(w.Process("incentive").Output(), "not ready") }, patience, 50*time.Millisecond)
	require.Contains(t, w.Process("incentive").Output(), "incentive-roster", "it says what it waits for")
	require.False(t, w.Serving(t, "incentive"))
	require.False(t, w.Process("incentive").Ended())

	comes("directory")
	w.serves(t, "incentive")
	w.Restart(t, "gateway")
	require.Eventually(t, func() bool {
		_, err := directoryv1.NewUnitServiceClient(w.Conn()).ListUnits(t.Context(), &directoryv1.ListUnitsRequest{})
		return status.Code(err) == codes.Unauthenticated
	}, patience, 50*time.Millisecond, "the gateway passes on what it can")
	admin := w.Admin(t)
	unit, err := directoryv1.NewUnitServiceClient(w.Conn()).CreateUnit(admin, &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: text("Acme")},
	})
	require.NoError(t, err)
	w.unit = unit.GetName()
	_, err = incentivev1.NewAllowanceServiceClient(w.Conn()).SetAllowancePolicy(admin, &incentivev1.SetAllowancePolicyRequest{
		Policy: &incentivev1.AllowancePolicy{Amount: toGive, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH},
	})
	require.NoError(t, err)
	_, err = incentivev1.NewParticipationServiceClient(w.Conn()).SetParticipationPolicy(admin, &incentivev1.SetParticipationPolicyRequest{
		Policy: &incentivev1.ParticipationPolicy{Points: worth},
	})
	require.NoError(t, err)
	for n := range employees {
		w.employees = append(w.employees, w.employee(t, n))
	}
	e := w.employees[0]
	wallet := func() *incentivev1.Wallet {
		got, err := incentivev1.NewWalletServiceClient(w.Conn()).GetWallet(calltest.As(t.Context(), e.token), &incentivev1.GetWalletRequest{})
		if err != nil {
			return nil
		}
		return got
	}
	require.Eventually(t, func() bool { return wallet().GetAllowance() == toGive }, patience, 50*time.Millisecond, "without the survey service")

	comes("survey")
	w.AwaitReady(t)
	asked := w.Database(t, "survey")
	require.Eventually(t, func() bool { return number(t, asked, "SELECT count(*) FROM roster_person") == employees }, patience, 50*time.Millisecond)
	w.openSurvey(t, employees)
	_, err = surveyv1.NewResponseServiceClient(w.Conn()).SubmitResponse(calltest.As(t.Context(), e.token), &surveyv1.SubmitResponseRequest{Survey: w.survey, Answers: answers(1)})
	require.NoError(t, err)
	w.Process("incentive").Kill()
	_, err = surveyv1.NewSurveyServiceClient(w.Conn()).CloseSurvey(admin, &surveyv1.CloseSurveyRequest{Name: w.survey})
	require.NoError(t, err)
	require.Zero(t, w.Process("survey").Stop(t), "it has told the bus before it ends")
	comes("incentive")
	kept := w.Database(t, "incentive")
	require.Eventually(t, func() bool { return number(t, kept, "SELECT count(*) FROM operation_task WHERE failures > 0") == 1 }, patience, 50*time.Millisecond,
		"it has asked who took part, and got no answer")
	require.Zero(t, wallet().GetEarned())

	comes("survey")
	require.Eventually(t, func() bool { return wallet().GetEarned() == worth }, patience, 100*time.Millisecond)
}

// serves waits until a role says that it is ready.
func (w *world) serves(t *testing.T, role string) {
	t.Helper()
	require.Eventually(t, func() bool {
		require.False(t, w.Process(role).Ended(), w.Process(role).Output())
		return w.Serving(t, role)
	}, patience, 50*time.Millisecond, "%s becomes ready", role)
}
