package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
)

// ReleaseKind is the kind of the operations that make releases. Their input is the id of the survey.
const ReleaseKind = "survey.release"

// StartRelease begins the operation that makes the release of a survey.
func (s Store) StartRelease(ctx context.Context, survey string, now time.Time) error {
	_, err := operation.Start(ctx, s.tx, now, ReleaseKind, []byte(survey))
	return err
}

// EachSheet hands on the sheets of a closed survey.
func (r Reader) EachSheet(
	ctx context.Context, survey domain.Survey, each func(unit string, levels []string, answered bool, answers []byte) error,
) error {
	attributes := survey.Split.Attributes()
	rows, err := r.q.QueryContext(ctx, `SELECT answered, answers, `+placeSQL(attributes)+` FROM sheet WHERE survey = $1`, survey.ID)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells all that can go wrong
	var answered bool
	var answers sql.RawBytes
	var unit string
	levels := make([]string, len(attributes))
	into := []any{&answered, &answers, &unit}
	for i := range levels {
		into = append(into, &levels[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := each(unit, levels, answered, answers); err != nil {
			return err
		}
	}
	return rows.Err()
}

type levelKey struct {
	attribute domain.Attribute
	level     string
}

// KeepCells keeps what may be seen of a survey.
func (s Store) KeepCells(ctx context.Context, survey string, cells []published.Cell) error {
	var rows, statistics, units, levels [][]any
	named := map[levelKey]bool{}
	for _, c := range cells {
		above := sql.NullString{String: c.Above, Valid: c.HasAbove}
		rows = append(rows, []any{survey, c.Place, c.Unit, above, int64(c.Attribute), c.Level, c.Employer, c.Eligible, c.Sheets, pack(c.Counts)})
		for _, one := range c.Statistics {
			statistics = append(statistics, []any{survey, c.Place, one.Construct, int64(one.Kind), one.Value})
		}
		if c.Attribute == 0 {
			units = append(units, []any{survey, c.Unit, db.JSON(c.Name.DisplayName), c.Name.Code})
		}
		if key := (levelKey{c.Attribute, c.Level}); len(c.LevelName) > 0 && !named[key] {
			named[key] = true
			levels = append(levels, []any{survey, int64(c.Attribute), c.Level, db.JSON(c.LevelName)})
		}
	}
	for _, table := range []struct {
		head string
		rows [][]any
	}{
		{`INSERT INTO release_cell (survey, place, unit, above, attribute, level, employer, eligible, sheets, counts)`, rows},
		{`INSERT INTO release_statistic (survey, place, construct, kind, value)`, statistics},
		{`INSERT INTO release_unit (survey, unit, display_name, code)`, units},
		{`INSERT INTO release_level (survey, attribute, level, display_name)`, levels},
	} {
		if err := db.Insert(ctx, s.tx, table.head, table.rows, ``); err != nil {
			return err
		}
	}
	return nil
}

var cellColumns = map[string]string{"id": "c.place", "unit": "c.unit", "attribute": "c.attribute", "level": "c.level"}

// reached is the condition that cells lie within reach, by the tree as it is now, or that the units above them do: the column unit says
// which.
func reached(reach published.Reach, unit string, start int) (where string, args []any) {
	where, args = roster.Units.Reached(reach.Scope, unit, "c.employer", start)
	for _, employer := range reach.Root {
		root := unit + ` = ''`
		if employer != "" {
			args = append(args, employer)
			root += ` AND c.employer = $` + strconv.Itoa(start+len(args)-1)
		}
		where += ` OR ` + root
	}
	return `(` + where + `)`, args
}

// CountCells is how many cells of a release lie within reach.
func (r Reader) CountCells(ctx context.Context, reach published.Reach, survey string) (n int, err error) {
	where, args := reached(reach, "c.unit", 2)
	err = r.q.QueryRowContext(ctx, `SELECT count(*) FROM release_cell c WHERE c.survey = $1 AND `+where, append([]any{survey}, args...)...).Scan(&n)
	return n, err
}

// Cells lists the cells of a release within reach, one more than a page. The unit above one is told if it is within reach, too.
func (r Reader) Cells(ctx context.Context, reach published.Reach, survey string, list model.List, full bool) ([]published.Cell, error) {
	within, args := reached(reach, "c.unit", 2)
	aboveToo, more := reached(reach, "c.above", 2+len(args))
	args = append(args, more...)
	where, order, more := db.ListSQL(list, cellColumns, 2+len(args))
	counts := `NULL`
	if full {
		counts = `c.counts`
	}
	cells, err := db.All(ctx, r.q, scanCell, `
		SELECT c.place, c.unit, CASE WHEN `+aboveToo+` THEN c.above END, c.attribute, c.level, c.employer, c.eligible, c.sheets, u.display_name, u.code, l.display_name, `+counts+`
		FROM release_cell c JOIN release_unit u ON u.survey = c.survey AND u.unit = c.unit
		LEFT JOIN release_level l ON l.survey = c.survey AND l.attribute = c.attribute AND l.level = c.level
		WHERE c.survey = $1 AND `+within+` AND `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1),
		append(append([]any{survey}, args...), more...)...)
	if err != nil || !full || len(cells) == 0 {
		return cells, err
	}
	return cells, r.addStatistics(ctx, survey, cells)
}

// addStatistics reads those on whole sheets of the cells.
func (r Reader) addStatistics(ctx context.Context, survey string, cells []published.Cell) error {
	at, places := map[int64]int{}, []any{survey}
	for i, c := range cells {
		at[c.Place] = i
		places = append(places, c.Place)
	}
	_, err := db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
		var place int64
		var one published.Statistic
		if err := scan(&place, &one.Construct, &one.Kind, &one.Value); err != nil {
			return none, err
		}
		cells[at[place]].Statistics = append(cells[at[place]].Statistics, one)
		return none, nil
	}, `SELECT place, construct, kind, value FROM release_statistic WHERE survey = $1 AND place IN `+db.In(2, len(cells))+`
		ORDER BY place, construct, kind`, places...)
	return err
}

func scanCell(scan db.Scan) (c published.Cell, err error) {
	var above sql.NullString
	var name, level, packed []byte
	err = scan(&c.Place, &c.Unit, &above, &c.Attribute, &c.Level, &c.Employer, &c.Eligible, &c.Sheets, &name, &c.Name.Code, &level, &packed)
	if err != nil {
		return c, err
	}
	c.Above, c.HasAbove = above.String, above.Valid
	if err := json.Unmarshal(name, &c.Name.DisplayName); err != nil {
		return c, err
	}
	if level != nil {
		if err := json.Unmarshal(level, &c.LevelName); err != nil {
			return c, err
		}
	}
	c.Counts, err = unpack(packed)
	return c, err
}
