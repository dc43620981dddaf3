package edge

import (
	"log/slog"
	"net/http"
	"time"
)

const (
	headerPatience = 10 * time.Second
	idlePatience   = 2 * time.Minute
	maxHeaderBytes = 64 << 10
	maxStreams     = 250 // of one connection at a time
)

// Server is an HTTP server for HTTP/1.1 and HTTP/2, without TLS too.
func Server(handler http.Handler, log *slog.Logger) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:           handler,
		Protocols:         protocols,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ReadHeaderTimeout: headerPatience,
		IdleTimeout:       idlePatience,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}
