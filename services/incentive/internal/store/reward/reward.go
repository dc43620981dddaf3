package reward

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

// What may be redeemed is what came into the stock less what went out and what is held; the ledger has it.
const selectReward = `SELECT r.id, r.version, r.display_name, r.description, r.unit, r.price, r.tax_category, r.unlimited, r.stock,
	r.create_time, r.update_time, r.archive_time, COALESCE(b.credits - b.debits - b.held, 0)
	FROM reward r LEFT JOIN account a ON a.id = r.stock LEFT JOIN balance b ON b.account = a.number `

var rewardColumns = map[string]string{
	"id": "r.id", "create_time": "r.create_time", "price": "r.price", "unit": "r.unit", "tax_category": "r.tax_category",
	"unlimited": "r.unlimited", "archived": "(r.archive_time IS NOT NULL)",
}

// Reward reads one.
func (r reader) Reward(ctx context.Context, id string) (domain.Reward, error) {
	found, err := r.rewards(ctx, `WHERE r.id = $1`, id)
	return first(found, err)
}

// RewardToChange reads one that stays as it is until the transaction ends.
func (s Store) RewardToChange(ctx context.Context, id string) (domain.Reward, error) {
	// The row alone: an outer join cannot be locked.
	if _, err := db.All(ctx, s.tx, db.Column[string], `SELECT id FROM reward WHERE id = $1`+s.tx.ForUpdate(), id); err != nil {
		return domain.Reward{}, err
	}
	return s.Reward(ctx, id)
}

// Rewards lists those within the scope's areas, and those in the catalogue that are offered to whoever stands there; one more than a page.
func (r reader) Rewards(ctx context.Context, scope model.Scope, standing domain.Standing, list model.List) ([]domain.Reward, error) {
	within, args := roster.Units.Reached(scope, "r.unit", "r.employer", 1)
	next := 1 + len(args)
	if len(standing.Units) > 0 {
		within = `(` + within + ` OR r.archive_time IS NULL AND r.unit IN ` + db.In(next, len(standing.Units)) +
			narrowed("site", next+len(standing.Units)) + narrowed("employer", next+len(standing.Units)+1) + `)`
		for _, unit := range standing.Units {
			args = append(args, unit)
		}
		args = append(args, standing.Site, standing.Employer)
	}
	where, order, more := db.ListSQL(list, rewardColumns, 1+len(args))
	return r.rewards(ctx, fmt.Sprintf(`WHERE %s AND %s ORDER BY %s LIMIT %d`, within, where, order, list.Size+1), append(args, more...)...)
}

// narrowed holds where a reward has no limits of a kind, or one that is argument n.
func narrowed(kind string, n int) string {
	limits := `SELECT 1 FROM reward_limit l WHERE l.reward = r.id AND l.kind = '` + kind + `'`
	return ` AND (NOT EXISTS (` + limits + `) OR EXISTS (` + limits + ` AND l.value = $` + strconv.Itoa(n) + `))`
}

