package config

import (
	"errors"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

// Check refuses values that cannot be, or not beside each other, with an *Error for each.
func Check(c Config) error {
	r := &checker{config: c}
	r.addresses()
	r.urls()
	r.numbers()
	r.proxies()
	r.tls()
	r.need(c.DataDir != "", "data_dir", model.Say("names no folder", "未指定目录"))
	r.need(c.NATSPassword == "" || c.NATSUser != "", "nats.password", model.Say("needs nats.user", "须同时设置 nats.user"))
	r.need(c.NATSListen == "" || c.NATSPassword != "", "nats.listen", model.Say("needs nats.user and nats.password: events are not for everybody", "须同时设置 nats.user 和 nats.password：事件并非对所有人开放"))
	return errors.Join(r.wrong...)
}

type checker struct {
	config Config
	wrong  []error
}

func (r *checker) need(ok bool, key string, problem model.Words) {
	if !ok {
		r.wrong = append(r.wrong, &Error{Key: key, Place: r.config.Place(key), Problem: problem})
	}
}

func (r *checker) addresses() {
	c := r.config
	r.listens("http_addr", c.HTTPAddr, c.TLS.Cert != "")
	r.listens("grpc_addr", c.GRPCAddr, c.TLS.Cert != "")
	if c.NATSListen != "" {
		r.listens("nats.listen", c.NATSListen, false)
	}
	secure := c.TLS.CA != "" || c.TLS.ClientCert != ""
	for _, role := range slices.Sorted(maps.Keys(c.Peers)) {
		addr := c.Peers[role]
		host, problem := splitAddr(addr)
		if problem == fine && host == "" {
			problem = model.Say("names no host", "未指定主机")
		}
		r.need(problem == fine, "peers", model.Say("%s: %q %s", "%s：%q %s", role, addr, problem))
		r.need(problem != fine || secure || c.InsecureNetwork || isLoopback(host), "peers",
			model.Say("%s: %q leaves this machine in plain text: set tls.ca, or insecure_network",
				"%s：到 %q 的连接以明文离开本机：请设置 tls.ca，或 insecure_network", role, addr))
	}
	both := c.HTTPAddr == c.GRPCAddr && !strings.HasSuffix(c.HTTPAddr, ":0")
	r.need(!both, "grpc_addr", model.Say("is the same as http_addr", "与 http_addr 相同"))
}

func (r *checker) listens(key, addr string, secure bool) {
	host, problem := splitAddr(addr)
	r.need(problem == fine, key, model.Say("%q %s", "%q %s", addr, problem))
	r.need(problem != fine || secure || r.config.InsecureNetwork || isLoopback(host), key,
		model.Say("%q is open beyond this machine in plain text: set tls.cert and tls.key where it can have them, or insecure_network",
			"%q 以明文对本机之外开放：请设置 tls.cert 和 tls.key（如适用），或 insecure_network", addr))
}

// fine is no problem.
var fine model.Words

func splitAddr(addr string) (host string, problem model.Words) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return "", model.Say("is not host:port", "不是 host:port 格式")
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 {
		return "", model.Say("has a port that is not 0 to 65535", "的端口不在 0 至 65535 之间")
	}
	return host, fine
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (r *checker) urls() {
	c := r.config
	r.url("database.url", c.DatabaseURL, "postgres", "postgresql")
	for address := range strings.SplitSeq(c.NATSURL, ",") {
		r.url("nats.url", strings.TrimSpace(address), "nats", "tls", "ws", "wss")
	}
	r.url("otlp_endpoint", c.OTLPEndpoint, "http", "https")
}

func (r *checker) url(key, text string, schemes ...string) {
	if text == "" {
		return
	}
	address, err := parseURL(text)
	// The error would show the text, and with it a password.
	ok := err == nil && address.Host != "" && slices.Contains(schemes, address.Scheme)
	r.need(ok, key, model.Say("is not a URL that begins with %s", "不是以 %s 开头的 URL", strings.Join(schemes, ":// / ")+"://"))
}

func (r *checker) proxies() {
	for _, network := range r.config.TrustedProxies {
		machine := netip.PrefixFrom(network.Addr(), network.Addr().BitLen())
		r.need(network == network.Masked(), "trusted_proxies", model.Say(
			"%s is neither a network nor a machine: write %s or %s", "%s 既不是网络也不是主机：请写 %s 或 %s", network, network.Masked(), machine))
		r.need(!network.Addr().Is4In6(), "trusted_proxies", model.Say("%s is to be written as IPv4", "%s 应写成 IPv4 形式", network))
		r.need(network.Bits() > 0, "trusted_proxies", model.Say(
			"%s is everybody, and whoever is believed can make up any address", "%s 涵盖所有人，而受信者可以伪造任意地址", network))
	}
}

func (r *checker) numbers() {
	c := r.config
	r.need(c.TraceRatio >= 0 && c.TraceRatio <= 1, "trace_ratio", model.Say("%v is not from 0 to 1", "%v 不在 0 至 1 之间", c.TraceRatio))
	r.need(c.RatePerSecond > 0 && c.RatePerSecond <= 1e6, "rate.per_second", model.Say("%v is not above 0 and at most a million", "%v 须大于 0 且不超过一百万", c.RatePerSecond))
	r.need(c.RateBurst >= 1 && c.RateBurst <= 1e6, "rate.burst", model.Say("%d is not from 1 to a million", "%d 不在 1 至一百万之间", c.RateBurst))
	r.need(c.StopTimeout > 0, "stop_timeout", model.Say("%v is not above 0", "%v 须大于 0", c.StopTimeout))
	r.need(slices.Contains([]int{1, 3, 5}, c.NATSReplicas), "nats.replicas", model.Say("%d is not 1, 3 or 5", "%d 不是 1、3 或 5", c.NATSReplicas))
}

func (r *checker) tls() {
	t := r.config.TLS
	r.need((t.Cert == "") == (t.Key == ""), "tls.cert", model.Say("tls.cert and tls.key go together", "tls.cert 与 tls.key 须同时设置"))
	r.need((t.ClientCert == "") == (t.ClientKey == ""), "tls.client_cert", model.Say("tls.client_cert and tls.client_key go together", "tls.client_cert 与 tls.client_key 须同时设置"))
	r.need(t.ClientCA == "" || t.Cert != "", "tls.client_ca", model.Say("needs tls.cert", "须同时设置 tls.cert"))
	if len(r.wrong) > 0 {
		return
	}
	if _, err := t.Server(); err != nil {
		r.need(false, "tls.cert", said.Of(err))
	}
	if _, err := t.Client(); err != nil {
		r.need(false, "tls.client_cert", said.Of(err))
	}
}
