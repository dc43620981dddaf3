package app_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
)

// keys is a service with one open method.
type keys struct {
	directoryv1.UnimplementedTokenServiceServer
}

func (keys) GetJwks(context.Context, *directoryv1.GetJwksRequest) (*directoryv1.GetJwksResponse, error) {
	return &directoryv1.GetJwksResponse{Jwks: `{"keys":[]}`}, nil
}

func room(change func(*app.Service)) app.Module {
	return app.Module{
		Name: "directory", Migrations: []db.Set{event.Migrations()},
		Build: func(_ context.Context, d app.Deps) (app.Service, error) {
			service := app.Service{Register: func(r grpc.ServiceRegistrar) { directoryv1.RegisterTokenServiceServer(r, keys{}) }}
			if change != nil {
				change(&service)
			}
			return service, nil
		},
	}
}

func settings(t *testing.T) config.Config {
	cfg := config.Default()
	cfg.HTTPAddr, cfg.GRPCAddr = "127.0.0.1:0", "127.0.0.1:0"
	cfg.DataDir = filepath.Join(t.TempDir(), "data")
	cfg.KeysDir = filepath.Join(cfg.DataDir, "keys")
	return cfg
}

func start(t *testing.T, cfg config.Config, modules ...app.Module) *app.House {
	house, err := app.Start(t.Context(), cfg, modules, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, house.Stop()) })
	return house
}

func dial(t *testing.T, house *app.House) *grpc.ClientConn {
	conn, err := grpc.NewClient(house.GRPCAddr(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestAServiceAnswersInProcessAndOverTheNetwork(t *testing.T) {
	house := start(t, settings(t), room(nil))
	for name, conn := range map[string]grpc.ClientConnInterface{"in process": house.Conn("directory"), "network": dial(t, house)} {
		response, err := directoryv1.NewTokenServiceClient(conn).GetJwks(t.Context(), &directoryv1.GetJwksRequest{})
		require.NoError(t, err, name)
		require.Equal(t, `{"keys":[]}`, response.GetJwks(), name)
	}
	require.ErrorContains(t, house.Conn("kitchen").Invoke(t.Context(), "/x/y", nil, nil), `no service "kitchen"`)
}

func TestReadinessFollowsTheServicesAndEndsBeforeTheStop(t *testing.T) {
	trouble := make(chan error, 1)
	var now error
	house := start(t, settings(t), room(func(s *app.Service) {
		s.Ready = func(context.Context) error {
			select {
			case now = <-trouble:
			default:
			}
			return now
		}
	}))
	require.NoError(t, house.Ready())
	health := healthv1.NewHealthClient(dial(t, house))
	serving := func() healthv1.HealthCheckResponse_ServingStatus {
		response, err := health.Check(t.Context(), &healthv1.HealthCheckRequest{})
		if err != nil {
			return healthv1.HealthCheckResponse_UNKNOWN
		}
		return response.GetStatus()
	}
	require.Eventually(t, func() bool { return serving() == healthv1.HealthCheckResponse_SERVING }, 10*time.Second, 10*time.Millisecond)
	trouble <- errors.New("the stove is cold")
	require.Eventually(t, func() bool { return serving() == healthv1.HealthCheckResponse_NOT_SERVING }, 10*time.Second, 10*time.Millisecond)
	require.NoError(t, house.Stop())
	require.ErrorContains(t, house.Ready(), "stopping")
}

func TestAPartThatFailsIsReported(t *testing.T) {
	house := start(t, settings(t), room(func(s *app.Service) {
		s.Run = append(s.Run, func(context.Context) error { return errors.New("out of wood") })
	}))
	require.ErrorContains(t, <-house.Failed(), "directory: out of wood")
}

func TestAnUnknownMethodIsRefusedUnlessAModuleTakesIt(t *testing.T) {
	call := func(house *app.House) error {
		return dial(t, house).Invoke(t.Context(), "/hearth.kitchen.v1.StoveService/Light", &directoryv1.GetJwksRequest{}, &directoryv1.GetJwksResponse{})
	}
	require.Equal(t, codes.Unimplemented, status.Code(call(start(t, settings(t), room(nil)))))
	forwarding := room(func(s *app.Service) {
		s.Unknown = func(any, grpc.ServerStream) error { return model.ErrUnavailable }
	})
	require.Equal(t, codes.Unavailable, status.Code(call(start(t, settings(t), forwarding))))
}

func TestWhatKeepsAHouseFromStarting(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = busy.Close() }()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	used := settings(t)
	start(t, used, room(nil))
	newer := settings(t)
	later, err := app.Start(t.Context(), newer, []app.Module{room(nil)}, nil)
	require.NoError(t, err)
	require.NoError(t, later.Stop())
	future(t, app.DatabaseFile(newer.DataDir, "directory"))

	tests := []struct {
		name   string
		change func(*config.Config)
		check  func(error) bool
	}{
		{"a busy port", func(c *config.Config) { c.GRPCAddr = busy.Addr().String() }, is[*app.PortError]},
		{"a folder that is a file", func(c *config.Config) { c.DataDir = file }, is[*app.DataDirError]},
		{"a folder that another Hearth uses", func(c *config.Config) { c.DataDir = used.DataDir }, is[*app.DataDirError]},
		{"a folder of a newer Hearth", func(c *config.Config) { c.DataDir = newer.DataDir }, is[*app.SchemaError]},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := settings(t)
			test.change(&cfg)
			house, err := app.Start(t.Context(), cfg, []app.Module{room(nil)}, nil)
			require.Error(t, err)
			require.Nil(t, house)
			require.True(t, test.check(err), err.Error())
		})
	}
}

func is[E error](err error) bool {
	var wanted E
	return errors.As(err, &wanted)
}

// future marks the tables as those of a later version.
func future(t *testing.T, file string) {
	d, err := db.OpenSQLite(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO schema_event (version_id, is_applied) VALUES (9999, 1)")
		return err
	}))
	require.NoError(t, d.Close())
}
