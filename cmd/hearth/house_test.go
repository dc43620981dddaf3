package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
)

// serving starts a Hearth and lets the commands of this test find it as they would on its machine.
func serving(t *testing.T) *app.House {
	cfg := config.Default()
	cfg.HTTPAddr, cfg.GRPCAddr = "127.0.0.1:0", "127.0.0.1:0"
	cfg.DataDir = filepath.Join(t.TempDir(), "data")
	cfg.KeysDir = filepath.Join(t.TempDir(), "keys")
	cfg.LogLevel = slog.LevelError
	// The start does not wait for the test's own context to end: the stop does its work after it.
	house, err := app.Start(context.WithoutCancel(t.Context()), cfg, modules.All(cfg), nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, house.Stop()) })
	require.Eventually(t, func() bool { return house.Ready() == nil }, time.Minute, 10*time.Millisecond)
	english(t)
	t.Setenv("HEARTH_GRPC_ADDR", house.GRPCAddr())
	t.Setenv("HEARTH_KEYS_DIR", cfg.KeysDir)
	// Nobody is logged in, whoever runs the tests.
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", "")
	return house
}

func english(t *testing.T) { t.Setenv("LC_ALL", "en_GB.UTF-8") }

// ran is what a command left behind.
type ran struct {
	out, err string
	error    error
}

// run runs a command. Nobody is there to be asked, unless an answer is given.
func run(t *testing.T, answer string, args ...string) ran {
	t.Helper()
	nobody, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer func() { _ = nobody.Close() }()
	var in io.Reader = nobody
	if answer != "" {
		in = strings.NewReader(answer)
	}
	var out, errs bytes.Buffer
	root := command()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(&out)
	root.SetErr(&errs)
	failed := root.ExecuteContext(t.Context())
	return ran{out.String(), errs.String(), failed}
}

// file writes a file of the test and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}
