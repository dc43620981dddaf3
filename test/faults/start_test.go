// Package faults_test gives the real binary and its ports what they cannot use: they say so, and go on.
package faults_test

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/test/process"
)

func TestMain(m *testing.M) { os.Exit(process.Main(m)) }

// The exit codes by which a supervisor tells what a restart would help.
const (
	failure = iota + 1
	usage
	port
	data
	schema
)

// anywhere is a Hearth that takes any ports and keeps its data in a folder of its own.
func anywhere(t *testing.T) []string {
	return []string{"HEARTH_DATA_DIR=" + filepath.Join(t.TempDir(), "data"), "HEARTH_GRPC_ADDR=127.0.0.1:0", "HEARTH_HTTP_ADDR=127.0.0.1:0"}
}

// taken is an address where somebody else listens.
func taken(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	return listener.Addr().String()
}

func file(t *testing.T, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// TestWhatCannotStartSaysWhy, with the place and what to do, and ends with the code of its kind.
func TestWhatCannotStartSaysWhy(t *testing.T) {
	busy, plain := taken(t), file(t, "plain", "")
	broken := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, "directory.db"), []byte("this is no database, and was never one"), 0o600))
	blocked := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(blocked, "nats"), nil, 0o600))
	tests := map[string]struct {
		env, args []string
		code      int
		says      []string
	}{
		"no such command":            {args: []string{"kindle"}, code: usage, says: []string{`"kindle"`}},
		"no such command in a group": {args: []string{"events", "kindle"}, code: usage, says: []string{`"kindle"`}},
		"a word too many":            {args: []string{"version", "kindle"}, code: usage, says: []string{`"kindle"`}},
		"a flag that is missing":     {args: []string{"events", "replay", "survey"}, code: usage, says: []string{"consumer"}},
		"a consumer that is not":     {args: []string{"events", "replay", "survey", "--consumer", "nobody"}, code: usage, says: []string{"survey-roster"}},
		"no such flag":               {args: []string{"serve", "--kindle"}, code: usage, says: []string{"--kindle"}},
		"no such role":               {args: []string{"serve", "kitchen"}, code: usage, says: []string{`"kitchen"`, "directory survey incentive gateway"}},
		"no such role to migrate":    {args: []string{"migrate", "kitchen"}, code: usage, says: []string{`"kitchen"`}},
		"no such variable":           {env: []string{"HEARTH_KINDLE=1"}, code: usage, says: []string{"HEARTH_KINDLE"}},
		"a wrong variable":           {env: []string{"HEARTH_STOP_TIMEOUT=soon"}, code: usage, says: []string{"HEARTH_STOP_TIMEOUT", `"soon"`}},
		"no such key in the file":    {args: []string{"serve", "--config", file(t, "hearth.yaml", "log_level: WARN\nkindle: 1\n")}, code: usage, says: []string{"hearth.yaml:2", "kindle"}},
		"no such file":               {args: []string{"serve", "--config", "nowhere.yaml"}, code: usage, says: []string{"nowhere.yaml"}},
		"open to the world":          {args: []string{"serve", "--http-addr", "0.0.0.0:0"}, code: usage, says: []string{"--http-addr", "plain text"}},
		"no certificate":             {args: []string{"serve", "--tls-cert", "nowhere", "--tls-key", "nowhere"}, code: usage, says: []string{"tls.cert"}},
		"a role without a database":  {args: []string{"serve", "directory"}, env: []string{"HEARTH_NATS_URL=nats://127.0.0.1:1"}, code: usage, says: []string{"--database-url"}},
		"a role without a bus":       {args: []string{"serve", "directory"}, code: usage, says: []string{"--nats-url"}},
		"a busy gRPC port":           {args: []string{"serve", "--grpc-addr", busy}, code: port, says: []string{busy, "--grpc-addr"}},
		"a busy HTTP port":           {args: []string{"serve", "--http-addr", busy}, code: port, says: []string{busy, "--http-addr"}},
		"a busy event port": {args: []string{"serve", "--nats-listen", busy, "--nats-user", "u", "--nats-password", "p"}, code: port,
			says: []string{busy, "--nats-listen"}},
		"a file for a folder":        {args: []string{"serve", "--data-dir", plain}, code: data, says: []string{plain, "--data-dir"}},
		"a folder below a file":      {args: []string{"serve", "--data-dir", filepath.Join(plain, "data")}, code: data, says: []string{plain, "--data-dir"}},
		"a folder that nobody makes": {args: []string{"serve", "--data-dir", "/proc/hearth"}, code: data, says: []string{"/proc/hearth", "--data-dir"}},
		"a key folder that is none":  {args: []string{"serve", "--keys-dir", plain}, code: data, says: []string{plain, "--keys-dir"}},
		"a broken database":          {args: []string{"serve", "--data-dir", broken}, code: data, says: []string{".db"}},
		"a file where events go":     {args: []string{"serve", "--data-dir", blocked}, code: data, says: []string{blocked}},
		"a backup of nothing":        {args: []string{"backup", filepath.Join(t.TempDir(), "backup")}, code: data, says: []string{".db"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.args == nil {
				test.args = []string{"serve"}
			}
			said, code := process.Run(t, process.Command(t, append(anywhere(t), test.env...), test.args...))
			require.Equal(t, test.code, code, said)
			for _, text := range test.says {
				require.Contains(t, said, text)
			}
			require.NotContains(t, said, "goroutine", "a panic is no answer")
		})
	}
}

// A wrong password does not come out again by an error.
func TestErrorsShowNoSecret(t *testing.T) {
	for _, url := range []string{"postgres://u:ember@127.0.0.1:1/db", "postgres://u:ember@127.0.0.1:port/db", "mysql://u:ember@127.0.0.1/db"} {
		env := append(anywhere(t), "HEARTH_DATABASE_URL="+url, "HEARTH_NATS_URL=nats://u:ember@127.0.0.1:1")
		said, code := process.Run(t, process.Command(t, env, "serve", "directory"))
		require.NotZero(t, code)
		require.NotContains(t, said, "ember", url)
	}
}
