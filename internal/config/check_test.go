package config_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/config"
)

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		change func(c *config.Config)
		// want is the key and a part of the problem; empty where all is well.
		key, problem string
	}{
		"the defaults":                  {change: func(*config.Config) {}},
		"any free port":                 {change: func(c *config.Config) { c.HTTPAddr, c.GRPCAddr = "127.0.0.1:0", "127.0.0.1:0" }},
		"IPv6 and a name":               {change: func(c *config.Config) { c.HTTPAddr, c.GRPCAddr = "[::1]:80", "localhost:90" }},
		"no port":                       {func(c *config.Config) { c.HTTPAddr = "127.0.0.1" }, "http_addr", "is not host:port"},
		"a port alone":                  {func(c *config.Config) { c.GRPCAddr = "9090" }, "grpc_addr", "is not host:port"},
		"a port by name":                {func(c *config.Config) { c.GRPCAddr = "127.0.0.1:grpc" }, "grpc_addr", "port"},
		"a port too high":               {func(c *config.Config) { c.GRPCAddr = "127.0.0.1:65536" }, "grpc_addr", "port"},
		"nothing for an address":        {func(c *config.Config) { c.HTTPAddr = "" }, "http_addr", "is not host:port"},
		"one port for both":             {func(c *config.Config) { c.GRPCAddr = c.HTTPAddr }, "grpc_addr", "same as http_addr"},
		"open in plain text":            {func(c *config.Config) { c.HTTPAddr = ":8080" }, "http_addr", "plain text"},
		"open in plain text too":        {func(c *config.Config) { c.GRPCAddr = "0.0.0.0:9090" }, "grpc_addr", "plain text"},
		"by a name that may be open":    {func(c *config.Config) { c.GRPCAddr = "localhost.example:9090" }, "grpc_addr", "plain text"},
		"open, as was said":             {change: func(c *config.Config) { c.HTTPAddr, c.InsecureNetwork = ":8080", true }},
		"no folder":                     {func(c *config.Config) { c.DataDir = "" }, "data_dir", "no folder"},
		"a database of another kind":    {func(c *config.Config) { c.DatabaseURL = "mysql://x/y" }, "database.url", "postgres://"},
		"a database that is no URL":     {func(c *config.Config) { c.DatabaseURL = "postgres://%zz" }, "database.url", "postgres://"},
		"a database for each role":      {change: func(c *config.Config) { c.DatabaseURL = "postgres://{role}:pw@db/hearth?search_path={role}" }},
		"a cluster":                     {change: func(c *config.Config) { c.NATSURL = "nats://a:4222, tls://b:4222" }},
		"a cluster, one wrong":          {func(c *config.Config) { c.NATSURL = "nats://a:4222,b:4222" }, "nats.url", "nats://"},
		"replicas":                      {func(c *config.Config) { c.NATSReplicas = 2 }, "nats.replicas", "1, 3 or 5"},
		"events for everybody":          {func(c *config.Config) { c.NATSListen = "127.0.0.1:4222" }, "nats.listen", "nats.user"},
		"a listener without a password": {func(c *config.Config) { c.NATSListen, c.NATSUser = "127.0.0.1:4222", "bi" }, "nats.listen", "nats.password"},
		"a password without a name":     {func(c *config.Config) { c.NATSPassword = "bi" }, "nats.password", "nats.user"},
		"a reader of a cluster":         {change: func(c *config.Config) { c.NATSUser = "bi" }},
		"events for one":                {change: func(c *config.Config) { c.NATSListen, c.NATSUser, c.NATSPassword = "127.0.0.1:4222", "bi", "x" }},
		"events in plain text":          {func(c *config.Config) { c.NATSListen, c.NATSUser, c.NATSPassword = ":4222", "bi", "x" }, "nats.listen", "plain text"},
		"a peer without a port":         {func(c *config.Config) { c.Peers = map[string]string{"survey": "s"} }, "peers", `survey: "s" is not host:port`},
		"a peer without a host":         {func(c *config.Config) { c.Peers = map[string]string{"survey": ":9090"} }, "peers", "no host"},
		"a peer here":                   {change: func(c *config.Config) { c.Peers = map[string]string{"survey": "127.0.0.1:9091"} }},
		"a peer in plain text":          {func(c *config.Config) { c.Peers = map[string]string{"survey": "s:9090"} }, "peers", "plain text"},
		"telemetry without a scheme":    {func(c *config.Config) { c.OTLPEndpoint = "127.0.0.1:4317" }, "otlp_endpoint", "http://"},
		"telemetry":                     {change: func(c *config.Config) { c.OTLPEndpoint = "https://collector:4317" }},
		"a share above all":             {func(c *config.Config) { c.TraceRatio = 1.1 }, "trace_ratio", "0 to 1"},
		"a share below none":            {func(c *config.Config) { c.TraceRatio = -0.1 }, "trace_ratio", "0 to 1"},
		"proxies": {change: func(c *config.Config) {
			c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32"), netip.MustParsePrefix("fd00::/64")}
		}},
		"everybody a proxy": {func(c *config.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("::/0")} }, "trusted_proxies", "everybody"},
		"an odd proxy": {func(c *config.Config) {
			c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("::ffff:10.0.0.0/104")}
		}, "trusted_proxies", "IPv4"},
		"no calls":                      {func(c *config.Config) { c.RatePerSecond = 0 }, "rate.per_second", "above 0"},
		"no call at once":               {func(c *config.Config) { c.RateBurst = 0 }, "rate.burst", "from 1"},
		"no time to stop":               {func(c *config.Config) { c.StopTimeout = 0 }, "stop_timeout", "above 0"},
		"a certificate without its key": {func(c *config.Config) { c.TLS.Cert = "x" }, "tls.cert", "go together"},
		"a client's without its key":    {func(c *config.Config) { c.TLS.ClientCert = "x" }, "tls.client_cert", "go together"},
		"authorities for plain text":    {func(c *config.Config) { c.TLS.ClientCA = "x" }, "tls.client_ca", "needs tls.cert"},
		"files that are not there":      {func(c *config.Config) { c.TLS.Cert, c.TLS.Key = "absent.pem", "absent.key" }, "tls.cert", "absent.pem"},
		"an authority that is not":      {func(c *config.Config) { c.TLS.CA = "absent.pem" }, "tls.client_cert", "absent.pem"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := config.Default()
			test.change(&c)
			err := config.Check(c)
			if test.key == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.key+": ")
			require.ErrorContains(t, err, test.problem)
			require.NotContains(t, err.Error(), "\n", "one thing is wrong")
		})
	}
}

