package edge

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
)

// pipes is a listener within the process, where time is the test's.
type pipes struct{ made chan net.Conn }

func (p *pipes) Accept() (net.Conn, error) {
	conn, ok := <-p.made
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p *pipes) Close() error   { close(p.made); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// slowly runs the test with a connection to a guarded handler. Sleeping takes no time.
func slowly(t *testing.T, handle http.HandlerFunc, run func(t *testing.T, conn net.Conn)) {
	synctest.Test(t, func(t *testing.T) {
		server := Server(Guard(handle, nil, nil, func(http.ResponseWriter, *http.Request, error) {}), testkit.Log(t))
		listener := &pipes{make(chan net.Conn)}
		go func() { _ = server.Serve(listener) }()
		mine, theirs := net.Pipe()
		listener.made <- theirs
		run(t, mine)
		require.NoError(t, mine.Close())
		require.NoError(t, server.Close())
		synctest.Wait()
	})
}

func send(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	_, err := io.WriteString(conn, text)
	require.NoError(t, err)
}

func TestWhoStopsInTheHeadersIsCutOff(t *testing.T) {
	slowly(t, nil, func(t *testing.T, conn net.Conn) {
		began := time.Now()
		send(t, conn, "POST / HTTP/1.1\r\nHost: x\r\n")
		_, err := io.ReadAll(conn)
		require.NoError(t, err)
		require.Equal(t, headerPatience, time.Since(began))
	})
}

func TestWhoStopsInTheBodyIsCutOff(t *testing.T) {
	var read chan error // made where time is the test's
	slowly(t, func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		read <- err
	}, func(t *testing.T, conn net.Conn) {
		read = make(chan error, 1)
		began := time.Now()
		send(t, conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
		err, ok := (<-read).(net.Error)
		require.True(t, ok)
		require.True(t, err.Timeout())
		require.Equal(t, Patience, time.Since(began))
	})
}

func TestWhoSendsOnIsNotCutOff(t *testing.T) {
	slowly(t, func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Error(err)
		}
	}, func(t *testing.T, conn net.Conn) {
		const pieces = 100
		send(t, conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
		for range pieces {
			time.Sleep(Patience - time.Second)
			send(t, conn, "x")
		}
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Equal(t, strings.Repeat("x", pieces), string(text))
	})
}

func TestWhoDoesNotReadIsCutOff(t *testing.T) {
	var wrote chan error // made where time is the test's
	slowly(t, func(w http.ResponseWriter, _ *http.Request) {
		_, err := w.Write(make([]byte, 1<<20))
		wrote <- err
	}, func(t *testing.T, conn net.Conn) {
		wrote = make(chan error, 1)
		began := time.Now()
		send(t, conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		require.Error(t, <-wrote)
		require.Equal(t, Patience, time.Since(began))
	})
}

func TestWhoWaitsForALongAnswerIsNotCutOff(t *testing.T) {
	for name, request := range map[string]string{
		"without a body": "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"with a body":    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
	} {
		t.Run(name, func(t *testing.T) {
			slowly(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.ReadAll(r.Body)
				for range 3 {
					select {
					case <-time.After(10 * Patience):
						_, _ = io.WriteString(w, "piece ")
						w.(http.Flusher).Flush()
					case <-r.Context().Done():
						t.Error("the caller was taken for gone")
						return
					}
				}
			}, func(t *testing.T, conn net.Conn) {
				send(t, conn, request)
				response, err := http.ReadResponse(bufio.NewReader(conn), nil)
				require.NoError(t, err)
				text, err := io.ReadAll(response.Body)
				require.NoError(t, err)
				require.Equal(t, "piece piece piece ", string(text))
			})
		})
	}
}

func TestAQuietConnectionIsClosed(t *testing.T) {
	slowly(t, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, conn net.Conn) {
		send(t, conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		reader := bufio.NewReader(conn)
		_, err := http.ReadResponse(reader, nil)
		require.NoError(t, err)
		began := time.Now()
		_, err = reader.ReadByte()
		require.ErrorIs(t, err, io.EOF)
		require.Equal(t, idlePatience, time.Since(began))
	})
}
