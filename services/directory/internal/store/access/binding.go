package access

import (
	"context"
	"database/sql"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

const bindingColumns = "id, subject, role, unit, employer, expire_time, create_time"

func scanBinding(scan db.Scan) (access.Binding, error) {
	var binding access.Binding
	var expires sql.NullInt64
	var created int64
	err := scan(&binding.ID, &binding.Subject, &binding.Role, &binding.Unit, &binding.Employer, &expires, &created)
	binding.ExpireTime, binding.CreateTime = db.FromNullMicros(expires), db.FromMicros(created)
	return binding, err
}

// Binding is the one with the id; model.ErrNotFound without it.
func (r Reader) Binding(ctx context.Context, id string) (access.Binding, error) {
	binding, err := scanBinding(r.q.QueryRowContext(ctx, "SELECT "+bindingColumns+" FROM binding WHERE id = $1", id).Scan)
	return binding, db.Found(err)
}

// BindingsOf are those of a subject that have not expired by now, in the order of their creation.
func (r Reader) BindingsOf(ctx context.Context, subject string, now time.Time) ([]access.Binding, error) {
	return db.All(ctx, r.q, scanBinding, "SELECT "+bindingColumns+` FROM binding
		WHERE subject = $1 AND (expire_time IS NULL OR expire_time > $2) ORDER BY id`, subject, db.Micros(now))
}

// Administrators are the subjects whose binding as administrator of the whole installation has no end, and who can log in as one.
func (r Reader) Administrators(ctx context.Context) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string], `SELECT DISTINCT subject FROM binding b
		WHERE role = $1 AND unit = '' AND employer = '' AND expire_time IS NULL AND (
			EXISTS (SELECT 1 FROM pin WHERE b.subject = 'people/' || pin.person AND b.create_time <= pin.invite_time)
			OR EXISTS (SELECT 1 FROM api_key k JOIN key_secret s ON s.api_key = k.id
				WHERE b.subject = 'keys/' || k.id AND k.revoke_time IS NULL AND k.expire_time IS NULL AND s.expire_time IS NULL))
		ORDER BY subject`, int64(model.RoleAdmin))
}

// AddBinding keeps a new binding.
func (s Store) AddBinding(ctx context.Context, binding access.Binding) error {
	return s.exec(ctx, "binding", "INSERT INTO binding ("+bindingColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7)",
		binding.ID, binding.Subject, int64(binding.Role), binding.Unit, binding.Employer, db.NullMicros(binding.ExpireTime), db.Micros(binding.CreateTime))
}

// DeleteBinding forgets a binding.
func (s Store) DeleteBinding(ctx context.Context, id string) error {
	return s.exec(ctx, "binding", "DELETE FROM binding WHERE id = $1", id)
}
