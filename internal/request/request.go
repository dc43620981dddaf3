// Package request makes one call that changes something into one transaction: its effect, its events, the answer to its request id
// and its audit entry stand or fall together.
package request

import (
	"context"
	"embed"
	"errors"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// ReplayHeader is "true" in the headers of an answer that was given before.
const ReplayHeader = "hearth-replay"

// Window is how long the answer to a request id is kept. Of sealed calls it ends with the day.
const Window = 7 * 24 * time.Hour

var (
	errReused = model.NewFault("REQUEST_ID_REUSED")
	errShown  = model.NewFault("SECRET_ALREADY_SHOWN")

	// errDry undoes a call that was only to be checked.
	errDry = errors.New("request: nothing was to be changed")
)

//go:embed migrations
var migrations embed.FS

// Migrations are the tables of this package, which lie in the database of each service.
func Migrations() db.Set { return db.Embedded("request", migrations) }

// Work is what the calls of one service change things with: Bind makes the domain's store of a transaction.
type Work[S any] struct {
	DB    *db.DB
	Bind  func(*db.Tx) S
	Clock model.Clock
}

// Do runs fn in a transaction for the call that ctx belongs to. fn may run twice.
//
// With a request id in req, the same request of the same caller gives the first answer again, for seven days, and marks it by a
// header; another request under that id is refused with REQUEST_ID_REUSED, and where the first answer showed a secret with
// SECRET_ALREADY_SHOWN. A call that was refused leaves nothing behind and runs again. With validate_only in req everything is
// checked and answered, and nothing changed.
func Do[S any, R proto.Message](ctx context.Context, w Work[S], req proto.Message, fn func(ctx context.Context, s S) (R, error)) (R, error) {
	var none R
	c, err := callOf(ctx, req, w.Clock())
	if err != nil {
		return none, err
	}
	var answer R
	replayed := false
	err = w.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		answer, replayed = none, false
		first, stored, err := c.claim(ctx, tx)
		if err != nil {
			return err
		}
		if !first {
			replayed = true
			answer = none.ProtoReflect().New().Interface().(R)
			return proto.Unmarshal(stored, answer)
		}
		if answer, err = fn(ctx, w.Bind(tx)); err != nil {
			return err
		}
		if c.dry {
			return errDry
		}
		return c.settle(ctx, tx, answer)
	})
	if err != nil && !errors.Is(err, errDry) {
		return none, err
	}
	if replayed {
		// An error means that the headers have left already, which no unary handler's have.
		_ = grpc.SetHeader(ctx, metadata.Pairs(ReplayHeader, "true"))
	}
	return answer, nil
}
