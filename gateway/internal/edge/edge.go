// Package edge guards the HTTP port: how fast callers may ask, how slowly they may send and read, and what browsers may do with
// the answers.
package edge

import (
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// Patience is how long the next bytes may take, from the caller and to it. Who sends and reads on may take as long as it needs.
const Patience = 30 * time.Second

// Refuse answers to a request that goes no further, in the protocol that it speaks.
type Refuse func(w http.ResponseWriter, r *http.Request, err error)

// Guard lets requests through to next, which finds in their context where they come from: proxies are believed about that. Next tells
// limit.Judged of tokens that turned out to be good.
func Guard(next http.Handler, limiter *limit.Limiter, proxies origin.Proxies, refuse Refuse) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header(), r.TLS != nil)
		patient := &writer{ResponseWriter: w, control: http.NewResponseController(w)}
		// What is left at the end has its time too.
		defer patient.hurry()
		r.Body = &reader{ReadCloser: r.Body, control: patient.control}
		from := whence(r, proxies)
		ctx, wait, ok := limiter.Allow(r.Context(), r.Header.Get("Authorization"), from)
		if !ok {
			refuse(patient, r, model.ErrRateLimited.With(refusal.RetryAfter, wait.String()))
			return
		}
		next.ServeHTTP(patient, r.WithContext(origin.With(ctx, from)))
	})
}

// whence is the address from which a request was made.
func whence(r *http.Request, proxies origin.Proxies) netip.Addr {
	connection, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{} // no network that could be told apart
	}
	return proxies.Caller(connection.Addr(), false, origin.Told{For: r.Header.Values("X-Forwarded-For"), Forwarded: r.Header.Values("Forwarded")})
}

// secure sets what holds for every answer: it is about people, so nobody on the way keeps it, and no browser shows it as something else.
// Pages say more for themselves.
func secure(header http.Header, encrypted bool) {
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if encrypted {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// reader gives the caller time for each piece of the body, and none for nothing: whoever holds a request open without sending is cut off.
type reader struct {
	io.ReadCloser
	control *http.ResponseController
}

func (r *reader) Read(to []byte) (int, error) {
	_ = r.control.SetReadDeadline(time.Now().Add(Patience))
	n, err := r.ReadCloser.Read(to)
	if err != nil {
		// From here on only the answer is waited for.
		_ = r.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// writer gives the caller time to read each piece of the answer. Between the pieces nobody is waited for: HTTP/2 would end a quiet
// stream at its deadline, though there was nothing to read.
type writer struct {
	http.ResponseWriter
	control *http.ResponseController
}

// Unwrap lets http.ResponseController find what is below.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *writer) Write(text []byte) (int, error) {
	w.hurry()
	defer w.rest()
	return w.ResponseWriter.Write(text)
}

// Flush sends what was written so far: streams need it.
func (w *writer) Flush() {
	w.hurry()
	defer w.rest()
	_ = w.control.Flush()
}

func (w *writer) hurry() { _ = w.control.SetWriteDeadline(time.Now().Add(Patience)) }
func (w *writer) rest()  { _ = w.control.SetWriteDeadline(time.Time{}) }
