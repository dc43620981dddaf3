package main

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestTheDemonstrationFillsAnEmptyHearth(t *testing.T) {
	house := serving(t)
	got := run(t, "", "demo")
	require.NoError(t, got.error)
	require.Regexp(t, `^The call centre stands: 4\d\d\d people in 3\d\d units on 7 sites, and 3\d\d roles.\nThey were asked 3 times: hearth survey list\nThey thank each other, and three have won an award: hearth feed, hearth award list\n$`, got.out)

	conn, ctx := calling(t, house)
	same, err := directoryv1.NewPersonServiceClient(conn).ListPeople(ctx, &directoryv1.ListPeopleRequest{Filter: `number = "00012"`})
	require.NoError(t, err)
	require.Len(t, same.GetPeople(), 3, "a number is one employer's")
	sites, err := directoryv1.NewSiteServiceClient(conn).ListSites(ctx, &directoryv1.ListSitesRequest{})
	require.NoError(t, err)
	saturday, err := directoryv1.NewSiteServiceClient(conn).AddWorkdays(ctx, &directoryv1.AddWorkdaysRequest{
		Name: sites.GetSites()[0].GetName(), StartDate: "2026-02-13", Workdays: 1,
	})
	require.NoError(t, err)
	require.Equal(t, "2026-02-14", saturday.GetDate(), "a make-up workday")

	listed := run(t, "", "survey", "list", "--format", "csv")
	require.NoError(t, listed.error)
	require.Regexp(t, `(?m),"Belonging pulse, wave 3",released,4\d\d\d,`, listed.out, "everybody was asked")
	exported := run(t, "", "survey", "export", "Belonging pulse, wave 2")
	require.NoError(t, exported.error)
	require.Contains(t, exported.out, ",business-wh-claims,")
	require.NotContains(t, exported.out, organisation.HiddenTeam, "four people are never a group")
	commented := run(t, "", "survey", "comments", "Belonging pulse, wave 2")
	require.NoError(t, commented.error)
	require.Regexp(t, `(?m)^\S+ +\[Shifts and rest\] +\d+ +\d+ %`, commented.out)
	require.Contains(t, commented.out, "希望换班可以在系统里自己申请。", "people write as they read")
	require.Contains(t, commented.out, "roster")
	spoken := run(t, "", "survey", "comments", "Belonging pulse, wave 2", "--themes", "--format", "csv")
	require.NoError(t, spoken.error)
	require.Contains(t, spoken.out, "[Shifts and rest]")
	read := run(t, "", "survey", "export", "Belonging pulse, wave 2", "--table", "comments")
	require.NoError(t, read.error)
	for _, line := range strings.Split(read.out, "\r\n") {
		require.NotContains(t, line, ","+organisation.HiddenTeam+",", "four people are no group that is read")
	}
	require.Equal(t, exitUsage, exitCode(run(t, "", "survey", "export", "Belonging pulse, wave 2", "--table", "moods").error))
	awarded := run(t, "", "award", "list", "--format", "csv")
	require.NoError(t, awarded.error)
	require.Regexp(t, `,announced,.*(people/\S+ ){2}people/`, awarded.out, "three have won")
	began := timestamppb.Now()
	again := run(t, "", "demo")
	require.NoError(t, again.error)
	require.Equal(t, got.out, again.out)
	changed, err := directoryv1.NewPersonServiceClient(conn).ListPeople(ctx, &directoryv1.ListPeopleRequest{UpdatedAfter: began})
	require.NoError(t, err)
	require.Empty(t, changed.GetPeople(), "what is there is left as it is")
	require.Equal(t, listed.out, run(t, "", "survey", "list", "--format", "csv").out)
	require.Equal(t, awarded.out, run(t, "", "award", "list", "--format", "csv").out)

	link := run(t, "", "token", "create", "--person", "00001", "--employer", organisation.InHouse)
	require.NoError(t, link.error)
	require.NoError(t, run(t, link.out, "login").error)
	feed := run(t, "", "feed", "--limit", "100")
	require.NoError(t, feed.error)
	require.Contains(t, feed.out, "她晚上十点还在核对账单", "a customer's letter")
	require.NotContains(t, feed.out, "people/", "who leads the whole reads all names")
}

// calling is a connection to the house, and a context that calls it as its administrator.
func calling(t *testing.T, house *app.House) (*grpc.ClientConn, context.Context) {
	t.Helper()
	conn, err := rpc.Dial(house.GRPCAddr(), nil, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	token := run(t, "", "token")
	require.NoError(t, token.error)
	return conn, calltest.As(t.Context(), strings.TrimSpace(token.out))
}

func TestTheDemonstrationLeavesAHearthInUseAlone(t *testing.T) {
	house := serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	require.ErrorIs(t, run(t, "", "demo").error, demo.ErrNotEmpty)
	conn, ctx := calling(t, house)
	sites, err := directoryv1.NewSiteServiceClient(conn).ListSites(ctx, &directoryv1.ListSitesRequest{})
	require.NoError(t, err)
	require.Empty(t, sites.GetSites())
}
