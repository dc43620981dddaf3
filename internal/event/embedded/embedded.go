// Package embedded runs a NATS server with JetStream inside the process, for a Hearth that is served whole.
//
// An acknowledged event survives a crash of the machine: every write is synced. The server listens only when it is told
// to. Who connects from outside has an account of its own, which sees events and can change nothing: it subscribes to
// hearth.> for what happens from now on, and reads the durable pull consumer that bears its user's name on each stream for
// what happened while it was away: in the JetStream domain "hearth", for its own account has no JetStream.
package embedded

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"text/template"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"golang.org/x/crypto/bcrypt"
)

const (
	maxStore     = 8 << 30 // bytes of all streams; each reserves its share of it
	startTimeout = 20 * time.Second
	insideUser   = "hearth"
)

// Options say where a server keeps its events and whom else it serves.
type Options struct {
	// Dir holds the streams.
	Dir string
	// Listen is the address for outside systems, host:port; empty: none.
	Listen string
	// User and Password are theirs. They are needed to listen.
	User, Password string
	Log            *slog.Logger
}

// Server is a running server.
type Server struct {
	server   *server.Server
	password string
}

// Start runs a server until Stop.
func Start(o Options) (*Server, error) {
	password := rand.Text()
	options, err := optionsOf(o, password)
	if err != nil {
		return nil, fmt.Errorf("embedded: %w", err)
	}
	s, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("embedded: %w", err)
	}
	complaints := &logger{log: o.Log}
	s.SetLoggerV2(complaints, false, false, false)
	s.Start()
	// A server that has given up is not waited for.
	if complaints.fatal.Load() || !s.ReadyForConnections(startTimeout) || !s.JetStreamEnabled() {
		s.Shutdown()
		return nil, fmt.Errorf("embedded: the event server did not start: %s", complaints.last())
	}
	return &Server{server: s, password: password}, nil
}

// Connect are the options by which this process connects, without a network.
func (s *Server) Connect() []nats.Option {
	// The prefix keeps answers to Hearth's own requests out of the inboxes that outside systems may listen to.
	return []nats.Option{nats.InProcessServer(s.server), nats.UserInfo(insideUser, s.password), nats.CustomInboxPrefix("_HEARTH")}
}

// Addr is where the server listens; empty where it does not.
func (s *Server) Addr() string {
	if addr := s.server.Addr(); addr != nil {
		return addr.String()
	}
	return ""
}

// Stop ends the server when everything is on disk.
func (s *Server) Stop() {
	s.server.Shutdown()
	s.server.WaitForShutdown()
}

func optionsOf(o Options, password string) (*server.Options, error) {
	options := &server.Options{}
	outside := o.Listen != ""
	if outside && (o.User == "" || o.Password == "") {
		return nil, errors.New("listening needs a user and a password")
	}
	// The server warns of plain passwords. These are hashed in memory alone and a guess is made over the network: it may be cheap.
	inside, err1 := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	theirs, err2 := bcrypt.GenerateFromPassword([]byte(o.Password), bcrypt.MinCost)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err := accounts.Execute(&text, map[string]any{"Outside": outside, "Inside": insideUser, "InsidePassword": strconv.Quote(string(inside)),
		"User": o.User, "UserQuoted": strconv.Quote(o.User), "Password": strconv.Quote(string(theirs))})
	if err != nil {
		return nil, err
	}
	if outside && !token.MatchString(o.User) {
		return nil, fmt.Errorf("user %q is not letters, digits, - and _", o.User)
	}
	if err := options.ProcessConfigString(text.String()); err != nil {
		return nil, err
	}
	options.ServerName = "hearth"
	options.NoSigs = true
	options.DontListen = !outside
	options.JetStream = true
	options.StoreDir = filepath.Clean(o.Dir)
	options.JetStreamMaxStore = maxStore
	options.JetStreamMaxMemory = 1 << 20 // no stream of Hearth's lives in memory
	// The default leaves what was acknowledged unsynced for up to two minutes.
	options.SyncAlways = true
	if outside {
		host, port, err := net.SplitHostPort(o.Listen)
		if err != nil {
			return nil, err
		}
		options.Host = host
		if options.Port, err = strconv.Atoi(port); err != nil {
			return nil, err
		}
		if options.Port == 0 {
			options.Port = server.RANDOM_PORT
		}
	}
	return options, nil
}

// accounts keeps outside systems in an account of their own. A permission within one account would not do: who may make a
// consumer, or ask one for messages, says where these are delivered, and could name a subject that changes a stream.
var accounts = template.Must(template.New("accounts").Parse(`
accounts {
  HEARTH {
    jetstream: enabled
    users: [{user: {{.Inside}}, password: {{.InsidePassword}}}]
    exports: [
      {{- if .Outside}}
      {stream: "hearth.>"}
      {service: "$JS.API.CONSUMER.INFO.*.{{.User}}"}
      {service: "$JS.API.CONSUMER.MSG.NEXT.*.{{.User}}", response_type: stream}
      {service: "$JS.ACK.*.{{.User}}.>"}
      {{- end}}
    ]
  }
  {{- if .Outside}}
  OUTSIDE {
    users: [{user: {{.UserQuoted}}, password: {{.Password}}, permissions: {
      subscribe: ["hearth.>", "_INBOX.>"]
      publish: ["$JS.hearth.API.CONSUMER.INFO.*.{{.User}}", "$JS.hearth.API.CONSUMER.MSG.NEXT.*.{{.User}}", "$JS.ACK.*.{{.User}}.>"]
    }}]
    imports: [
      {stream: {account: HEARTH, subject: "hearth.>"}}
      {service: {account: HEARTH, subject: "$JS.API.CONSUMER.INFO.*.{{.User}}"}, to: "$JS.hearth.API.CONSUMER.INFO.*.{{.User}}"}
      {service: {account: HEARTH, subject: "$JS.API.CONSUMER.MSG.NEXT.*.{{.User}}"}, to: "$JS.hearth.API.CONSUMER.MSG.NEXT.*.{{.User}}"}
      {service: {account: HEARTH, subject: "$JS.ACK.*.{{.User}}.>"}}
    ]
  }
  {{- end}}
}
`))
