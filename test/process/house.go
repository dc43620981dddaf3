package process

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// Whole is the only role of an embedded House.
const Whole = ""

// House is a Hearth of processes: one that holds everything, or one for each role beside PostgreSQL and a NATS server.
type House struct {
	Shape house.Shape
	// GRPC and HTTP are the public addresses. They stay the same when a process is started again.
	GRPC, HTTP string
	// Data is the data folder of an embedded House, Keys the folder of the key files.
	Data, Keys string
	// NATS is the URL of the event bus: for an embedded House that of an outside system.
	NATS string

	processes map[string]*Process
	health    map[string]*grpc.ClientConn
	commands  map[string]func(t testing.TB) *exec.Cmd
	conn      *grpc.ClientConn
	cfg       config.Config
	operator  []string // the variables of whoever looks after its data
}

// Start brings a House up, which ends with the test, and waits until it is ready.
func Start(t testing.TB, shape house.Shape) *House {
	t.Helper()
	h := Prepare(t, shape)
	for _, role := range h.Roles() {
		h.Restart(t, role)
	}
	h.AwaitReady(t)
	return h
}

// Prepare does all that comes before the first start.
func Prepare(t testing.TB, shape house.Shape) *House {
	t.Helper()
	folder := t.TempDir()
	h := &House{Shape: shape, Data: filepath.Join(folder, "data"), Keys: filepath.Join(folder, "keys"),
		processes: map[string]*Process{}, health: map[string]*grpc.ClientConn{}, commands: map[string]func(testing.TB) *exec.Cmd{}}
	h.cfg = config.Default()
	h.cfg.DataDir, h.cfg.KeysDir = h.Data, h.Keys
	if shape == house.Embedded {
		h.embedded(t)
	} else {
		h.split(t)
	}
	h.conn = dial(t, h.GRPC)
	testkit.Record("shape=" + string(shape))
	return h
}

// common are the variables of every process.
func (h *House) common() []string {
	return []string{"HEARTH_KEYS_DIR=" + h.Keys, "HEARTH_RATE_PER_SECOND=1000000", "HEARTH_RATE_BURST=1000000", "HEARTH_LOG_LEVEL=WARN"}
}

func (h *House) embedded(t testing.TB) {
	listen := Addr(t)
	h.GRPC, h.HTTP = Addr(t), Addr(t)
	h.NATS = "nats://outside:outside@" + listen
	env := append(h.common(), "HEARTH_DATA_DIR="+h.Data, "HEARTH_GRPC_ADDR="+h.GRPC, "HEARTH_HTTP_ADDR="+h.HTTP,
		"HEARTH_NATS_LISTEN="+listen, "HEARTH_NATS_USER=outside", "HEARTH_NATS_PASSWORD=outside")
	h.operator = append(h.common(), "HEARTH_DATA_DIR="+h.Data)
	h.add(t, Whole, h.GRPC, env)
}

// split makes the tables, as an operator does before the first start, with the administrator's login.
func (h *House) split(t testing.TB) {
	adminURL := testkit.Postgres(t)
	nats, stop, err := bustest.StartNATS(t.TempDir(), 0)
	require.NoError(t, err)
	t.Cleanup(stop)
	h.NATS = nats
	h.cfg.DatabaseURL = testkit.RoleURL(t, adminURL)
	common := append(h.common(), "HEARTH_DATABASE_URL="+h.cfg.DatabaseURL, "HEARTH_NATS_URL="+nats, "HEARTH_NATS_REPLICAS=1")
	h.operator = append(h.common(), "HEARTH_DATABASE_URL="+h.cfg.DatabaseURL)
	said, code := Run(t, Command(t, common, "migrate", "--admin-url", adminURL))
	require.Zero(t, code, said)

	var peers []string
	addrs := map[string]string{}
	for _, module := range modules.All(h.cfg) {
		addrs[module.Name] = Addr(t)
		peers = append(peers, module.Name+"="+addrs[module.Name])
		if module.HTTP {
			h.GRPC, h.HTTP = addrs[module.Name], Addr(t)
		}
	}
	for role, addr := range addrs {
		h.add(t, role, addr, append(slices.Clone(common), "HEARTH_GRPC_ADDR="+addr, "HEARTH_HTTP_ADDR="+h.HTTP, "HEARTH_PEERS="+strings.Join(peers, ",")))
	}
}

func (h *House) add(t testing.TB, role, addr string, env []string) {
	args := []string{"serve"}
	if role != Whole {
		args = append(args, role)
	}
	h.commands[role] = func(t testing.TB) *exec.Cmd { return Command(t, env, args...) }
	h.health[role] = dial(t, addr)
}

// Operate runs a command of whoever looks after the data of the House, beside its processes, and returns what it said.
func (h *House) Operate(t testing.TB, args ...string) string {
	t.Helper()
	said, code := Run(t, Command(t, h.operator, args...))
	require.Zero(t, code, said)
	return said
}

