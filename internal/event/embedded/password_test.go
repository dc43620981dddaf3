package embedded

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"
)

// The configuration is text in which numbers have suffixes: a drawn password may look like one.
func TestAnyPasswordCanBeDrawn(t *testing.T) {
	for _, password := range []string{"2K5XQ", "5M", "17", "2026", "7E3", "TRUE", "YES", "ABC"} {
		options, err := optionsOf(Options{Dir: t.TempDir()}, password)
		require.NoError(t, err, password)
		require.Len(t, options.Users, 1)
		require.NoError(t, bcrypt.CompareHashAndPassword([]byte(options.Users[0].Password), []byte(password)))
	}
}