func TestAWrongCombinationIsReportedWithItsPlace(t *testing.T) {
	_, err := config.Load(sources(t, "http_addr: 0.0.0.0:80\nstop_timeout: -1s", []string{"HEARTH_NATS_PASSWORD=bi"}, "--trace-ratio=2"))
	require.Error(t, err)
	for _, want := range []string{"hearth.yaml:1: http_addr: ", "hearth.yaml:2: stop_timeout: ", "HEARTH_NATS_PASSWORD: nats.password: ", "--trace-ratio: trace_ratio: "} {
		require.ErrorContains(t, err, want)
	}
}

func TestSecretsAreMasked(t *testing.T) {
	const secret = "hunter2"
	tests := map[string]struct{ value, shown string }{
		"database.url": {"postgres://{role}:hunter2@db:5432/hearth?sslmode=disable", "postgres://{role}:xxxxx@db:5432/hearth?sslmode=disable"},
		"nats.url":     {"nats://bi:hunter2@a:4222,nats://hunter2@b:4222", "nats://bi:xxxxx@a:4222,nats://xxxxx@b:4222"},
	}
	for key, test := range tests {
		variable := "HEARTH_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		c, err := config.Load(sources(t, "", []string{variable + "=" + test.value}))
		require.NoError(t, err)
		require.Equal(t, []config.Setting{{Key: key, Value: test.shown, Place: variable}}, config.Diff(c))

		for _, wrong := range []string{"db:hunter2@host", "postgres://x/y?password=hunter2", "mongo://x:hunter2@y/z", "postgres://u:hunter2@%zz", secret} {
			_, err := config.Load(sources(t, "", []string{variable + "=" + wrong}))
			if err != nil {
				require.NotContains(t, err.Error(), secret)
				continue
			}
			c, err := config.Load(sources(t, "", []string{variable + "=" + wrong}))
			require.NoError(t, err)
			require.NotContains(t, config.Diff(c)[0].Value, secret)
		}
	}
	c, err := config.Load(sources(t, "nats: {listen: '127.0.0.1:4222', user: bi, password: hunter2}", nil))
	require.NoError(t, err)
	for _, setting := range config.Diff(c) {
		require.NotContains(t, setting.Value, secret)
	}
}

func TestDiff(t *testing.T) {
	c, err := config.Load(sources(t, "data_dir: d", nil, "--rate-burst=400"))
	require.NoError(t, err)
	require.Equal(t, []config.Setting{
		{Key: "data_dir", Value: "d", Default: "./.hearth", Place: "hearth.yaml:1"},
		{Key: "keys_dir", Value: filepath.Join("d", "keys"), Default: filepath.Join(".hearth", "keys"), Place: "derived"},
	}, config.Diff(c), "what was set to the default does not differ")
}

func TestEveryKeyIsDocumented(t *testing.T) {
	keys := config.Reference("en")
	require.Greater(t, len(keys), 20)
	key, sentence := regexp.MustCompile(`^[a-z]+([._][a-z]+)*$`), regexp.MustCompile(`^[A-Z].*\.$`)
	seen := map[string]bool{}
	for _, k := range keys {
		require.Regexp(t, key, k.Key)
		require.Regexp(t, sentence, k.Help, k.Key)
		require.NotContains(t, k.Help, "|", "it stands in a table")
		require.NotEmpty(t, k.Kind)
		for _, name := range []string{k.Key, k.Variable, k.Flag} {
			require.False(t, seen[name], "%s means two things", name)
			seen[name] = true
		}
	}
	require.Contains(t, config.ReferenceTable("en"), "| `http_addr` | `HEARTH_HTTP_ADDR` | `--http-addr` | text | `127.0.0.1:8080` |")
}

// TestTheManualHasTheReference holds docs/operating.md to what `hearth config keys` prints.
func TestTheManualHasTheReference(t *testing.T) {
	manual, err := os.ReadFile("../../docs/operating.md")
	require.NoError(t, err)
	require.Contains(t, string(manual), config.ReferenceTable("en"))
}