func (r reader) rewards(ctx context.Context, where string, args ...any) ([]domain.Reward, error) {
	found, err := db.All(ctx, r.q, scanReward, selectReward+where, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	byID := map[string]*domain.Reward{}
	ids := make([]any, len(found))
	for i := range found {
		ids[i], byID[found[i].ID] = found[i].ID, &found[i]
	}
	_, err = db.All(ctx, r.q, func(scan db.Scan) (struct{}, error) {
		var id, kind, value string
		err := scan(&id, &kind, &value)
		if reward := byID[id]; kind == "site" {
			reward.Sites = append(reward.Sites, value)
		} else if err == nil {
			reward.Employers = append(reward.Employers, value)
		}
		return struct{}{}, err
	}, `SELECT reward, kind, value FROM reward_limit WHERE reward IN `+db.In(1, len(ids))+` ORDER BY reward, kind, value`, ids...)
	return found, err
}

func scanReward(scan db.Scan) (r domain.Reward, err error) {
	var name, about []byte
	var created, updated int64
	var archived sql.NullInt64
	err = scan(&r.ID, &r.Version, &name, &about, &r.Unit, &r.Price, &r.TaxCategory, &r.Unlimited, &r.Stock,
		&created, &updated, &archived, &r.Available)
	if err != nil {
		return r, err
	}
	r.CreateTime, r.UpdateTime, r.ArchiveTime = db.FromMicros(created), db.FromMicros(updated), db.FromNullMicros(archived)
	if err := json.Unmarshal(name, &r.DisplayName); err != nil {
		return r, err
	}
	return r, json.Unmarshal(about, &r.Description)
}

// SaveReward inserts version 1 and updates any other.
func (s Store) SaveReward(ctx context.Context, r domain.Reward) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO reward (id, version, display_name, description, unit, employer, price, tax_category, unlimited, stock, create_time, update_time, archive_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, description = excluded.description,
			employer = excluded.employer, price = excluded.price, tax_category = excluded.tax_category, update_time = excluded.update_time,
			archive_time = excluded.archive_time`,
		r.ID, r.Version, db.JSON(r.DisplayName), db.JSON(r.Description), r.Unit, r.Employer(), r.Price, r.TaxCategory, r.Unlimited, r.Stock,
		db.Micros(r.CreateTime), db.Micros(r.UpdateTime), db.NullMicros(r.ArchiveTime))
	if err != nil {
		return err
	}
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM reward_limit WHERE reward = $1`, r.ID); err != nil {
		return err
	}
	var limits [][]any
	for _, site := range r.Sites {
		limits = append(limits, []any{r.ID, "site", site})
	}
	for _, employer := range r.Employers {
		limits = append(limits, []any{r.ID, "employer", employer})
	}
	return db.Insert(ctx, s.tx, `INSERT INTO reward_limit (reward, kind, value)`, limits, "")
}

// AddPrice keeps what a reward costs from a day on.
func (s Store) AddPrice(ctx context.Context, reward string, p domain.Price) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO reward_price (reward, version, points, from_day, create_time) VALUES ($1, $2, $3, $4, $5)`,
		reward, p.Version, p.Points, int64(p.From), db.Micros(p.CreateTime))
	return err
}

// Prices lists those of a reward, one more than a page.
func (r reader) Prices(ctx context.Context, reward string, list model.List) ([]domain.Price, error) {
	where, order, args := db.ListSQL(list, map[string]string{"id": "version", "from_date": "from_day"}, 2)
	return db.All(ctx, r.q, func(scan db.Scan) (p domain.Price, err error) {
		var created int64
		err = scan(&p.Version, &p.Points, &p.From, &created)
		p.CreateTime = db.FromMicros(created)
		return p, err
	}, fmt.Sprintf(`SELECT version, points, from_day, create_time FROM reward_price WHERE reward = $1 AND %s ORDER BY %s LIMIT %d`, where, order, list.Size+1),
		append([]any{reward}, args...)...)
}

// AddStockChange keeps one.
func (s Store) AddStockChange(ctx context.Context, c domain.StockChange) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO stock_change (id, reward, pieces, reason, create_time) VALUES ($1, $2, $3, $4, $5)`,
		c.ID, c.Reward, c.Pieces, c.Reason, db.Micros(c.CreateTime))
	return err
}

// StockChanges lists those of a reward, one more than a page.
func (r reader) StockChanges(ctx context.Context, reward string, list model.List) ([]domain.StockChange, error) {
	where, order, args := db.ListSQL(list, map[string]string{"id": "id"}, 2)
	return db.All(ctx, r.q, func(scan db.Scan) (c domain.StockChange, err error) {
		var created int64
		err = scan(&c.ID, &c.Reward, &c.Pieces, &c.Reason, &created)
		c.CreateTime = db.FromMicros(created)
		return c, err
	}, fmt.Sprintf(`SELECT id, reward, pieces, reason, create_time FROM stock_change WHERE reward = $1 AND %s ORDER BY %s LIMIT %d`, where, order, list.Size+1),
		append([]any{reward}, args...)...)
}

func first[T any](found []T, err error) (one T, _ error) {
	if err != nil {
		return one, err
	}
	if len(found) == 0 {
		return one, model.ErrNotFound
	}
	return found[0], nil
}
