// Package deploy_test tries what stands in deploy: the configuration of the event bus and of the composed services.
package deploy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/hearth-culture/hearth/internal/config"
)

func TestWhoMayDoWhatOnTheBus(t *testing.T) {
	for _, user := range []string{"DIRECTORY", "SURVEY", "READER"} {
		t.Setenv("NATS_"+user+"_PASSWORD", strings.ToLower(user))
	}
	text, err := os.ReadFile("../../deploy/nats.conf")
	require.NoError(t, err)
	here := strings.NewReplacer("port: 4222", `host: "127.0.0.1", port: -1`, "/data", t.TempDir()).Replace(string(text))
	file := filepath.Join(t.TempDir(), "nats.conf")
	require.NoError(t, os.WriteFile(file, []byte(here), 0o600))
	options, err := server.ProcessConfigFile(file)
	require.NoError(t, err)
	options.NoSigs, options.NoLog = true, true
	bus, err := server.NewServer(options)
	require.NoError(t, err)
	bus.Start()
	t.Cleanup(func() { bus.Shutdown(); bus.WaitForShutdown() })
	require.True(t, bus.ReadyForConnections(20*time.Second))

	directory, reader := connect(t, bus, "directory"), connect(t, bus, "reader")
	heard, err := reader.conn.SubscribeSync("hearth.>")
	require.NoError(t, err)
	require.NoError(t, reader.conn.Flush())
	directory.refuses(t, "hearth.survey.v1.survey.changed", "a service cannot speak for another")
	require.NoError(t, directory.conn.Publish("hearth.directory.v1.unit.changed", nil))
	message, err := heard.NextMsg(10 * time.Second)
	require.NoError(t, err, "another system hears the events")
	require.Equal(t, "hearth.directory.v1.unit.changed", message.Subject, "and none of those that were refused")
	for _, subject := range []string{"hearth.directory.v1.unit.changed", "$JS.API.STREAM.DELETE.HEARTH_DIRECTORY", "$JS.hearth.API.STREAM.DELETE.HEARTH_DIRECTORY"} {
		reader.refuses(t, subject, "another system changes nothing")
	}
}

type client struct {
	conn    *nats.Conn
	refused chan error
}

func connect(t *testing.T, bus *server.Server, user string) client {
	c := client{refused: make(chan error, 10)}
	var err error
	c.conn, err = nats.Connect(bus.ClientURL(), nats.UserInfo(user, user), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { c.refused <- err }))
	require.NoError(t, err)
	t.Cleanup(c.conn.Close)
	return c
}

// refuses demands that the server says no.
func (c client) refuses(t *testing.T, subject, why string) {
	require.NoError(t, c.conn.Publish(subject, nil))
	select {
	case err := <-c.refused:
		require.ErrorIs(t, err, nats.ErrPermissionViolation, subject+": "+why)
	case <-time.After(10 * time.Second):
		require.Fail(t, subject+" was taken", why)
	}
}

func TestTheComposedServicesAreConfiguredByKeysThatExist(t *testing.T) {
	text, err := os.ReadFile("../../docker-compose.yml")
	require.NoError(t, err)
	var compose struct {
		Services map[string]struct {
			Command     []string          `yaml:"command"`
			Environment map[string]string `yaml:"environment"`
		} `yaml:"services"`
	}
	require.NoError(t, yaml.Unmarshal(text, &compose))
	preset := regexp.MustCompile(`\$\{[A-Z_]+:-([^}]*)\}`)
	for _, role := range []string{"migrate", "directory", "survey", "gateway"} {
		service, ok := compose.Services[role]
		require.True(t, ok, role)
		var environ []string
		for name, value := range service.Environment {
			environ = append(environ, name+"="+preset.ReplaceAllString(value, "$1"))
		}
		_, err := config.Load(config.Sources{Folder: t.TempDir(), Environ: environ})
		require.NoError(t, err, role)
	}
}
