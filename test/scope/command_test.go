package scope_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/test/process"
)

// commands read a release by the command line: of all that the reader sees, and of one group, whose flags follow.
var commands = struct{ whole, group [][]string }{
	whole: [][]string{
		{"report"}, {"report", "--by", "employer", "--depth", "0"},
		{"export", "--format", "csv"}, {"export", "--format", "json"}, {"export", "--format", "html"},
		{"export", "--format", "csv", "--table", "changes"}, {"export", "--format", "csv", "--table", "trends"},
	},
	group: [][]string{{"report"}, {"compare", "--previous", "--format", "json"}, {"trend", "--format", "csv"}},
}

func (w *world) commandLine(t *testing.T) {
	run := func(r reader, args ...string) (said string, code int) {
		env := []string{"HEARTH_SERVER=" + w.GRPC, "HEARTH_TOKEN=" + r.token, "LC_ALL=C.UTF-8", "HOME=" + t.TempDir()}
		return process.Run(t, process.Command(t, env, append([]string{"survey", args[0], w.second}, args[1:]...)...))
	}
	for turn, command := range commands.whole {
		for _, r := range tried(w.readers, turn) {
			said, code := run(r, command...)
			require.Equal(t, r.refused, code != 0, "%s: %s: %s", r.name, command, said)
			for _, mark := range w.foreign(r) {
				require.NotContains(t, said, mark, "%s: %s", r.name, command)
			}
			for _, unit := range r.units {
				if r.employer == "" || strings.Contains(strings.Join(command, " "), "employer") || command[0] == "export" {
					require.Contains(t, said, unit, "%s: %s", r.name, command)
				}
			}
		}
	}
	for turn, command := range commands.group {
		for _, r := range tried(w.readers, turn) {
			for _, c := range []cell{{"Birch", ""}, {"Cedar", hazel}, {"Elm", ""}, {"Elm", ginkgo}} {
				group := append(slices.Clone(command), "--unit", c.unit)
				if c.employer != "" {
					group = append(group, "--by", "employer", "--level", c.employer)
				}
				said, code := run(r, group...)
				require.Equal(t, r.sees(c), code == 0, "%s: %s: %s", r.name, group, said)
				for _, mark := range w.foreign(r) {
					if mark != c.unit && mark != c.employer { // what was asked for is named in the refusal
						require.NotContains(t, said, mark, "%s: %s", r.name, group)
					}
				}
			}
		}
	}
}
