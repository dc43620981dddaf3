package process

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// built is the binary of this test process.
var built struct {
	folder string
	once   sync.Once
	path   string
	err    error
}

// Main runs the tests of a package and removes the binary at their end. A package that starts processes calls it from its TestMain.
func Main(m *testing.M) int {
	folder, err := os.MkdirTemp("", "hearth-binary-")
	if err != nil {
		panic(err)
	}
	built.folder = folder
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		panic(err)
	}
	return code
}

// Binary builds the binary, once for all tests of this process, and returns its path.
func Binary(t testing.TB) string {
	t.Helper()
	built.once.Do(func() { built.path, built.err = build() })
	require.NoError(t, built.err)
	return built.path
}

func build() (string, error) {
	if built.folder == "" {
		return "", errors.New("process: TestMain of this package does not call process.Main")
	}
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	// go test caches results by the files that this process looked at; what the compiler reads it does not see.
	sources, err := filepath.Glob(filepath.Join(root, "cmd", "hearth", "*.go"))
	if err != nil {
		return "", err
	}
	for _, source := range sources {
		if _, err := os.Stat(source); err != nil {
			return "", err
		}
	}
	path := filepath.Join(built.folder, "hearth")
	cmd := exec.Command("go", "build", "-o", path, "./cmd/hearth")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released, whatever the tests themselves are built with
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", errors.Join(err, errors.New(string(said)))
	}
	return path, nil
}

// moduleRoot is the folder above this one that holds go.mod.
func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", errors.New("process: no go.mod above this folder")
		}
		folder = filepath.Dir(folder)
	}
}
