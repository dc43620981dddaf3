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
	told := map[string]bool{"": true}
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
		if err := checkSites(part, told); err != nil {
			return err
		}
		if err := keep(ctx, d, part); err != nil {
			return fmt.Errorf("roster: snapshot: %w", err)
		}
	}
	if watermark == 0 {
		return errors.New("roster: snapshot without a watermark")
	}
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE roster_state SET ready = TRUE, sites = TRUE, watermark = $1 WHERE one = 1`, watermark)
		return err
	})
}

// checkSites refuses a unit at a site that the snapshot does not tell, as an older directory's tells none: without its zone nobody there
// would have the right day. It adds to those that have been told.
func checkSites(part *directoryv1.SnapshotRosterResponse, told map[string]bool) error {
	for _, site := range part.GetSites() {
		told[site.GetSite()] = true
	}
	for _, unit := range part.GetUnits() {
		if !told[unit.GetSite()] {
			return fmt.Errorf("roster: snapshot places %s at %s, of which it tells nothing: is the directory older than this service?", unit.GetUnit(), unit.GetSite())
		}
	}
	return nil
}

func keep(ctx context.Context, d *db.DB, part *directoryv1.SnapshotRosterResponse) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for sites := range slices.Chunk(part.GetSites(), atOnce) {
			if err := applySites(ctx, tx, sites); err != nil {
				return err
			}
		}
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
