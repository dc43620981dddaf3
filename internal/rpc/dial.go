package rpc

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"

	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

const (
	clientPing        = 30 * time.Second
	clientPingTimeout = 10 * time.Second
	maxAnswerBytes    = 16 << 20
	connectTimeout    = 20 * time.Second
	// reconnect is the longest pause before a server that was away is looked for again.
	reconnect = 5 * time.Second
)

// Dial connects to a server of Hearth: "host:port", or any target of gRPC's. It returns at once; the connection is made by the first
// call. Calls are spread over all addresses of the name. Calls that change nothing are tried again when the server does not answer;
// a call that changes something is its caller's to repeat, with the same request id. No tlsConfig is plain text.
func Dial(addr string, tlsConfig *tls.Config, clientStats stats.Handler) (*grpc.ClientConn, error) {
	again := backoff.DefaultConfig
	again.MaxDelay = reconnect
	options := []grpc.DialOption{
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: again, MinConnectTimeout: connectTimeout}),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(serviceConfig()),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: clientPing, Timeout: clientPingTimeout}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswerBytes)),
	}
	if tlsConfig != nil {
		options = append(options, grpc.WithTransportCredentials(credentials.NewTLS(tlsConfig)))
	}
	if clientStats != nil {
		options = append(options, grpc.WithStatsHandler(clientStats))
	}
	return grpc.NewClient(addr, options...)
}

type (
	config struct {
		LoadBalancing []map[string]struct{} `json:"loadBalancingConfig"`
		Methods       []methodConfig        `json:"methodConfig"`
	}
	methodConfig struct {
		Name  []methodName `json:"name"`
		Retry retryPolicy  `json:"retryPolicy"`
	}
	methodName struct {
		Service string `json:"service"`
		Method  string `json:"method,omitempty"`
	}
	retryPolicy struct {
		MaxAttempts int      `json:"maxAttempts"`
		Initial     string   `json:"initialBackoff"`
		Max         string   `json:"maxBackoff"`
		Multiplier  float64  `json:"backoffMultiplier"`
		Codes       []string `json:"retryableStatusCodes"`
	}
)

// serviceConfig names every method that changes nothing, for gRPC would repeat a broken call whether or not it had its effect.
func serviceConfig() string {
	reads := []methodName{{Service: "grpc.health.v1.Health"}}
	for _, service := range permit.Services() {
		for i := range service.Methods().Len() {
			method, ok := permit.Lookup(permit.FullMethod(service.Methods().Get(i)))
			if ok && !method.Permission.GetMutates() && !method.Permission.GetOpen() {
				reads = append(reads, methodName{string(service.FullName()), string(service.Methods().Get(i).Name())})
			}
		}
	}
	text, err := json.Marshal(config{
		LoadBalancing: []map[string]struct{}{{"round_robin": {}}},
		Methods: []methodConfig{{Name: reads, Retry: retryPolicy{
			MaxAttempts: 4, Initial: "0.1s", Max: "2s", Multiplier: 3, Codes: []string{"UNAVAILABLE"},
		}}},
	})
	if err != nil {
		panic(err) // plain texts and numbers
	}
	return string(text)
}

// WithToken is conn with the token's authorization on each call whose context brings none.
func WithToken(conn grpc.ClientConnInterface, token func(ctx context.Context) (string, error)) grpc.ClientConnInterface {
	return &authorized{conn, token}
}

type authorized struct {
	conn  grpc.ClientConnInterface
	token func(ctx context.Context) (string, error)
}

func (a *authorized) Invoke(ctx context.Context, method string, req, resp any, opts ...grpc.CallOption) error {
	ctx, err := a.sign(ctx)
	if err != nil {
		return err
	}
	return a.conn.Invoke(ctx, method, req, resp, opts...)
}

func (a *authorized) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	ctx, err := a.sign(ctx)
	if err != nil {
		return nil, err
	}
	return a.conn.NewStream(ctx, desc, method, opts...)
}

func (a *authorized) sign(ctx context.Context) (context.Context, error) {
	if outgoing, ok := metadata.FromOutgoingContext(ctx); ok && len(outgoing.Get("authorization")) > 0 {
		return ctx, nil
	}
	token, err := a.token(ctx)
	if err != nil {
		return nil, err
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token), nil
}

// RequireLoopback refuses an address that leaves this machine. To be asked before plain text is spoken.
func RequireLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	if ip := net.ParseIP(strings.Trim(host, "[]")); host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return nil
	}
	return fmt.Errorf("%s is not on this machine: plain text would be read on the way; configure TLS, or say that the network is safe", addr)
}
