package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestAPersonLogsInByALinkAndByAPIN(t *testing.T) {
	house := serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	link := run(t, "", "token", "create", "--person", "L0013")
	require.NoError(t, link.error)
	require.Regexp(t, `^hi_\w+\n$`, link.out, "the secret alone")
	require.Contains(t, link.err, "For 段思齐, until ")

	in := run(t, "https://hearth.example/in#"+link.out, "login")
	require.NoError(t, in.error)
	require.Equal(t, "Logged in as 段思齐, with 0 roles.\n", in.out)
	require.ErrorContains(t, run(t, link.out, "login").error, "This did not log you in", "a link works once")
	path := filepath.Join(os.Getenv("HOME"), ".config", "hearth", "login")
	kept, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), kept.Mode())

	// From now on commands are the person's, who may invite nobody.
	require.ErrorContains(t, run(t, "", "token", "create", "--person", "L0012").error, "nobody whom you may see has the number")
	conn, _ := calling(t, house)
	own := calltest.As(t.Context(), strings.TrimSpace(run(t, "", "token").out))
	_, err = directoryv1.NewTokenServiceClient(conn).SetPin(own, &directoryv1.SetPinRequest{Pin: "730418"})
	require.NoError(t, err)

	require.NoError(t, run(t, "", "logout").error)
	require.NoFileExists(t, path)
	require.NoError(t, run(t, "", "logout").error, "once more does no harm")
	require.ErrorContains(t, run(t, "000000\n", "login", "--employer", "lantern", "--number", "L0013").error, "This did not log you in")
	in = run(t, "730418\n", "login", "--employer", "lantern", "--number", "L0013")
	require.NoError(t, in.error)
	require.Equal(t, "Logged in as 段思齐, with 0 roles.\n", in.out)
}

func TestALogInThatEndedIsNotTheAdministrators(t *testing.T) {
	house := serving(t)
	path := filepath.Join(os.Getenv("HOME"), ".config", "hearth", "login")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	keep := func(server string, expires time.Time) {
		text := `{"server":"` + server + `","token":"x","expires":"` + expires.Format(time.RFC3339) + `"}`
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	keep(house.GRPCAddr(), time.Now().Add(-time.Minute))
	require.ErrorIs(t, run(t, "", "token").error, client.ErrLoggedOut)
	keep("127.0.0.1:1", time.Now().Add(-time.Minute))
	require.NoError(t, run(t, "", "token").error, "another server's")
	keep(house.GRPCAddr(), time.Now().Add(-time.Minute))
	require.NoError(t, os.Chmod(path, 0o644))
	require.ErrorContains(t, run(t, "", "token").error, "others can reach it")
	require.ErrorContains(t, run(t, "\n", "login", "--server", "127.0.0.1:1").error, "others can reach it")
}

func TestALinkNeedsAPersonWhoCanBeToldApart(t *testing.T) {
	serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	collides := file(t, "more.csv", "人员编号,工号,姓名,部门编号,用工单位,入职日期\nY9,L0013,李雷,CC,yunqiao,2024-01-02\n")
	require.NoError(t, run(t, "", "directory", "import", collides, "--yes").error)
	require.ErrorContains(t, run(t, "", "token", "create", "--person", "L0013").error, `"L0013" is a number of several employers: lantern, yunqiao`)
	require.NoError(t, run(t, "", "token", "create", "--person", "L0013", "--employer", "yunqiao").error)
	require.ErrorContains(t, run(t, "", "token", "create", "--person", "nobody").error, `has the number "nobody"`)
	require.Error(t, run(t, "", "token", "create").error)
	require.ErrorIs(t, run(t, "", "login").error, errNoSecret)
}
