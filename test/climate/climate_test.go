// Package climate_test runs the example on a real survey, whose data is no part of the tree.
package climate_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

func TestMain(m *testing.M) { os.Exit(process.Main(m)) }

// shared is the folder that holds data/climate.
func shared(t *testing.T) string {
	folder, named := os.LookupEnv("HEARTH_SHARED")
	if !named {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	folder, err := filepath.Abs(folder)
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(folder, "data", "climate")); err != nil {
		require.False(t, named, "HEARTH_SHARED names a folder without data/climate")
		t.Skip("NOT TRIED: there is no climate data beside the tree; HEARTH_SHARED names the folder that holds data/climate")
	}
	return folder
}

func TestARealSurveyByEveryRoute(t *testing.T) {
	data := shared(t)
	house.EachShape(t, func(t *testing.T, h *house.House) {
		command := exec.CommandContext(t.Context(), "examples/climate/run.sh", process.Binary(t))
		command.Dir = "../.."
		command.Env = append(os.Environ(), "HEARTH_SHARED="+data, "HEARTH_GRPC_ADDR="+h.GRPC,
			"HEARTH_HTTP_ADDR="+strings.TrimPrefix(h.HTTP, "http://"), "HEARTH_KEYS_DIR="+h.Config.KeysDir, "LC_ALL=C.UTF-8")
		output, err := command.CombinedOutput()
		require.NoError(t, err, string(output))
		require.Regexp(t, regexp.MustCompile(`(?m)^FIGURE +README +CLI +gRPC +REST +Connect +DIFFERENCE$`), string(output))
		require.Contains(t, string(output), "32 of 32 figures are shown, and are those of the README by every route.", "under people's names nothing is hidden")
		require.Contains(t, string(output), "29 of 32 figures are shown, and are those of the README by every route.")
		require.Regexp(t, regexp.MustCompile(`(?m)^Not shown of HOSTIL: ICC\(1\); ICC\(1\), n₀; ICC\(2\)\.`), string(output), "four companies are hidden")
	})
	testkit.Record("example=climate")
}
