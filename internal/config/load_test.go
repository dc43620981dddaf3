package config_test

import (
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/config"
)

// sources are a folder with a file (none when empty), an environment and a command line.
func sources(t *testing.T, file string, environ []string, args ...string) config.Sources {
	s := config.Sources{Folder: t.TempDir(), Environ: environ, Flags: pflag.NewFlagSet("hearth", pflag.ContinueOnError)}
	if file != "" {
		require.NoError(t, os.WriteFile(filepath.Join(s.Folder, config.FileName), []byte(file), 0o600))
	}
	config.BindFlags(s.Flags, "en")
	require.NoError(t, s.Flags.Parse(args))
	return s
}

func TestEachSourceWinsOverTheOneBefore(t *testing.T) {
	const file = "data_dir: from-file\nlog_level: warn\nnats:\n  replicas: 5\n"
	tests := map[string]struct {
		file    string
		environ []string
		args    []string
		want    string
		place   string
	}{
		"default":                    {want: "./.hearth"},
		"file":                       {file: file, want: "from-file", place: "hearth.yaml:1"},
		"environment":                {environ: []string{"HEARTH_DATA_DIR=from-environ"}, want: "from-environ", place: "HEARTH_DATA_DIR"},
		"flag":                       {args: []string{"--data-dir", "from-flag"}, want: "from-flag", place: "--data-dir"},
		"environment over file":      {file: file, environ: []string{"HEARTH_DATA_DIR=from-environ"}, want: "from-environ", place: "HEARTH_DATA_DIR"},
		"flag over file":             {file: file, args: []string{"--data-dir=from-flag"}, want: "from-flag", place: "--data-dir"},
		"flag over all":              {file: file, environ: []string{"HEARTH_DATA_DIR=from-environ"}, args: []string{"--data-dir=from-flag"}, want: "from-flag", place: "--data-dir"},
		"a flag that names the same": {file: file, args: []string{"--data-dir=./.hearth"}, want: "./.hearth", place: "--data-dir"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.Load(sources(t, test.file, test.environ, test.args...))
			require.NoError(t, err)
			require.Equal(t, test.want, c.DataDir)
			require.Equal(t, test.place, c.Place("data_dir"))
			require.Equal(t, filepath.Join(test.want, "keys"), c.KeysDir)
			if test.file != "" {
				require.Equal(t, slog.LevelWarn, c.LogLevel, "what nobody overrides stays")
				require.Equal(t, 5, c.NATSReplicas)
				require.Equal(t, "hearth.yaml:4", c.Place("nats.replicas"))
			}
		})
	}
}

func TestEveryKindOfValueFromEverySource(t *testing.T) {
	want := config.Default()
	want.HTTPAddr, want.InsecureNetwork, want.NATSReplicas, want.TraceRatio = "0.0.0.0:80", true, 1, 0.25
	want.StopTimeout, want.LogLevel = 90*time.Second, slog.LevelDebug
	want.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/24"), netip.MustParsePrefix("fd00::/64")}
	want.Peers = map[string]string{"directory": "d:9090", "survey": "s:9090"}
	file := `
http_addr: 0.0.0.0:80
insecure_network: true
nats.replicas: 1
trace_ratio: 0.25
stop_timeout: 1m30s
log_level: debug
peers:
  survey: s:9090
  directory: d:9090
trusted_proxies: [10.1.0.0/24, "fd00::/64"]
`
	environ := []string{"HEARTH_HTTP_ADDR=0.0.0.0:80", "HEARTH_INSECURE_NETWORK=true", "HEARTH_NATS_REPLICAS=1", "HEARTH_TRACE_RATIO=0.25",
		"HEARTH_STOP_TIMEOUT=1m30s", "HEARTH_LOG_LEVEL=debug", "HEARTH_PEERS=directory=d:9090, survey=s:9090",
		"HEARTH_TRUSTED_PROXIES=10.1.0.0/24, fd00::/64"}
	args := []string{"--http-addr=0.0.0.0:80", "--insecure-network", "--nats-replicas=1", "--trace-ratio=.25",
		"--stop-timeout=90s", "--log-level=DEBUG", "--peers=directory=d:9090,survey=s:9090",
		"--trusted-proxies=10.1.0.0/24,fd00::/64"}
	for name, s := range map[string]config.Sources{"file": sources(t, file, nil), "environment": sources(t, "", environ), "flags": sources(t, "", nil, args...)} {
		t.Run(name, func(t *testing.T) {
			c, err := config.Load(s)
			require.NoError(t, err)
			changed := []string{}
			for _, setting := range config.Diff(c) {
				changed = append(changed, setting.Key+"="+setting.Value)
			}
			require.Equal(t, []string{"http_addr=0.0.0.0:80", "nats.replicas=1", "peers=directory=d:9090,survey=s:9090", "insecure_network=true",
				"trace_ratio=0.25", "log_level=DEBUG", "trusted_proxies=10.1.0.0/24,fd00::/64", "stop_timeout=1m30s"}, changed)
			require.Equal(t, want.Peers, c.Peers)
			require.Equal(t, want.TrustedProxies, c.TrustedProxies)
			require.Equal(t, want.StopTimeout, c.StopTimeout)
			require.Equal(t, want.LogLevel, c.LogLevel)
			require.Equal(t, want.InsecureNetwork, c.InsecureNetwork)
		})
	}
}

func TestTheFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "elsewhere.yaml")
	require.NoError(t, os.WriteFile(path, []byte("data_dir: elsewhere"), 0o600))
	absent := filepath.Join(folder, "absent.yaml")
	tests := map[string]struct {
		environ []string
		args    []string
		want    string
		err     string
	}{
		"none":                        {want: "here"},
		"by flag":                     {args: []string{"--config", path}, want: "elsewhere"},
		"by variable":                 {environ: []string{"HEARTH_CONFIG=" + path}, want: "elsewhere"},
		"an empty variable":           {environ: []string{"HEARTH_CONFIG="}, want: "here"},
		"flag over variable":          {environ: []string{"HEARTH_CONFIG=" + absent}, args: []string{"--config=" + path}, want: "elsewhere"},
		"named, absent":               {args: []string{"--config", absent}, err: "absent.yaml"},
		"named by a variable, absent": {environ: []string{"HEARTH_CONFIG=" + absent}, err: "absent.yaml"},
		"a folder":                    {args: []string{"--config", folder}, err: "is a directory"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.Load(sources(t, "data_dir: here", test.environ, test.args...))
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, c.DataDir)
		})
	}
	c, err := config.Load(sources(t, "# nothing said\n", nil))
	require.NoError(t, err)
	require.Empty(t, config.Diff(c))
	wrong := sources(t, "", nil, "--config", path)
	require.NoError(t, os.WriteFile(path, []byte("data_dirr: x"), 0o600))
	_, err = config.Load(wrong)
	require.ErrorContains(t, err, path+":1: data_dirr:", "a file elsewhere is named in full")
}

