package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// readyTimeout bounds one look at everything that must be ready.
const readyTimeout = 2 * time.Second

// NotReadyError says which roles cannot do their work, and why. A role may be one that runs elsewhere.
type NotReadyError struct{ why map[string]error }

// Roles are the roles in the order of their names: no secret, unlike the reasons, which may hold addresses.
func (e *NotReadyError) Roles() []string { return slices.Sorted(maps.Keys(e.why)) }

func (e *NotReadyError) Error() string {
	var all []string
	for _, role := range e.Roles() {
		all = append(all, fmt.Sprintf("%s: %v", role, e.why[role]))
	}
	return strings.Join(all, "; ")
}

// Ready says what keeps the process from being ready: nothing, when it is nil. What single roles lack is a *NotReadyError.
func (h *House) Ready() error {
	if !h.started.Load() || h.stopping.Load() {
		return errors.New("starting or stopping")
	}
	ctx, cancel := context.WithTimeout(context.Background(), readyTimeout)
	defer cancel()
	why := map[string]error{}
	for _, room := range h.rooms {
		if err := room.ready(ctx); err != nil {
			why[room.Name] = err
		}
	}
	maps.Copy(why, h.behind())
	if len(why) == 0 {
		return nil
	}
	return &NotReadyError{why}
}

// behind is what roles elsewhere keep this process from its work. An edge waits for all of them once. From then on it serves those that are
// well, and is unready when none is: every edge sees the same, and one role that is away must not take the others from the callers.
func (h *House) behind() map[string]error {
	away := map[string]error{}
	for _, peer := range h.watched {
		if err := peer.ready(); err != nil {
			away[peer.role] = err
		}
	}
	if len(away) == 0 {
		h.met.Store(true)
	}
	if h.met.Load() && len(away) < len(h.watched) {
		return nil
	}
	return away
}

func (r *room) ready(ctx context.Context) error {
	if r.db != nil {
		if err := r.db.Ping(ctx); err != nil {
			return err
		}
		ask := func() error { return db.CheckSchema(ctx, r.db, r.Migrations...) }
		if err := r.tables.check(time.Now(), ask); err != nil {
			return err
		}
	}
	if r.consumers != nil {
		if err := r.consumers.Ready(); err != nil {
			return err
		}
	}
	if r.service.Ready != nil {
		return r.service.Ready(ctx)
	}
	return nil
}

// tablesPause is how long the version of the tables is believed: only a migration changes it.
const tablesPause = 30 * time.Second

// tables remembers when their version was last right. A wrong one is asked for again at once.
type tables struct {
	mu    sync.Mutex
	right time.Time
}

func (t *tables) check(now time.Time, ask func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.right) < tablesPause {
		return nil
	}
	err := ask()
	if err == nil {
		t.right = now
	}
	return err
}
