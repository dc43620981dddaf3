package flush_test

import (
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/bustest"
	"github.com/hearth-culture/hearth/test/process"
)

// natsDir is the variable that makes a process of this test binary a NATS server on a folder.
const natsDir = "HEARTH_TEST_FLUSH_NATS"

// serveNATS is such a process. It prints its address and serves until it is told to end.
func serveNATS(dir string) int {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	url, stop, err := bustest.StartNATS(dir, 0)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer stop()
	fmt.Println(url)
	<-told
	return 0
}

var natsURL = regexp.MustCompile(`nats://\S+`)

// startNATS runs a traced NATS server as a process of its own.
func startNATS(t *testing.T, tracer string) (server *process.Process, url, file string) {
	self, err := os.Executable()
	require.NoError(t, err)
	traced, file := below(t, tracer, self)
	// The server that NATS is in has a race of its own: it takes a consumer while it brings its stream up to date. What the detector says of
	// that must not end the process, which runs none of our code.
	traced.Env = append(os.Environ(), natsDir+"="+t.TempDir(), "GORACE=exitcode=0")
	server = process.Launch(t, traced)
	require.Eventually(t, func() bool {
		require.False(t, server.Ended(), server.Output())
		url = natsURL.FindString(server.Output())
		return url != ""
	}, time.Minute, 20*time.Millisecond, "NATS serves")
	return server, url, file
}
