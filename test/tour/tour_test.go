// Package tour_test follows the pages: what a newcomer types of the README's tour, and who connects a system, must work as it is written.
package tour_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/test/house"
)

func TestTheTourPrintsWhatTheReadmeSays(t *testing.T) {
	h := house.Start(t, house.Embedded)
	binary := filepath.Join(t.TempDir(), "hearth")
	run(t, nil, "go", "build", "-o", binary, "./cmd/hearth")

	here := []string{"HEARTH_GRPC_ADDR=" + h.GRPC, "HEARTH_KEYS_DIR=" + h.Config.KeysDir, "LC_ALL=en_GB.UTF-8"}
	importing := []string{"directory", "import", "examples/import/people.csv", "--units", "examples/import/units.csv", "--yes"}
	require.Regexp(t, regexp.MustCompile(`45\s+created`), run(t, here, binary, importing...))
	require.Regexp(t, regexp.MustCompile(`45\s+unchanged`), run(t, here, binary, importing...), "the same file changes nothing")

	rest := []string{"HEARTH_HTTP_ADDR=" + strings.TrimPrefix(h.HTTP, "http://"), "HEARTH_TOKEN=" + h.Key(t, h.AdminKey)}
	survey := run(t, rest, "bash", "examples/first-survey.sh")
	require.Contains(t, survey, "Opened for 33 people")
	require.Regexp(t, regexp.MustCompile(`After the close: .*"responses": ?"6"`), survey)

	for _, left := range []string{"180", "160"} { // run again, it goes on with what is there
		recognition := run(t, rest, "bash", "examples/recognition.sh")
		require.Contains(t, recognition, "The giver may still give "+left+", the receiver has earned 20\n")
		require.Contains(t, recognition, "With that the receiver's team has earned a badge: 互助之队\n")
		require.Contains(t, recognition, "Who answered a survey is told, and nobody else: 5 积分，因参与调查\n")
		require.Contains(t, recognition, "Redeemed, and 0 pieces are left\nFulfilled: REDEMPTION_STATE_FULFILLED\n")
		require.Contains(t, recognition, "SCHEME_OF_VOLUME_ALONE, 激励方案不能只奖励个人业务量")
		require.Equal(t, 2, strings.Count(recognition, " accounts, 0 differences\n"), recognition)
	}

	teams, err := directoryv1.NewUnitServiceClient(h.Conn()).ListUnits(h.Admin(t), &directoryv1.ListUnitsRequest{Filter: `external_id = "hris:SH-VOICE-1"`})
	require.NoError(t, err)
	team := teams.GetUnits()[0].GetName()
	script := strings.NewReplacer("bin/hearth", binary, "units/…", team).Replace(commands(t, "docs/integrating.md", "**Customers"))
	customers := run(t, append(here, "url="+h.HTTP, "json=content-type: application/json", "auth=authorization: Bearer "+h.Key(t, h.AdminKey)), "bash", "-euc", script)
	require.Regexp(t, regexp.MustCompile(`"imported": ?"2"`), customers)
	require.Contains(t, customers, "Lantern Customer Care: 25 of 32 answered.")

	require.Regexp(t, regexp.MustCompile(`hearth\.survey\.v1\.survey\.changed\s+surveys/`),
		run(t, append(here, "HEARTH_DATA_DIR="+h.Config.DataDir), binary, "events", "list", "survey"))
}

// commands are those of the paragraph of a page that begins with a heading, up to the next one.
func commands(t *testing.T, page, heading string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", page))
	require.NoError(t, err)
	_, after, found := strings.Cut(string(text), "\n"+heading)
	require.True(t, found, heading)
	paragraph, _, _ := strings.Cut(after, "\n**")
	var lines strings.Builder
	for line := range strings.Lines(paragraph) {
		if command, indented := strings.CutPrefix(line, "    "); indented {
			lines.WriteString(command)
		}
	}
	return lines.String()
}

func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = "../.."
	command.Env = append(os.Environ(), env...)
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
	return string(output)
}
