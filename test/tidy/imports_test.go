package tidy

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// importing is a tree of one file that imports one package.
func importing(t *testing.T, file, imported string) Tree {
	t.Helper()
	tree, err := Parse(map[string]string{file: fmt.Sprintf("package p\n\nimport _ %q\n", imported)})
	require.NoError(t, err)
	return tree
}

func TestImports(t *testing.T) {
	ours := func(dir string) string { return Module + "/" + dir }
	for _, c := range []struct {
		file, imported string
		why            string // "" where the import is right
	}{
		// The house.
		{"cmd/hearth/main.go", ours("services/survey"), ""},
		{"cmd/hearth/main.go", ours("gateway"), ""},
		{"cmd/hearth/main.go", ours("test/journey"), "cmd must not know test"},
		{"test/journey/a_test.go", ours("services/survey"), ""},
		{"services/survey/survey.go", ours("internal/app"), ""},
		{"services/survey/survey.go", ours("proto/hearth/directory/v1"), ""},
		{"services/survey/survey.go", ours("gateway"), "services must not know gateway"},
		{"services/survey/survey.go", ours("services/directory"), "only through its proto client"},
		{"services/survey/survey_test.go", ours("services/directory"), "only through its proto client"},
		{"gateway/gateway.go", ours("internal/rpc"), ""},
		{"gateway/gateway.go", ours("proto/hearth/survey/v1"), ""},
		{"gateway/gateway.go", ours("services/survey"), "gateway must not know services"},
		{"gateway/gateway_test.go", ours("services/survey"), "gateway must not know services"},
		{"internal/app/app.go", ours("internal/db"), ""},
		{"internal/app/app.go", ours("services/survey"), "internal must not know services"},
		{"internal/app/app.go", ours("gateway"), "internal must not know gateway"},
		{"internal/testkit/hearth.go", ours("services/survey"), "internal must not know services"},
		{"internal/db/db_test.go", ours("services/survey"), "internal must not know services"},
		{"proto/hearth/survey/v1/a.pb.go", ours("proto/hearth/type/v1"), ""},
		{"proto/hearth/survey/v1/a.pb.go", ours("internal/model"), "proto must not know internal"},
		{"tools/size/main.go", ours("internal/model"), "tools must not know internal"},

		// The parts for tests.
		{"internal/db/db_test.go", ours("internal/testkit"), ""},
		{"internal/testkit/fault/a.go", ours("internal/testkit"), ""},
		{"internal/event/eventtest/a.go", ours("internal/testkit"), ""},
		{"test/cluster/main.go", ours("internal/testkit"), ""},
		{"internal/db/db.go", ours("internal/testkit"), "testkit is for tests"},
		{"services/survey/survey.go", ours("internal/testkit/clock"), "testkit is for tests"},

		// The model.
		{"internal/model/actor.go", "time", ""},
		{"internal/model/actor.go", "github.com/google/uuid", "the standard library alone"},
		{"internal/model/actor.go", ours("internal/db"), "the standard library alone"},
		{"internal/model/text/text.go", ours("internal/model"), ""},
		{"internal/model/text/text.go", ours("internal/db"), "the standard library alone"},
		{"internal/model/text/text.go", "github.com/google/uuid", "the standard library alone"},
		{"internal/model/actor_test.go", "pgregory.net/rapid", ""},

		// Inside a service.
		{"services/survey/survey.go", ours("services/survey/internal/store"), ""},
		{"services/survey/internal/rpc/a.go", ours("services/survey/internal/domain"), ""},
		{"services/survey/internal/rpc/a.go", ours("internal/request"), ""},
		{"services/survey/internal/rpc/a.go", ours("services/survey/internal/store"), "rpc knows the domain alone"},
		{"services/survey/internal/rpc/a_test.go", ours("services/survey/internal/store"), ""},
		{"services/survey/internal/store/a.go", ours("services/survey/internal/events"), "store knows the domain alone"},
		{"services/survey/internal/store/people/a.go", ours("services/survey/internal/store/rows"), ""},
		{"services/survey/internal/events/a.go", ours("services/survey/internal/rpc"), "events knows the domain alone"},
		{"services/survey/internal/events/a.go", ours("services/survey"), "events knows the domain alone"},
		{"services/directory/internal/people/area.go", ours("services/directory/internal/people/store"), ""},
		{"services/directory/internal/people/rpc/a.go", ours("services/directory/internal/people/store"), "rpc knows the domain alone"},

		// The domain.
		{"services/survey/internal/domain/a.go", ours("internal/model"), ""},
		{"services/survey/internal/domain/a.go", ours("internal/model/text"), ""},
		{"services/survey/internal/domain/a.go", ours("internal/expression"), ""},
		{"internal/expression/a.go", ours("internal/model"), ""},
		{"internal/expression/a.go", "cel.dev/cel-go/cel", ""},
		{"internal/expression/a.go", ours("internal/db"), "it knows internal/model"},
		{"internal/expression/a.go", "net/http", "it reaches nothing"},
		{"services/survey/internal/domain/people/a.go", ours("services/survey/internal/domain/org"), ""},
		{"services/survey/internal/domain/a.go", ours("internal/db"), "a domain knows internal/model and internal/expression alone"},
		{"services/survey/internal/domain/a.go", ours("proto/hearth/survey/v1"), "a domain knows internal/model and internal/expression alone"},
		{"services/survey/internal/domain/a.go", ours("services/survey/internal/store"), "a domain knows internal/model and internal/expression alone"},
		{"services/survey/internal/domain/a_test.go", ours("services/survey/internal/store"), ""},
		{"services/survey/internal/domain/a.go", "gonum.org/v1/gonum/stat", ""},
		{"services/survey/internal/domain/a.go", "net/url", ""},
		{"services/survey/internal/domain/a.go", "net/http", "a domain is pure"},
		{"services/survey/internal/domain/a.go", "database/sql", "a domain is pure"},
		{"services/survey/internal/domain/a.go", "google.golang.org/protobuf/proto", "a domain is pure"},
		{"services/survey/internal/store/a.go", "database/sql", ""},
	} {
		t.Run(c.file+" "+c.imported, func(t *testing.T) {
			found := Imports(importing(t, c.file, c.imported))
			if c.why == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Contains(t, found[0], c.why)
		})
	}
}