func TestWrongKeysAndValues(t *testing.T) {
	tests := map[string]struct {
		file    string
		environ []string
		args    []string
		want    []string
	}{
		"unknown key":            {file: "data_dir: x\ndatadir: x", want: []string{"hearth.yaml:2: datadir: there is no such key"}},
		"unknown key in a group": {file: "nats:\n  replicas: 1\n  replcas: 1", want: []string{"hearth.yaml:3: nats.replcas: there is no such key"}},
		"unknown variable":       {environ: []string{"HEARTH_DATADIR=x"}, want: []string{"HEARTH_DATADIR: there is no such variable"}},
		"not a number":           {file: "rate:\n  burst: many", want: []string{`hearth.yaml:2: rate.burst: "many" is not a whole number`}},
		"not a whole number":     {environ: []string{"HEARTH_RATE_BURST=1.5"}, want: []string{`HEARTH_RATE_BURST: rate.burst: "1.5" is not a whole number`}},
		"not a number at all":    {args: []string{"--trace-ratio=half"}, want: []string{`--trace-ratio: trace_ratio: "half" is not a number`}},
		"not true or false":      {file: "insecure_network: maybe", want: []string{`hearth.yaml:1: insecure_network: "maybe" is not true or false`}},
		"not a duration":         {file: "stop_timeout: 20", want: []string{`hearth.yaml:1: stop_timeout: "20" is not a duration, such as 20s`}},
		"not a level":            {environ: []string{"HEARTH_LOG_LEVEL=loud"}, want: []string{`HEARTH_LOG_LEVEL: log_level: "loud" is not a level`}},
		"not pairs":              {environ: []string{"HEARTH_PEERS=directory"}, want: []string{"HEARTH_PEERS: peers: "}},
		"the same pair twice":    {args: []string{"--peers=a=x:1,a=y:1"}, want: []string{"--peers: peers: "}},
		"not networks":           {environ: []string{"HEARTH_TRUSTED_PROXIES=10.1.0.0/24,10.0.0.0/33"}, want: []string{`HEARTH_TRUSTED_PROXIES: trusted_proxies: "10.1.0.0/24,10.0.0.0/33" is not a list of networks, such as 10.1.0.0/24`}},
		"an address is none":     {args: []string{"--trusted-proxies=10.1.0.1"}, want: []string{`--trusted-proxies: trusted_proxies: "10.1.0.1" is not a list of networks`}},
		"not networks in a list": {file: "trusted_proxies:\n  - balancer", want: []string{`hearth.yaml:2: trusted_proxies: "balancer" is not a list of networks`}},
		"a machine's network":    {file: "trusted_proxies: 10.1.2.3/8", want: []string{"hearth.yaml:1: trusted_proxies: 10.1.2.3/8 is neither a network nor a machine: write 10.0.0.0/8 or 10.1.2.3/32"}},
		"a list for a value":     {file: "data_dir: [a, b]", want: []string{"hearth.yaml:1: data_dir: takes one value"}},
		"nothing for a value":    {file: "data_dir:", want: []string{"hearth.yaml:1: data_dir: takes one value"}},
		"keys for a value":       {file: "data_dir:\n  a: b", want: []string{"hearth.yaml:1: data_dir: takes one value"}},
		"a value for a group":    {file: "nats: nats://x", want: []string{"hearth.yaml:1: nats: takes keys of its own"}},
		"a list within pairs":    {file: "peers:\n  directory: [x]", want: []string{"hearth.yaml:2: peers: "}},
		"a list for the file":    {file: "- a", want: []string{"hearth.yaml:1: "}},
		"the same key twice":     {file: "data_dir: a\nhttp_addr: 127.0.0.1:1\ndata_dir: b", want: []string{"hearth.yaml:3: data_dir: stands twice, first in line 1"}},
		"the same peer twice":    {file: "peers:\n  a: x:1\n  a: y:1", want: []string{"hearth.yaml:2: peers: "}},
		"not YAML":               {file: "data_dir: x\nnats: b: c", want: []string{"hearth.yaml: line 2: "}},
		"two documents":          {file: "data_dir: a\n---\ndata_dir: b", want: []string{"hearth.yaml: more than one document"}},
		"an alias":               {file: "data_dir: &a x\nkeys_dir: *a", want: []string{"hearth.yaml:2: keys_dir: takes one value"}},
		"all that is wrong":      {file: "datadir: x\nstop_timeout: x", environ: []string{"HEARTH_X=1"}, args: []string{"--rate-burst=x"}, want: []string{"hearth.yaml:1: datadir", "hearth.yaml:2: stop_timeout", "HEARTH_X: ", "--rate-burst: "}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.Load(sources(t, test.file, test.environ, test.args...))
			require.Error(t, err)
			require.Equal(t, config.Config{}, c)
			lines := strings.Split(err.Error(), "\n")
			require.Len(t, lines, len(test.want), err)
			for i, want := range test.want {
				require.True(t, strings.HasPrefix(lines[i], want), "%q does not begin with %q", lines[i], want)
			}
		})
	}
}

func TestVariablesOfOthers(t *testing.T) {
	// Kubernetes makes them for services whose names begin with hearth; the tests and some commands have their own.
	_, err := config.Load(sources(t, "", []string{
		"HEARTH_KEY=hk_1", "HEARTH_TOKEN=x", "HEARTH_SERVER=h:1", "HEARTH_ADMIN_URL=postgres://x",
		"HEARTH_SERVICE_HOST=10.0.0.1", "HEARTH_SERVICE_PORT=80", "HEARTH_SERVICE_PORT_GRPC=90", "HEARTH_PORT=tcp://10.0.0.1:80",
		"HEARTH_PORT_80_TCP=tcp://10.0.0.1:80", "HEARTH_PORT_80_TCP_ADDR=10.0.0.1", "HEARTH_GATEWAY_SERVICE_HOST=10.0.0.1",
		"HEARTH_GATEWAY_PORT_80_TCP_PROTO=tcp", "HEARTH_TEST_POSTGRES=postgres://x", "HEARTH_SOAK=1", "HEARTH_SHARED=../shared", "HEARTHSTONE=1", "PATH=x", "ODD",
	}))
	require.NoError(t, err)
}
