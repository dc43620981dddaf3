package wallet

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/refill"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// covered are the units with the policy that holds for each, by its unit; NULL where none does.
var covered = `(WITH RECURSIVE tree (unit, policy) AS (
		SELECT u.unit, COALESCE(own.unit, everywhere.unit) FROM ` + roster.Units.Table + ` u
			LEFT JOIN allowance_policy own ON own.unit = u.unit LEFT JOIN allowance_policy everywhere ON everywhere.unit = '' WHERE u.parent = ''
		UNION ALL
		SELECT u.unit, COALESCE(own.unit, t.policy) FROM tree t JOIN ` + roster.Units.Table + ` u ON u.parent = t.unit
			LEFT JOIN allowance_policy own ON own.unit = u.unit
	) SELECT unit, policy FROM tree)`

// atWork is a subquery for all who work on their day of the instant, with its arguments from $1; ok is false before the roster is whole.
func (r Reader) atWork(ctx context.Context, now time.Time) (query string, args []any, ok bool, err error) {
	copied := roster.New(r.q)
	if ok, err = copied.Ready(ctx); err != nil || !ok {
		return "", nil, false, err
	}
	query, args, err = copied.PeopleEverywhereSQL(ctx, now, 1)
	return "(" + query + ")", args, true, err
}

// WhoseTurn are at most so many of those at work under a policy who have had nothing in the current period.
func (r Reader) WhoseTurn(ctx context.Context, now time.Time, most int) ([]refill.Due, error) {
	people, args, ok, err := r.atWork(ctx, now)
	if err != nil || !ok {
		return nil, err
	}
	return db.All(ctx, r.q, func(scan db.Scan) (d refill.Due, err error) {
		var zone string
		if err := scan(&d.Person, &d.Policy, &zone); err != nil {
			return d, err
		}
		if d.Zone = now.Location(); zone != "" {
			d.Zone, err = time.LoadLocation(zone)
		}
		return d, err
	}, `SELECT p.person, c.policy, `+roster.ZoneSQL("p.site")+` FROM `+people+` p JOIN `+covered+` c ON c.unit = p.unit
		LEFT JOIN allowance_turn t ON t.person = p.person
		WHERE c.policy IS NOT NULL AND (t.person IS NULL OR t.ends <= $`+strconv.Itoa(len(args)+1)+`)
		ORDER BY p.person LIMIT `+strconv.Itoa(most), append(args, db.Micros(now))...)
}

// Over are at most so many people whose allowance is to end with nothing to follow.
func (r Reader) Over(ctx context.Context, now time.Time, most int) ([]string, error) {
	people, args, ok, err := r.atWork(ctx, now)
	if err != nil || !ok {
		return nil, err
	}
	// Joined and not looked for one by one: with 100,000 people the list would not fit where PostgreSQL looks things up.
	return db.All(ctx, r.q, db.Column[string], `SELECT t.person FROM allowance_turn t LEFT JOIN `+people+` p ON p.person = t.person
		LEFT JOIN `+covered+` c ON c.unit = p.unit
		WHERE t.open AND (p.person IS NULL OR c.policy IS NULL AND t.ends <= $`+strconv.Itoa(len(args)+1)+`)
		ORDER BY t.person LIMIT `+strconv.Itoa(most), append(args, db.Micros(now))...)
}

// HeldOfLeavers are open holds on the points of people who are not at work. Redemptions have states of their own, and settle theirs.
func (r Reader) HeldOfLeavers(ctx context.Context, now time.Time, most int) ([]uuid.UUID, error) {
	people, args, ok, err := r.atWork(ctx, now)
	if err != nil || !ok {
		return nil, err
	}
	return db.All(ctx, r.q, db.Column[uuid.UUID], `SELECT h.id FROM open_hold h JOIN transfer x ON x.id = h.id JOIN account a ON a.number = h.debit
		JOIN ledger l ON l.id = a.ledger LEFT JOIN `+people+` p ON a.owner = 'people/' || p.person
		WHERE p.person IS NULL AND a.owner LIKE 'people/%' AND x.reason <> 'redemption' AND l.currency = $`+strconv.Itoa(len(args)+1)+`
		ORDER BY h.id LIMIT `+strconv.Itoa(most), append(args, wallet.Points)...)
}
