package store

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// audience is how an audience is written.
type audience struct {
	Units     []string `json:"units"`
	Employers []string `json:"employers,omitempty"`
	Shifts    []string `json:"shifts,omitempty"`
	Positions []string `json:"positions,omitempty"`
	Channels  []string `json:"channels,omitempty"`
	Sites     []string `json:"sites,omitempty"`
	Contacts  bool     `json:"contacts,omitempty"`
}

// askedSQL is the query for the people of an audience at the instant. Its columns are those of roster.PeopleSQL; its arguments begin at
// $start.
func (r Reader) askedSQL(ctx context.Context, asks domain.Audience, at time.Time, start int) (query string, args []any, err error) {
	query, args, err = roster.New(r.q).PeopleSQL(ctx, at, asks.Units, asks.Employers, start)
	if err != nil {
		return "", nil, err
	}
	query = `SELECT person, unit, employer, site, manager, position, shift, channel FROM (` + query + `) AS placed WHERE TRUE`
	for _, list := range asks.Narrowing() {
		if len(list.Levels) == 0 {
			continue
		}
		query += ` AND ` + levelColumns[list.By] + ` IN ` + db.In(start+len(args), len(list.Levels))
		for _, level := range list.Levels {
			args = append(args, level)
		}
	}
	return query, args, nil
}
