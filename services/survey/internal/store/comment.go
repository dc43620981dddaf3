package store

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
)

// EachComment hands on what was written beside the sheets of a closed survey, in the order of the random ids.
func (r Reader) EachComment(ctx context.Context, survey string, each func(item, unit, text string) error) error {
	rows, err := r.q.QueryContext(ctx, `SELECT item, unit, text FROM comment WHERE survey = $1 ORDER BY item, id`, survey)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells all that can go wrong
	for rows.Next() {
		var item, unit, text string
		if err := rows.Scan(&item, &unit, &text); err != nil {
			return err
		}
		if err := each(item, unit, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// KeepComments keeps what may be read of what was written, and drops what was written itself.
func (s Store) KeepComments(ctx context.Context, survey string, comments []published.Comment, themes []published.Themes) error {
	texts, summaries := make([][]any, 0, len(comments)), make([][]any, 0, len(themes))
	for _, one := range comments {
		texts = append(texts, []any{survey, one.Place, one.Item, one.Cell, one.Text})
	}
	for _, one := range themes {
		summaries = append(summaries, []any{survey, one.Place, one.Item, one.Cell, db.JSON(one.Summary)})
	}
	if err := db.Insert(ctx, s.tx, `INSERT INTO release_comment (survey, place, item, cell, text)`, texts, ``); err != nil {
		return err
	}
	if err := db.Insert(ctx, s.tx, `INSERT INTO release_theme (survey, place, item, cell, content)`, summaries, ``); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `DELETE FROM comment WHERE survey = $1`, survey)
	return err
}

var commentColumns = map[string]string{"id": "m.place", "item": "m.item", "unit": "c.unit"}

// Comments lists the comments at the cells within reach, one more than a page.
func (r Reader) Comments(ctx context.Context, reach published.Reach, survey string, list model.List) ([]published.Comment, error) {
	return atCells(ctx, r, reach, survey, list, `release_comment`, `text`, func(scan db.Scan) (one published.Comment, err error) {
		var name []byte
		if err = scan(&one.Place, &one.Item, &one.Cell, &one.Unit, &name, &one.Name.Code, &one.Text); err != nil {
			return one, err
		}
		return one, json.Unmarshal(name, &one.Name.DisplayName)
	})
}

// Themes lists what comments speak of at the cells within reach, one more than a page.
func (r Reader) Themes(ctx context.Context, reach published.Reach, survey string, list model.List) ([]published.Themes, error) {
	return atCells(ctx, r, reach, survey, list, `release_theme`, `content`, func(scan db.Scan) (one published.Themes, err error) {
		var name, content []byte
		if err = scan(&one.Place, &one.Item, &one.Cell, &one.Unit, &name, &one.Name.Code, &content); err != nil {
			return one, err
		}
		if err = json.Unmarshal(name, &one.Name.DisplayName); err != nil {
			return one, err
		}
		return one, json.Unmarshal(content, &one.Summary)
	})
}

// atCells lists the rows of a table that stand at cells within reach.
func atCells[T any](
	ctx context.Context, r Reader, reach published.Reach, survey string, list model.List, table, column string, scan func(db.Scan) (T, error),
) ([]T, error) {
	within, args := reached(reach, "c.unit", 2)
	where, order, more := db.ListSQL(list, commentColumns, 2+len(args))
	return db.All(ctx, r.q, scan, `
		SELECT m.place, m.item, m.cell, c.unit, u.display_name, u.code, m.`+column+`
		FROM `+table+` m JOIN release_cell c ON c.survey = m.survey AND c.place = m.cell
		JOIN release_unit u ON u.survey = c.survey AND u.unit = c.unit
		WHERE m.survey = $1 AND `+within+` AND `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1),
		append(append([]any{survey}, args...), more...)...)
}
