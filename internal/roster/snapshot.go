package roster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/hearth-culture/hearth/internal/db"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// atOnce bounds the rows of one statement. SQLite's driver takes a time that grows with the square of the arguments, PostgreSQL hardly
// gains from more.
const atOnce = 30

// snapshot takes over all that the directory knows at one instant. It may end anywhere and be taken again: versions decide. The copy
// is ready once a snapshot has come to its end, and stays so.
func snapshot(ctx context.Context, d *db.DB, directory directoryv1.RosterServiceClient) error {
	stream, err := directory.SnapshotRoster(ctx, &directoryv1.SnapshotRosterRequest{})
	if err != nil {
		return fmt.Errorf("roster: snapshot: %w", err)
	}
	var watermark int64
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("roster: snapshot: %w", err)
		}
		if part.GetWatermark() != nil {
			watermark = db.Micros(part.GetWatermark().AsTime())
		}
		if err := keep(ctx, d, part); err != nil {
			return fmt.Errorf("roster: snapshot: %w", err)
		}
	}
	if watermark == 0 {
		return errors.New("roster: snapshot without a watermark")
	}
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE roster_state SET ready = TRUE, watermark = $1 WHERE one = 1`, watermark)
		return err
	})
}

func keep(ctx context.Context, d *db.DB, part *directoryv1.SnapshotRosterResponse) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for units := range slices.Chunk(part.GetUnits(), atOnce) {
			if err := applyUnits(ctx, tx, units); err != nil {
				return err
			}
		}
		for people := range slices.Chunk(part.GetPeople(), atOnce) {
			if err := applyPeople(ctx, tx, people); err != nil {
				return err
			}
		}
		return nil
	})
}
