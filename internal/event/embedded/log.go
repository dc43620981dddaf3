package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"sync/atomic"
)

// token is what a user's name must be: it stands in subjects and in the server's configuration.
var token = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// logger hands the server's words to Hearth's log and remembers the last complaint.
type logger struct {
	log       *slog.Logger
	complaint atomic.Pointer[string]
	fatal     atomic.Bool
}

func (l *logger) last() string {
	if complaint := l.complaint.Load(); complaint != nil {
		return *complaint
	}
	return "it gave no reason"
}

func (l *logger) complain(level slog.Level, format string, v []any) {
	text := fmt.Sprintf(format, v...)
	l.complaint.Store(&text)
	l.log.Log(context.Background(), level, "event server: "+text)
}

// Noticef is for what is of interest to those who run NATS.
func (l *logger) Noticef(format string, v ...any) {
	l.log.Debug("event server: " + fmt.Sprintf(format, v...))
}

// Warnf is for what may need a hand.
func (l *logger) Warnf(format string, v ...any) { l.complain(slog.LevelWarn, format, v) }

// Errorf is for what failed.
func (l *logger) Errorf(format string, v ...any) { l.complain(slog.LevelError, format, v) }

// Fatalf is for what ends the server.
func (l *logger) Fatalf(format string, v ...any) {
	l.fatal.Store(true)
	l.complain(slog.LevelError, format, v)
}

// Debugf and Tracef are never asked for.
func (l *logger) Debugf(string, ...any) {}

// Tracef is never asked for.
func (l *logger) Tracef(string, ...any) {}
