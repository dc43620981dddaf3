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
	HTTPAddr string `key:"http_addr" help:"Where REST, Connect, gRPC-Web and the pages are served." zh:"REST、Connect、gRPC-Web 与页面的监听地址。"`
	GRPCAddr string `key:"grpc_addr" help:"Where gRPC is served." zh:"gRPC 的监听地址。"`
	DataDir  string `key:"data_dir" help:"The folder of the embedded databases and events. Used when no roles are named." zh:"内嵌数据库与事件的目录；未指定角色时使用。"`
	KeysDir  string `key:"keys_dir" help:"The folder of the key files of the administrator and the services. Empty: the folder keys in data_dir." zh:"管理员与各服务密钥文件的目录。留空：data_dir 下的 keys 目录。"`

	DatabaseURL string `key:"database.url" secret:"url" help:"PostgreSQL, when roles are named. {role} stands for the role's name." zh:"指定角色时使用的 PostgreSQL。{role} 代表角色名。"`

	NATSURL      string `key:"nats.url" secret:"url" help:"The NATS cluster, when roles are named." zh:"指定角色时使用的 NATS 集群。"`
	NATSReplicas int    `key:"nats.replicas" help:"How many servers of the NATS cluster keep each event: 1, 3 or 5." zh:"NATS 集群中保存每个事件的服务器数：1、3 或 5。"`
	NATSListen   string `key:"nats.listen" help:"Where the embedded event server lets other systems subscribe. Empty: nowhere." zh:"内嵌事件服务供其他系统订阅的监听地址。留空：不开放。"`
	NATSUser     string `key:"nats.user" help:"The name under which another system reads events; each stream keeps a durable consumer for it." zh:"其他系统读取事件所用的用户名；每个流为其保留一个持久消费者。"`
	NATSPassword string `key:"nats.password" secret:"all" help:"The password for nats.user on the embedded event server; a cluster keeps its own." zh:"内嵌事件服务中 nats.user 的密码；集群自行保管密码。"`

	Peers map[string]string `key:"peers" help:"Where the roles that do not run in this process serve gRPC, such as directory=host:9090,survey=host:9090." zh:"不在本进程运行的角色的 gRPC 地址，例如 directory=host:9090,survey=host:9090。"`

	TLS             TLS  `key:"tls"`
	InsecureNetwork bool `key:"insecure_network" help:"Allow plain text beyond this machine, for networks that encrypt by themselves." zh:"允许以明文离开本机，适用于自行加密的网络。"`

	OTLPEndpoint string     `key:"otlp_endpoint" help:"Where traces and metrics are sent by OTLP over gRPC, such as http://127.0.0.1:4317. Empty: nowhere." zh:"以 OTLP/gRPC 发送链路与指标的地址，例如 http://127.0.0.1:4317。留空：不发送。"`
	TraceRatio   float64    `key:"trace_ratio" help:"The share of calls that are traced, 0 to 1, unless the caller's trace decides." zh:"记录链路的调用比例，0 至 1；调用方已有链路时以其为准。"`
	LogLevel     slog.Level `key:"log_level" help:"The least level that is logged: DEBUG, INFO, WARN or ERROR." zh:"记录日志的最低级别：DEBUG、INFO、WARN 或 ERROR。"`

	TrustedProxies []netip.Prefix `key:"trusted_proxies" help:"The proxies and load balancers that are believed about where calls come from, such as 10.1.0.0/24,fd00::/64. Those of this machine are." zh:"其所报的调用来源地址可信的代理与负载均衡，例如 10.1.0.0/24,fd00::/64。本机的始终可信。"`

	RatePerSecond float64 `key:"rate.per_second" help:"Calls a second that one caller may make in the long run, to each server." zh:"一个调用方长期对每个服务器每秒可发起的调用数。"`
	RateBurst     int     `key:"rate.burst" help:"Calls that one caller may make at once." zh:"一个调用方可同时发起的调用数。"`

	StopTimeout time.Duration `key:"stop_timeout" help:"How long calls under way may take to end when Hearth stops." zh:"停止时等待进行中调用结束的最长时间。"`

	places map[string]string
}

// TLS names the PEM files for the network. Certificates with their keys are read anew when they change; authorities at the start.
type TLS struct {
	Cert       string `key:"cert" help:"The certificate chain that this process shows on its ports. Empty: plain text." zh:"本进程在其端口出示的证书链。留空：明文。"`
	Key        string `key:"key" help:"The private key of tls.cert." zh:"tls.cert 的私钥。"`
	ClientCA   string `key:"client_ca" help:"The authorities whose certificates callers must show. Empty: callers need none." zh:"调用方须出示由这些机构签发的证书。留空：调用方无需证书。"`
	CA         string `key:"ca" help:"The authorities whose certificates the peers show. Empty, with tls.client_cert: those of the system." zh:"签发对端证书的机构。留空但设置了 tls.client_cert 时：使用系统的机构。"`
	ClientCert string `key:"client_cert" help:"The certificate chain that this process shows to its peers." zh:"本进程向对端出示的证书链。"`
	ClientKey  string `key:"client_key" help:"The private key of tls.client_cert." zh:"tls.client_cert 的私钥。"`
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