// Roles are the roles of the House, each a process.
func (h *House) Roles() []string {
	var roles []string
	for role := range h.commands {
		roles = append(roles, role)
	}
	slices.Sort(roles)
	return roles
}

// Command is the command that serves a role.
func (h *House) Command(t testing.TB, role string) *exec.Cmd { return h.commands[role](t) }

// Restart starts a role that does not run.
func (h *House) Restart(t testing.TB, role string) { h.Launch(t, role, h.Command(t, role)) }

// Launch starts a role by a command of its own.
func (h *House) Launch(t testing.TB, role string, cmd *exec.Cmd) {
	h.processes[role] = Launch(t, cmd)
}

// Twin starts another process of a role beside the one that runs, as whoever wants it to survive a kill does: both on the same database
// and bus. The others of the House go on calling the first.
func (h *House) Twin(t testing.TB, role string) (*Process, *grpc.ClientConn) {
	t.Helper()
	addr := Addr(t)
	cmd := h.Command(t, role)
	cmd.Env = append(cmd.Env, "HEARTH_GRPC_ADDR="+addr)
	twin, conn := Launch(t, cmd), dial(t, addr)
	awaitServing(t, role, twin, conn)
	return twin, conn
}

// Direct is a connection to the process that serves a role, past the public address.
func (h *House) Direct(role string) *grpc.ClientConn { return h.health[role] }

// Process is the process that serves a role.
func (h *House) Process(role string) *Process { return h.processes[role] }

// AwaitReady waits until every role says that it is ready, and can be reached through the public address: whoever stands there may need a
// moment to find one that was started again.
func (h *House) AwaitReady(t testing.TB) {
	t.Helper()
	for role, conn := range h.health {
		awaitServing(t, role, h.processes[role], conn)
	}
	for _, method := range []string{
		directoryv1.UnitService_ListUnits_FullMethodName, surveyv1.SurveyService_ListSurveys_FullMethodName, incentivev1.LedgerService_ListLedgers_FullMethodName,
	} {
		require.Eventually(t, func() bool {
			err := h.conn.Invoke(t.Context(), method, &emptypb.Empty{}, &emptypb.Empty{})
			return status.Code(err) == codes.Unauthenticated
		}, 30*time.Second, 20*time.Millisecond, "%s can be reached", method)
	}
}

func awaitServing(t testing.TB, role string, p *Process, conn *grpc.ClientConn) {
	t.Helper()
	require.Eventually(t, func() bool {
		require.False(t, p.Ended(), "%q ended: %s", role, p.Output())
		return serving(t, conn)
	}, 90*time.Second, 20*time.Millisecond, "%q becomes ready", role)
}

func serving(t testing.TB, conn *grpc.ClientConn) bool {
	got, err := healthv1.NewHealthClient(conn).Check(t.Context(), &healthv1.HealthCheckRequest{})
	return err == nil && got.GetStatus() == healthv1.HealthCheckResponse_SERVING
}

// Serving says whether a role says that it is ready.
func (h *House) Serving(t testing.TB, role string) bool { return serving(t, h.health[role]) }

// Conn is a connection to the public gRPC address. It outlives the processes there.
func (h *House) Conn() *grpc.ClientConn { return h.conn }

// Admin is a context in which calls are the first administrator's.
func (h *House) Admin(t testing.TB) context.Context {
	t.Helper()
	return h.Keyed(t, identity.AdminKeyFile)
}

// Keyed is a context in which calls are made with a key file.
func (h *House) Keyed(t testing.TB, file string) context.Context {
	t.Helper()
	secret, err := identity.ReadKeyFile(filepath.Join(h.Keys, file))
	require.NoError(t, err)
	got, err := directoryv1.NewTokenServiceClient(h.conn).ExchangeToken(t.Context(), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: secret},
	})
	require.NoError(t, err)
	return calltest.As(t.Context(), got.GetAccessToken())
}

// Database opens the database of a service beside the processes, to look at what it keeps.
func (h *House) Database(t testing.TB, service string) *db.DB {
	t.Helper()
	found, err := app.WithData(modules.All(h.cfg), []string{service})
	require.NoError(t, err)
	d, err := app.OpenData(t.Context(), h.cfg, found[0])
	require.NoError(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// Addr is a free address of this machine. Its port is none of those that connections are given, so that none takes it while the
// process that listens there is down.
func Addr(t testing.TB) string {
	t.Helper()
	for range 100 {
		addr := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000))
		if listener, err := net.Listen("tcp", addr); err == nil {
			require.NoError(t, listener.Close())
			return addr
		}
	}
	require.Fail(t, "no free port")
	return ""
}

func dial(t testing.TB, addr string) *grpc.ClientConn {
	// Who kills servers does not want to wait longer and longer for them.
	again := backoff.Config{BaseDelay: 50 * time.Millisecond, Multiplier: 1, MaxDelay: 100 * time.Millisecond}
	conn, err := grpc.NewClient(addr, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: again, MinConnectTimeout: time.Second}))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
