// Package deploy_test tries what stands in deploy: the configuration of the event bus and of the composed services.
package deploy_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/hearth-culture/hearth/internal/config"
)

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
	for _, role := range []string{"migrate", "directory", "survey", "incentive", "gateway"} {
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
