// Package tour_test follows the README's tour: what a newcomer types must work as it is written.
package tour_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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

	survey := run(t, []string{"HEARTH_HTTP_ADDR=" + strings.TrimPrefix(h.HTTP, "http://"), "HEARTH_TOKEN=" + h.Key(t, h.AdminKey)}, "bash", "examples/first-survey.sh")
	require.Contains(t, survey, "Opened for 33 people")
	require.Regexp(t, regexp.MustCompile(`After the close: .*"responses": ?"6"`), survey)

	require.Regexp(t, regexp.MustCompile(`hearth\.survey\.v1\.survey\.changed\s+surveys/`),
		run(t, append(here, "HEARTH_DATA_DIR="+h.Config.DataDir), binary, "events", "list", "survey"))
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
