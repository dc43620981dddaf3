// Package client speaks to a running Hearth as other systems do: over its public gRPC API, with a key.
package client

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"path/filepath"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/rpc"
)

// The variables that a client reads beside the configuration.
const (
	ServerVariable = "HEARTH_SERVER"
	KeyVariable    = "HEARTH_KEY"
	TokenVariable  = "HEARTH_TOKEN"
)

// Options say which Hearth, and with what key. What is empty is found: on the machine of an embedded Hearth both are.
type Options struct {
	Server  string // host:port
	KeyFile string
	Env     func(name string) string
}

// Client is a connection to a Hearth.
type Client struct {
	Server string
	Locale words.Locale

	conn   *grpc.ClientConn
	signed grpc.ClientConnInterface
	key    func() (string, error)
}

// New connects to a Hearth with the first call. The caller closes it.
func New(cfg config.Config, o Options) (*Client, error) {
	server := reachable(cmp.Or(o.Server, o.Env(ServerVariable), cfg.GRPCAddr))
	security, err := security(cfg, server)
	if err != nil {
		return nil, err
	}
	conn, err := rpc.Dial(server, security, nil)
	if err != nil {
		return nil, err
	}
	c := &Client{Server: server, Locale: words.Of(o.Env), conn: conn, key: func() (string, error) { return key(cfg, o) }}
	token := identity.TokenSource(c.Exchange)
	if given := o.Env(TokenVariable); given != "" && o.KeyFile == "" {
		token = func(context.Context) (string, error) { return given, nil }
	}
	c.signed = rpc.WithToken(conn, token)
	return c, nil
}

// reachable is where to call a server that listens on an address: one that listens everywhere is called on this machine.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

// security is how the server is met. A key never leaves this machine in plain text unless the configuration says that the network is safe.
func security(cfg config.Config, server string) (*tls.Config, error) {
	configured, err := cfg.TLS.Client()
	if configured != nil || err != nil {
		return configured, err
	}
	if cfg.TLS.Cert == "" && (cfg.InsecureNetwork || rpc.RequireLoopback(server) == nil) {
		return nil, nil
	}
	return &tls.Config{MinVersion: tls.VersionTLS12}, nil
}

// key is the secret of the API key to use.
func key(cfg config.Config, o Options) (string, error) {
	if given := o.Env(KeyVariable); given != "" && o.KeyFile == "" {
		return given, nil
	}
	secret, err := identity.ReadKeyFile(cmp.Or(o.KeyFile, filepath.Join(cfg.KeysDir, identity.AdminKeyFile)))
	if err != nil {
		return "", words.Say(words.NoKey, err)
	}
	return secret, nil
}

// Exchange logs in with the key.
func (c *Client) Exchange(ctx context.Context) (identity.Token, error) {
	secret, err := c.key()
	if err != nil {
		return identity.Token{}, err
	}
	response, err := directoryv1.NewTokenServiceClient(c.conn).ExchangeToken(c.Context(ctx), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: secret},
	})
	if err != nil {
		return identity.Token{}, err
	}
	return identity.Token{Text: response.GetAccessToken(), Expires: response.GetExpireTime().AsTime()}, nil
}

// Conn signs every call; the token is renewed while it lasts.
func (c *Client) Conn() grpc.ClientConnInterface { return c.signed }

// Context asks for answers in the person's language.
func (c *Client) Context(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "accept-language", string(c.Locale))
}

// Close ends the connection.
func (c *Client) Close() error { return c.conn.Close() }
