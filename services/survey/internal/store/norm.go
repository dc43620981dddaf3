package store

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
)

var normColumns = map[string]string{"id": "id", "create_time": "create_time", "family": "family", "of": "of"}

// Norms lists all, one more than a page.
func (r Reader) Norms(ctx context.Context, list model.List) ([]norm.Norm, error) {
	where, order, args := db.ListSQL(list, normColumns, 1)
	return db.All(ctx, r.q, scanNorm, `
		SELECT id, family, of, statistic, value, n, population, source, licence, day, create_time
		FROM norm WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), args...)
}

// AddNorm inserts one.
func (s Store) AddNorm(ctx context.Context, n norm.Norm) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO norm (id, family, of, statistic, value, n, population, source, licence, day, create_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		n.ID, n.Family, n.Of, int64(n.Statistic), n.Value, n.N, db.JSON(n.Population), n.Source, n.Licence, int64(n.Date), db.Micros(n.CreateTime))
	return err
}

// DeleteNorm removes one, and says whether there was one.
func (s Store) DeleteNorm(ctx context.Context, id string) (bool, error) {
	done, err := s.tx.ExecContext(ctx, `DELETE FROM norm WHERE id = $1`, id)
	if err != nil {
		return false, err
	}
	rows, err := done.RowsAffected()
	return rows > 0, err
}

func scanNorm(scan db.Scan) (n norm.Norm, err error) {
	var population []byte
	var created int64
	err = scan(&n.ID, &n.Family, &n.Of, &n.Statistic, &n.Value, &n.N, &population, &n.Source, &n.Licence, &n.Date, &created)
	if err != nil {
		return n, err
	}
	n.CreateTime = db.FromMicros(created)
	return n, json.Unmarshal(population, &n.Population)
}
