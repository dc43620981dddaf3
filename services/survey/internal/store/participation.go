package store

import (
	"context"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
)

var participantColumns = map[string]string{"id": "a.person"}

// Participants lists who filled in a sheet of a survey, one more than a page. The sheet of somebody who was erased stands under an id that
// the roster never had.
func (r Reader) Participants(ctx context.Context, survey string, list model.List) ([]string, error) {
	where, order, more := db.ListSQL(list, participantColumns, 2)
	return db.All(ctx, r.q, db.Column[string], `SELECT a.person FROM sheet a
		WHERE a.survey = $1 AND a.answered AND `+roster.NotErased("a.person")+` AND `+where+`
		ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), append([]any{survey}, more...)...)
}
