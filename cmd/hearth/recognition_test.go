package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
)

// Who is logged in thanks a colleague, and reads their own wallet and the feed. Whom they may not look up is named as the API does.
func TestThankingOnTheCommandLine(t *testing.T) {
	house := serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	conn, ctx := calling(t, house)
	_, err := incentivev1.NewAllowanceServiceClient(conn).SetAllowancePolicy(ctx, &incentivev1.SetAllowancePolicyRequest{
		Policy: &incentivev1.AllowancePolicy{Amount: 100, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH},
	})
	require.NoError(t, err)
	require.ErrorContains(t, run(t, "", "wallet").error, "hearth login", "an administrator's key has no wallet")

	login := func(number string) {
		require.NoError(t, run(t, "", "logout").error)
		link := run(t, "", "token", "create", "--person", number)
		require.NoError(t, link.error)
		require.NoError(t, run(t, link.out, "login").error)
	}
	login("L0001")
	require.Eventually(t, func() bool { return strings.Contains(run(t, "", "wallet").out, "100") }, time.Minute, 50*time.Millisecond)
	thanked := run(t, "", "thank", "L0013", "stayed until it was\nsolved", "--points", "30")
	require.Error(t, thanked.error, "who leads nobody looks nobody up")
	require.Contains(t, thanked.error.Error(), "nobody whom you may see has the number")

	found, err := staff.Find(ctx, conn, "", "L0013")
	require.NoError(t, err)
	whom := found.GetName()
	thanked = run(t, "", "thank", whom, "stayed until it was\nsolved", "--points", "30")
	require.NoError(t, thanked.error)
	require.Regexp(t, `^recognitions/\S+\n$`, thanked.out)
	require.Regexp(t, `(?m)^70 +\d{4}-`, run(t, "", "wallet").out)
	feed := run(t, "", "feed")
	require.NoError(t, feed.error)
	require.Contains(t, feed.out, "stayed until it was solved")
	require.Contains(t, feed.out, "林岚")
	require.Contains(t, feed.out, whom)
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	require.Contains(t, run(t, "", "feed").out, "被感谢人")
}
