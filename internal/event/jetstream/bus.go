// Package jetstream carries events over NATS JetStream: a stream for each service, kept on disk for seven days.
package jetstream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/hearth-culture/hearth/internal/event"
)

const (
	maxAge         = 7 * 24 * time.Hour
	defaultBytes   = 256 << 20
	defaultAckWait = 30 * time.Second
)

// Options say which NATS to use, and how its streams are kept.
type Options struct {
	// URL is the address of the cluster, several separated by commas. It is empty where Nats leads into an embedded server.
	URL string
	// Nats are further options of the connection: TLS, credentials, or those of an embedded server.
	Nats []nats.Option
	// Replicas is how many servers keep each event: 1, or 3 at scale. With 1, the server must sync every write.
	Replicas int
	// MaxBytes bounds each stream and is reserved up front; 0 is 256 MiB. A full stream refuses, and events wait in the outbox.
	MaxBytes int64
	// AckWait is after how long an unanswered event is delivered again; 0 is 30 seconds.
	AckWait time.Duration
	// Outside is the user of an embedded server for whom each stream keeps a durable pull consumer; empty: none.
	Outside string
	Log     *slog.Logger
}

// Bus is a connection to NATS.
type Bus struct {
	conn *nats.Conn
	js   jetstream.JetStream
	o    Options

	mu    sync.Mutex
	known map[string]bool // services whose streams are seen to
}

// Connect makes a Bus. It succeeds also while no server answers, and connects as soon as one does.
func Connect(o Options) (*Bus, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultBytes
	}
	if o.AckWait == 0 {
		o.AckWait = defaultAckWait
	}
	options := append([]nats.Option{
		nats.Name("hearth"), nats.MaxReconnects(-1), nats.ReconnectWait(500 * time.Millisecond), nats.RetryOnFailedConnect(true),
		// A password can be mended on the server, too: without this the second refusal would end the connection for good.
		nats.IgnoreAuthErrorAbort(),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				o.Log.Warn("event bus is away", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { o.Log.Info("event bus is back") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { o.Log.Warn("event bus", "error", err) }),
	}, o.Nats...)
	conn, err := nats.Connect(o.URL, options...)
	if err != nil {
		return nil, fmt.Errorf("jetstream: %w", err)
	}
	js, err := jetstream.New(conn)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("jetstream: %w", err)
	}
	return &Bus{conn: conn, js: js, o: o, known: map[string]bool{}}, nil
}

// Ready says why the bus is away; nil when it is there.
func (b *Bus) Ready() error {
	if b.conn.IsConnected() {
		return nil
	}
	if last := b.conn.LastError(); last != nil {
		return fmt.Errorf("jetstream: %w", last)
	}
	return fmt.Errorf("jetstream: %s", strings.ToLower(b.conn.Status().String()))
}

// Close sends what is under way, answers first, and ends the connection.
func (b *Bus) Close() {
	// Without a server there is nobody to flush to.
	_ = b.conn.FlushTimeout(time.Second)
	b.conn.Close()
}

// StreamName is the stream of a service.
func StreamName(service string) string { return "HEARTH_" + strings.ToUpper(service) }

// stream sees to the stream of a service, once for each connection and again when it turns out to be gone.
func (b *Bus) stream(ctx context.Context, service string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.known[service] {
		return nil
	}
	name := StreamName(service)
	_, err := b.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: name, Subjects: []string{"hearth." + service + ".>"}, Storage: jetstream.FileStorage, Replicas: max(b.o.Replicas, 1),
		Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew, MaxAge: maxAge, MaxBytes: b.o.MaxBytes,
		AllowAtomicPublish: true, DenyDelete: true,
	})
	if err == nil && b.o.Outside != "" {
		_, err = b.js.CreateOrUpdateConsumer(ctx, name, jetstream.ConsumerConfig{Durable: b.o.Outside, AckPolicy: jetstream.AckExplicitPolicy,
			AckWait: b.o.AckWait, DeliverPolicy: jetstream.DeliverAllPolicy})
	}
	if err != nil {
		return fmt.Errorf("jetstream: stream %s: %w", name, b.why(err))
	}
	b.known[service] = true
	return nil
}

// tooManyReplicas is the error code of a server that belongs to no cluster.
const tooManyReplicas = 10074

// why tells what stands behind an error: why the bus is away, or which setting asks for too much.
func (b *Bus) why(err error) error {
	if away := b.Ready(); away != nil {
		return errors.Join(err, away)
	}
	if refusal, ok := errors.AsType[*jetstream.APIError](err); ok && refusal.ErrorCode == tooManyReplicas {
		return fmt.Errorf("%w; nats.replicas is %d: a single server takes 1", err, b.o.Replicas)
	}
	return err
}

// gone notes that a stream may have to be made again.
func (b *Bus) gone(service string, err error) {
	if errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, jetstream.ErrStreamNotFound) {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.known, service)
	}
}

var _ event.Bus = (*Bus)(nil)
