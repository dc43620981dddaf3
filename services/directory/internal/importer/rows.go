package importer

import (
	"context"

	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
	"github.com/hearth-culture/hearth/services/directory/internal/store/imports"
)

// rowSet is the file, held in memory while it is worked on: about half a kilobyte a row.
type rowSet struct {
	units  []org.Row
	people []rows.Row
}

func (r *run) load(ctx context.Context) error {
	if r.at.Phase <= units || r.file.Options.DryRun {
		err := imports.NewReader(r.db.Read()).Rows(ctx, r.file.ID, true, func(seq int64, body []byte) error {
			row := &directoryv1.UnitRow{}
			if err := proto.Unmarshal(body, row); err != nil {
				return err
			}
			r.rows.units = append(r.rows.units, wire.UnitRow(seq, row))
			return nil
		})
		if err != nil {
			return err
		}
	}
	texts := intern{}
	return imports.NewReader(r.db.Read()).Rows(ctx, r.file.ID, false, func(seq int64, body []byte) error {
		var message directoryv1.PersonRow
		if err := proto.Unmarshal(body, &message); err != nil {
			return err
		}
		row := wire.PersonRow(seq, &message)
		for _, text := range []*string{
			&row.ID.Source, &row.Language, &row.Unit, &row.Manager, &row.Employer, &row.LegalEntity, &row.Position, &row.Shift, &row.Channel,
			&row.HireDate, &row.PlannedEndDate, &row.LeaveDate,
		} {
			*text = texts.one(*text)
		}
		r.rows.people = append(r.rows.people, row)
		return nil
	})
}

// intern keeps one copy of texts that many rows share, such as the unit.
type intern map[string]string

func (i intern) one(text string) string {
	if kept, ok := i[text]; ok {
		return kept
	}
	i[text] = text
	return text
}
