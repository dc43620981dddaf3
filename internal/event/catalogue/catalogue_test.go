package catalogue_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/hearth-culture/hearth/internal/event/catalogue"
	_ "github.com/hearth-culture/hearth/proto/hearth/activity/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/careerpath/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/culture/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/insight/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

var update = flag.Bool("update", false, "write docs/events.md anew")

const (
	root = "../../.."
	page = root + "/docs/events.md"
)

func TestThePageIsUpToDate(t *testing.T) {
	want, err := catalogue.Markdown(protoregistry.GlobalFiles, root)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(page), 0o755))
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
	}
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "run: go test ./internal/event/catalogue -update")
}

// A service whose messages this test does not import would be missing on the page.
func TestNoEventIsForgotten(t *testing.T) {
	files, err := filepath.Glob(root + "/proto/hearth/*/v1/*.proto")
	require.NoError(t, err)
	marked := 0
	for _, path := range files {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		events := strings.Count(string(text), "option (hearth.option.v1.event) = ")
		if events == 0 {
			continue
		}
		name, err := filepath.Rel(root+"/proto", path)
		require.NoError(t, err)
		_, err = protoregistry.GlobalFiles.FindFileByPath(filepath.ToSlash(name))
		require.NoError(t, err, "import the Go package of %s here", name)
		marked += events
	}
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, marked, strings.Count(string(got), "\n## hearth."))
}
