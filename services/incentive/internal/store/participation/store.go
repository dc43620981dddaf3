// Package participation keeps what people get for taking part in surveys, and which surveys were rewarded. It keeps nobody who took part.
package participation

import (
	"context"
	"crypto/rand"
	"embed"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

// Kind is the kind of the operations that reward the participants of a survey. Their input is the bare id of the survey.
const Kind = "survey.participation"

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store, beside those of the wallet, the roster and operations.
func Migrations() db.Set { return db.Embedded("participation", migrations) }

type policies struct{ q db.Querier }

// Reader reads over a database or a transaction.
type Reader struct {
	staff.Reader
	policies
}

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{staff.NewReader(q), policies{q}} }

// Store changes policies and begins rounds.
type Store struct {
	staff.Reader
	policies
	tx *db.Tx
}

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{staff.NewReader(tx), policies{tx}, tx} }

// Rewarded says whether any policy grants points for a survey that closed at an instant.
func (s Store) Rewarded(ctx context.Context, closed time.Time) (rewarded bool, err error) {
	err = s.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+heldAt("$1")+` h WHERE h.points > 0)`, db.Micros(closed)).Scan(&rewarded)
	return rewarded, err
}

// Begin keeps a round and has it done in the background. A survey that has one keeps it as it is.
func (s Store) Begin(ctx context.Context, r domain.Round, now time.Time) error {
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // it never fails
	begun, err := s.tx.ExecContext(ctx, `INSERT INTO participation_round (survey, closed, salt) VALUES ($1, $2, $3) ON CONFLICT (survey) DO NOTHING`,
		r.Survey, db.Micros(r.Closed), salt)
	if err != nil {
		return err
	}
	if rows, err := begun.RowsAffected(); err != nil || rows == 0 {
		return err
	}
	_, err = operation.Start(ctx, s.tx, now, Kind, []byte(r.Survey))
	return err
}

// Round reads that of a survey.
func (r policies) Round(ctx context.Context, survey string) (round domain.Round, err error) {
	round.Survey = survey
	var closed int64
	err = r.q.QueryRowContext(ctx, `SELECT closed, salt FROM participation_round WHERE survey = $1`, survey).Scan(&closed, &round.Salt)
	round.Closed = db.FromMicros(closed)
	return round, db.Found(err)
}

// Finish has a round be done.
func (s Store) Finish(ctx context.Context, survey string) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE participation_round SET salt = NULL WHERE survey = $1`, survey)
	return err
}

// Granting is the domain's Store over a transaction.
type Granting struct {
	wallet.Store
	tx *db.Tx
}

// NewGranting reads and writes within tx.
func NewGranting(tx *db.Tx) Granting { return Granting{wallet.New(tx), tx} }

// HoldKnown says how many of the people the roster has heard of; none before it is whole.
func (s Granting) HoldKnown(ctx context.Context, people []string) (known int, err error) {
	if ready, err := roster.Hold(ctx, s.tx); err != nil || !ready {
		return 0, err
	}
	return roster.New(s.tx).CountHeard(ctx, people)
}

// heldAt are the policies that held at an instant, the placeholder of which is given.
func heldAt(at string) string {
	return `(SELECT p.unit, p.points, p.most FROM participation_policy p WHERE p.points IS NOT NULL
		AND p.since = (SELECT max(l.since) FROM participation_policy l WHERE l.unit = p.unit AND l.since <= ` + at + `))`
}

// Worth are the policies, with their points alone, of those of the people who worked, at an instant, where one granted some then. All are read by
// one statement.
func (s Granting) Worth(ctx context.Context, at time.Time, people []string) (map[string]domain.Policy, error) {
	work, args, err := roster.New(s.tx).PeopleEverywhereSQL(ctx, at, 1)
	if err != nil {
		return nil, err
	}
	args = append(args, db.Micros(at))
	held := heldAt("$" + strconv.Itoa(len(args)))
	worth := make(map[string]domain.Policy, len(people))
	_, err = db.All(ctx, s.tx, func(scan db.Scan) (none struct{}, err error) {
		var person string
		var each domain.Policy
		err = scan(&person, &each.Points, &each.MostPerYear)
		worth[person] = each
		return none, err
	}, `WITH RECURSIVE held AS `+held+`, granted (unit, points, most) AS (
			SELECT u.unit, COALESCE(own.points, everywhere.points), COALESCE(own.most, everywhere.most) FROM `+roster.Units.Table+` u
				LEFT JOIN held own ON own.unit = u.unit LEFT JOIN held everywhere ON everywhere.unit = '' WHERE u.parent = ''
			UNION ALL
			SELECT u.unit, COALESCE(own.points, g.points), COALESCE(own.most, g.most) FROM granted g JOIN `+roster.Units.Table+` u ON u.parent = g.unit LEFT JOIN held own ON own.unit = u.unit
		)
		SELECT w.person, g.points, g.most FROM (`+work+`) w JOIN granted g ON g.unit = w.unit
		WHERE g.points > 0 AND w.person IN `+db.In(len(args)+1, len(people)), append(args, values(people)...)...)
	return worth, err
}

// Gave is what an account gave since an instant to each of others, by their ids.
func (s Granting) Gave(ctx context.Context, from ledger.Account, since time.Time, to []string) (map[string]int64, error) {
	gave := make(map[string]int64, len(to))
	_, err := db.All(ctx, s.tx, func(scan db.Scan) (none struct{}, err error) {
		var account string
		var amount int64
		err = scan(&account, &amount)
		gave[account] += amount
		return none, err
	}, `SELECT c.id, t.amount FROM account c JOIN transfer t ON t.credit = c.number WHERE t.debit = $1 AND t.at >= $2 AND c.id IN `+db.In(3, len(to)),
		append([]any{from.Number, db.Micros(since)}, values(to)...)...)
	return gave, err
}

func values(people []string) []any {
	all := make([]any, len(people))
	for i, person := range people {
		all[i] = person
	}
	return all
}
