package faults_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/test/house"
)

// TestTheGatewayNamesTheRolesThatAreMissing, so that whoever watches over it knows where to look. While one is well it serves that one.
func TestTheGatewayNamesTheRolesThatAreMissing(t *testing.T) {
	h := house.Start(t, house.Split)
	says := func(code int, text string) {
		require.Eventually(t, func() bool {
			answer, err := http.Get(h.HTTP + "/readyz")
			if err != nil {
				return false
			}
			body, err := io.ReadAll(answer.Body)
			return err == nil && answer.Body.Close() == nil && answer.StatusCode == code && string(body) == text
		}, time.Minute, 20*time.Millisecond, text)
	}
	says(http.StatusOK, "ready\n")
	require.NoError(t, h.Roles["survey"].Stop())
	require.NoError(t, h.Roles["incentive"].Stop())
	says(http.StatusOK, "ready\n")
	require.NoError(t, h.Roles["directory"].Stop())
	says(http.StatusServiceUnavailable, "not ready: directory, incentive, survey\n")
}
