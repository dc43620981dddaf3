// Package config reads how a Hearth is to run: defaults, then the file, then the environment, then flags. A wrong key or value is
// reported with its place.
package config

import (
	"log/slog"
	"maps"
	"net/netip"
	"path/filepath"
	"time"
)

// Config is how one process runs. The tags are its documentation: `hearth config keys` and docs/operating.md print them.
type Config struct {
	HTTPAddr string `key:"http_addr" help:"Where REST, Connect, gRPC-Web and the pages are served."`
	GRPCAddr string `key:"grpc_addr" help:"Where gRPC is served."`
	DataDir  string `key:"data_dir" help:"The folder of the embedded databases and events. Used when no roles are named."`
	KeysDir  string `key:"keys_dir" help:"The folder of the key files of the administrator and the services. Empty: the folder keys in data_dir."`

	DatabaseURL string `key:"database.url" secret:"url" help:"PostgreSQL, when roles are named. {role} stands for the role's name."`

	NATSURL      string `key:"nats.url" secret:"url" help:"The NATS cluster, when roles are named."`
	NATSReplicas int    `key:"nats.replicas" help:"How many servers of the NATS cluster keep each event: 1, 3 or 5."`
	NATSListen   string `key:"nats.listen" help:"Where the embedded event server lets other systems subscribe. Empty: nowhere."`
	NATSUser     string `key:"nats.user" help:"The name under which another system reads events; each stream keeps a durable consumer for it."`
	NATSPassword string `key:"nats.password" secret:"all" help:"The password for nats.user on the embedded event server; a cluster keeps its own."`

	Peers map[string]string `key:"peers" help:"Where the roles that do not run in this process serve gRPC, such as directory=host:9090,survey=host:9090."`

	TLS             TLS  `key:"tls"`
	InsecureNetwork bool `key:"insecure_network" help:"Allow plain text beyond this machine, for networks that encrypt by themselves."`

	OTLPEndpoint string     `key:"otlp_endpoint" help:"Where traces and metrics are sent by OTLP over gRPC, such as http://127.0.0.1:4317. Empty: nowhere."`
	TraceRatio   float64    `key:"trace_ratio" help:"The share of calls that are traced, 0 to 1, unless the caller's trace decides."`
	LogLevel     slog.Level `key:"log_level" help:"The least level that is logged: DEBUG, INFO, WARN or ERROR."`

	TrustedProxies []netip.Prefix `key:"trusted_proxies" help:"The proxies and load balancers that are believed about where calls come from, such as 10.1.0.0/24,fd00::/64. Those of this machine are."`

	RatePerSecond float64 `key:"rate.per_second" help:"Calls a second that one caller may make in the long run, to each server."`
	RateBurst     int     `key:"rate.burst" help:"Calls that one caller may make at once."`

	StopTimeout time.Duration `key:"stop_timeout" help:"How long calls under way may take to end when Hearth stops."`

	places map[string]string
}

// TLS names the PEM files for the network. Certificates with their keys are read anew when they change; authorities at the start.
type TLS struct {
	Cert       string `key:"cert" help:"The certificate chain that this process shows on its ports. Empty: plain text."`
	Key        string `key:"key" help:"The private key of tls.cert."`
	ClientCA   string `key:"client_ca" help:"The authorities whose certificates callers must show. Empty: callers need none."`
	CA         string `key:"ca" help:"The authorities whose certificates the peers show. Empty, with tls.client_cert: those of the system."`
	ClientCert string `key:"client_cert" help:"The certificate chain that this process shows to its peers."`
	ClientKey  string `key:"client_key" help:"The private key of tls.client_cert."`
}

// Default is the configuration of a Hearth that was told nothing: everything in one process, on this machine alone.
func Default() Config {
	return Config{
		HTTPAddr: "127.0.0.1:8080", GRPCAddr: "127.0.0.1:9090", DataDir: "./.hearth",
		NATSReplicas: 3, TraceRatio: 1, LogLevel: slog.LevelInfo,
		RatePerSecond: 200, RateBurst: 400, StopTimeout: 20 * time.Second,
	}
}

// Place tells where the value of a key was set: "hearth.yaml:3", "HEARTH_DATA_DIR", "--data-dir", or "" for a default.
func (c Config) Place(key string) string { return c.places[key] }

func (c *Config) set(f field, text, place string) error {
	if err := f.set(text); err != nil {
		return &Error{Key: f.key, Place: place, Problem: f.problem(text)}
	}
	c.places = maps.Clone(c.places)
	if c.places == nil {
		c.places = map[string]string{}
	}
	c.places[f.key] = place
	return nil
}

// derive fills in what follows from other values.
func (c *Config) derive() {
	if c.KeysDir == "" {
		c.KeysDir = filepath.Join(c.DataDir, "keys")
	}
}
