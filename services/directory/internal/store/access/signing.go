package access

import (
	"context"
	"database/sql"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// SigningKey is an Ed25519 key that signs tokens.
type SigningKey struct {
	ID   string
	Seed []byte
	// CreateTime and RetireTime, which is zero for the newest one.
	CreateTime time.Time
	RetireTime time.Time
}

// SigningKeys are those that are in use, or were retired after the instant; newest first.
func (r Reader) SigningKeys(ctx context.Context, since time.Time) ([]SigningKey, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (key SigningKey, err error) {
		var created int64
		var retired sql.NullInt64
		err = scan(&key.ID, &key.Seed, &created, &retired)
		key.CreateTime, key.RetireTime = db.FromMicros(created), db.FromNullMicros(retired)
		return key, err
	}, `SELECT id, seed, create_time, retire_time FROM signing_key
		WHERE retire_time IS NULL OR retire_time > $1 ORDER BY id DESC`, db.Micros(since))
}

// ReplaceSigningKey retires the key in use, if there is one, and keeps the new one.
func (s Store) ReplaceSigningKey(ctx context.Context, key SigningKey) error {
	if err := s.exec(ctx, "signing key", "UPDATE signing_key SET retire_time = $1 WHERE retire_time IS NULL", db.Micros(key.CreateTime)); err != nil {
		return err
	}
	return s.exec(ctx, "signing key", "INSERT INTO signing_key (id, seed, create_time) VALUES ($1, $2, $3)", key.ID, key.Seed, db.Micros(key.CreateTime))
}
