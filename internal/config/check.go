package config

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Check refuses values that cannot be, or not beside each other, with an *Error for each.
func Check(c Config) error {
	r := &checker{config: c}
	r.addresses()
	r.urls()
	r.numbers()
	r.proxies()
	r.tls()
	r.need(c.DataDir != "", "data_dir", "names no folder")
	r.need(c.NATSPassword == "" || c.NATSUser != "", "nats.password", "needs nats.user")
	r.need(c.NATSListen == "" || c.NATSPassword != "", "nats.listen", "needs nats.user and nats.password: events are not for everybody")
	return errors.Join(r.wrong...)
}

type checker struct {
	config Config
	wrong  []error
}

func (r *checker) need(ok bool, key, problem string) {
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
		host, _, err := splitAddr(addr)
		if err == nil && host == "" {
			err = errors.New("names no host")
		}
		r.need(err == nil, "peers", fmt.Sprintf("%s: %q %v", role, addr, err))
		r.need(err != nil || secure || c.InsecureNetwork || isLoopback(host), "peers",
			fmt.Sprintf("%s: %q leaves this machine in plain text: set tls.ca, or insecure_network", role, addr))
	}
	both := c.HTTPAddr == c.GRPCAddr && !strings.HasSuffix(c.HTTPAddr, ":0")
	r.need(!both, "grpc_addr", "is the same as http_addr")
}

func (r *checker) listens(key, addr string, secure bool) {
	host, _, err := splitAddr(addr)
	r.need(err == nil, key, fmt.Sprintf("%q %v", addr, err))
	r.need(err != nil || secure || r.config.InsecureNetwork || isLoopback(host), key,
		fmt.Sprintf("%q is open beyond this machine in plain text: set tls.cert and tls.key where it can have them, or insecure_network", addr))
}

func splitAddr(addr string) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, errors.New("is not host:port")
	}
	port, err = strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("has a port that is not 0 to 65535")
	}
	return host, port, nil
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
	r.need(ok, key, "is not a URL that begins with "+strings.Join(schemes, ":// or ")+"://")
}

func (r *checker) proxies() {
	for _, network := range r.config.TrustedProxies {
		machine := netip.PrefixFrom(network.Addr(), network.Addr().BitLen())
		r.need(network == network.Masked(), "trusted_proxies", fmt.Sprintf("%s is neither a network nor a machine: write %s or %s", network, network.Masked(), machine))
		r.need(!network.Addr().Is4In6(), "trusted_proxies", fmt.Sprintf("%s is to be written as IPv4", network))
		r.need(network.Bits() > 0, "trusted_proxies", fmt.Sprintf("%s is everybody, and whoever is believed can make up any address", network))
	}
}

func (r *checker) numbers() {
	c := r.config
	r.need(c.TraceRatio >= 0 && c.TraceRatio <= 1, "trace_ratio", fmt.Sprintf("%v is not from 0 to 1", c.TraceRatio))
	r.need(c.RatePerSecond > 0 && c.RatePerSecond <= 1e6, "rate.per_second", fmt.Sprintf("%v is not above 0 and at most a million", c.RatePerSecond))
	r.need(c.RateBurst >= 1 && c.RateBurst <= 1e6, "rate.burst", fmt.Sprintf("%d is not from 1 to a million", c.RateBurst))
	r.need(c.StopTimeout > 0, "stop_timeout", fmt.Sprintf("%v is not above 0", c.StopTimeout))
	r.need(slices.Contains([]int{1, 3, 5}, c.NATSReplicas), "nats.replicas", fmt.Sprintf("%d is not 1, 3 or 5", c.NATSReplicas))
}

func (r *checker) tls() {
	t := r.config.TLS
	r.need((t.Cert == "") == (t.Key == ""), "tls.cert", "tls.cert and tls.key go together")
	r.need((t.ClientCert == "") == (t.ClientKey == ""), "tls.client_cert", "tls.client_cert and tls.client_key go together")
	r.need(t.ClientCA == "" || t.Cert != "", "tls.client_ca", "needs tls.cert")
	if len(r.wrong) > 0 {
		return
	}
	if _, err := t.Server(); err != nil {
		r.need(false, "tls.cert", err.Error())
	}
	if _, err := t.Client(); err != nil {
		r.need(false, "tls.client_cert", err.Error())
	}
}
