// Package client speaks to a running Hearth as other systems do: over its public gRPC API, with a key.
package client

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"path/filepath"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

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
	// Token gives a token that still holds.
	Token func(context.Context) (string, error)

	conn   *grpc.ClientConn
	signed grpc.ClientConnInterface
	key    func() (string, error)
	// named is that the key was named, and is not the one that Hearth itself writes.
	named bool
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
	c := &Client{
		Server: server, Locale: words.Of(o.Env), conn: conn, key: func() (string, error) { return key(cfg, o) },
		named: o.KeyFile != "" || o.Env(KeyVariable) != "",
	}
	c.Token, err = c.source(o)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	c.signed = rpc.WithToken(conn, c.Token)
	return c, nil
}

// source is where tokens come from: what was named for this command, else what hearth login keeps, else the key that lies here.
func (c *Client) source(o Options) (func(context.Context) (string, error), error) {
	if given := o.Env(TokenVariable); given != "" && o.KeyFile == "" {
		return func(context.Context) (string, error) { return given, nil }, nil
	}
	if c.named {
		return identity.TokenSource(c.exchange), nil
	}
	kept, err := readLogin()
	if err != nil {
		return nil, err
	}
	if kept.Server != c.Server {
		return identity.TokenSource(c.exchange), nil
	}
	return identity.TokenSource(func(ctx context.Context) (identity.Token, error) {
		token, err := c.refresh(ctx, kept)
		if err == nil {
			kept.Token, kept.Expires = token.Text, token.Expires
		}
		return token, err
	}), nil
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

// exchange logs in with the key.
func (c *Client) exchange(ctx context.Context) (identity.Token, error) {
	secret, err := c.key()
	if errors.Is(err, fs.ErrNotExist) && !c.named {
		secret, err = c.firstKey(ctx, err)
	}
	if err != nil {
		return identity.Token{}, err
	}
	return c.redeem(ctx, &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: secret}})
}

// firstKey is the key of a Hearth that starts for the first time: it takes its port, writes the key, and then answers.
func (c *Client) firstKey(ctx context.Context, missing error) (string, error) {
	_, err := healthv1.NewHealthClient(c.conn).Check(ctx, &healthv1.HealthCheckRequest{})
	if status.Code(err) == codes.Unavailable {
		return "", words.Say(words.NotStarted, c.Server, errors.Unwrap(missing))
	}
	return c.key()
}

func (c *Client) redeem(ctx context.Context, credential *directoryv1.ExchangeTokenRequest) (identity.Token, error) {
	response, err := directoryv1.NewTokenServiceClient(c.conn).ExchangeToken(c.Context(ctx), credential)
	if err != nil {
		return identity.Token{}, err
	}
	return tokenOf(response), nil
}

func tokenOf(response *directoryv1.ExchangeTokenResponse) identity.Token {
	return identity.Token{Text: response.GetAccessToken(), Expires: response.GetExpireTime().AsTime()}
}

// Conn signs every call; the token is renewed while it lasts.
func (c *Client) Conn() grpc.ClientConnInterface { return c.signed }

// Context asks for answers in the person's language.
func (c *Client) Context(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "accept-language", string(c.Locale))
}

// Close ends the connection.
func (c *Client) Close() error { return c.conn.Close() }

// signedWith signs every call with one token.
func signedWith(conn grpc.ClientConnInterface, token string) grpc.ClientConnInterface {
	return rpc.WithToken(conn, func(context.Context) (string, error) { return token, nil })
}
