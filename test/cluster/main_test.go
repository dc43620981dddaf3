package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRunKeepsTheExitCodeAndGivesTheCluster(t *testing.T) {
	t.Setenv(postgresVariable, "postgres://given")
	t.Setenv(coverageVariable, "")
	seen := filepath.Join(t.TempDir(), "seen")

	code, err := run([]string{"sh", "-c", `echo "$HEARTH_TEST_POSTGRES" >"$0"; test -n "$HEARTH_TEST_COVERAGE_LOG" && exit 7`, seen})
	require.NoError(t, err)
	require.Equal(t, 7, code)
	text, err := os.ReadFile(seen)
	require.NoError(t, err)
	require.Equal(t, "postgres://given\n", string(text), "a cluster that is given is used")

	code, err = run([]string{"sh", "-c", ":"})
	require.NoError(t, err)
	require.Zero(t, code)

	code, err = run([]string{"sh", "-c", "kill -9 $$"})
	require.NoError(t, err)
	require.NotZero(t, code, "a command ended by a signal has failed")

	_, err = run([]string{"no-such-command-here"})
	require.Error(t, err)
}

func TestReport(t *testing.T) {
	const noData = "  data=climate: no test of this run found it; HEARTH_SHARED names the folder that holds data/climate\n" +
		"  example=climate: no test of this run found it; HEARTH_SHARED names the folder that holds data/climate\n" +
		"  example=award: no test of this run used it\n"
	plain := []string{"go", "test", "./..."}
	for name, c := range map[string]struct {
		facts    string
		postgres bool
		command  []string
		want     string
	}{
		"everything": {
			facts:    "example=climate\nexample=award\nshape=split\nengine=sqlite\ndata=climate\nengine=postgres\nengine=sqlite\nshape=embedded\n",
			postgres: true,
			command:  []string{"go", "test", "-race", "./..."},
			want: "covered:\n  data=climate\n  engine=postgres\n  engine=sqlite\n  example=award\n  example=climate\n  shape=embedded\n  shape=split\n  race detector\n" +
				"not covered:\n",
		},
		"no binaries": {
			facts:   "engine=sqlite\nshape=embedded\nshape=split\n",
			command: plain,
			want: "covered:\n  engine=sqlite\n  shape=embedded\n  shape=split\n" +
				"not covered:\n  engine=postgres: no PostgreSQL binaries on this machine\n" +
				noData + "  race detector: RACE=1 turns it on\n",
		},
		"one package": {
			facts:    "engine=sqlite\n",
			postgres: true,
			command:  plain,
			want: "covered:\n  engine=sqlite\n" +
				"not covered:\n  engine=postgres: no test of this run used it\n  shape=embedded: no test of this run used it\n" +
				"  shape=split: no test of this run used it\n" + noData + "  race detector: RACE=1 turns it on\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, report(c.facts, c.postgres, c.command))
		})
	}
}
