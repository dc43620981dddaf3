package imports

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/ahead"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
)

// upload is a file on its way. Its rows are kept as they arrive, so that a large file needs no memory.
type upload struct {
	db     *db.DB
	bind   func(*db.Tx) domain.Store
	id     string
	rows   int64
	digest hash.Hash
	// begun: an import has it now.
	begun bool
}

func (u *upload) open(ctx context.Context, options domain.Options, now time.Time) error {
	u.digest = sha256.New()
	return u.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		u.id, err = u.bind(tx).Open(ctx, options, now)
		return err
	})
}

// receive stages all rows that come, those of a message while the next are read.
func (u *upload) receive(stream grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
	return ahead.Each(stream.Recv, func(message *directoryv1.ImportPeopleRequest) ([]domain.Row, error) {
		if message.GetRows() == nil {
			return nil, model.InvalidField("options", model.Say("must come once, as the first message", "只能出现一次，且必须在第一条消息中"))
		}
		return u.read(message.GetRows())
	}, func(rows []domain.Row) error {
		return u.db.Tx(stream.Context(), func(ctx context.Context, tx *db.Tx) error { return u.bind(tx).Add(ctx, u.id, rows) })
	})
}

// read numbers the rows of a message: its people, then its units.
func (u *upload) read(message *directoryv1.ImportRows) ([]domain.Row, error) {
	rows := make([]domain.Row, 0, len(message.GetPeople())+len(message.GetUnits()))
	add := func(row proto.Message, unit bool) error {
		body, err := proto.MarshalOptions{Deterministic: true}.Marshal(row)
		if err != nil {
			return err
		}
		u.rows++
		rows = append(rows, domain.Row{Seq: u.rows, Unit: unit, Body: body})
		kind := byte(0)
		if unit {
			kind = 1
		}
		u.digest.Write(append(binary.AppendUvarint([]byte{kind}, uint64(len(body))), body...))
		return nil
	}
	for _, row := range message.GetPeople() {
		if err := add(row, false); err != nil {
			return nil, err
		}
	}
	for _, row := range message.GetUnits() {
		if err := add(row, true); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (u *upload) sum() []byte { return u.digest.Sum(nil) }

// forget removes an upload that no import has, also when its caller has gone. What it cannot remove is swept away after a day.
func (u *upload) forget(ctx context.Context) {
	if u.begun || u.id == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = u.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return u.bind(tx).DropUpload(ctx, u.id) })
}
