package config_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/config"
)

func TestTheOperatingPageExplainsEveryKey(t *testing.T) {
	page, err := os.ReadFile("../../docs/operating.md")
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(string(page), config.ReferenceTable()), "docs/operating.md ends with the output of `hearth config keys`")
}
