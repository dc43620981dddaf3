package access

import (
	"context"
	"database/sql"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

// opens holds for a key k and a secret s of it that opens it at $1.
const opens = `k.revoke_time IS NULL AND (k.expire_time IS NULL OR k.expire_time > $1) AND (s.expire_time IS NULL OR s.expire_time > $1)`

const keyColumns = "id, kind, display_name, create_time, expire_time, revoke_time"

func scanKey(scan db.Scan) (access.Key, error) {
	var key access.Key
	var created int64
	var expires, revoked sql.NullInt64
	err := scan(&key.ID, &key.Kind, &key.DisplayName, &created, &expires, &revoked)
	key.CreateTime, key.ExpireTime, key.RevokeTime = db.FromMicros(created), db.FromNullMicros(expires), db.FromNullMicros(revoked)
	return key, err
}

const secretColumns = "id, prefix, hash, create_time, expire_time"

func scanSecret(scan db.Scan) (access.Secret, error) {
	var secret access.Secret
	var created int64
	var expires sql.NullInt64
	err := scan(&secret.ID, &secret.Prefix, &secret.Hash, &created, &expires)
	secret.CreateTime, secret.ExpireTime = db.FromMicros(created), db.FromNullMicros(expires)
	return secret, err
}

// Key is the one with the id and all its secrets; model.ErrNotFound without it.
func (r Reader) Key(ctx context.Context, id string) (access.Key, error) {
	return r.key(ctx, "id = $1", id)
}

// KeyOf is the key of a kind and name made last; model.ErrNotFound without one.
func (r Reader) KeyOf(ctx context.Context, kind access.Kind, name string) (access.Key, error) {
	return r.key(ctx, "kind = $1 AND display_name = $2 ORDER BY id DESC LIMIT 1", string(kind), name)
}

// KeyWithHash is the key that the secret belongs to, whether it still opens it or not; model.ErrNotFound without one.
func (r Reader) KeyWithHash(ctx context.Context, hash []byte) (access.Key, error) {
	return r.key(ctx, "id = (SELECT api_key FROM key_secret WHERE hash = $1)", hash)
}

func (r Reader) key(ctx context.Context, where string, args ...any) (access.Key, error) {
	key, err := scanKey(r.q.QueryRowContext(ctx, "SELECT "+keyColumns+" FROM api_key WHERE "+where, args...).Scan)
	if err != nil {
		return access.Key{}, db.Found(err)
	}
	key.Secrets, err = db.All(ctx, r.q, scanSecret,
		"SELECT "+secretColumns+" FROM key_secret WHERE api_key = $1 ORDER BY id", key.ID)
	return key, err
}

// KeyByHash is the key that the secret opens now, and the secret's id; model.ErrNotFound without one.
func (r Reader) KeyByHash(ctx context.Context, hash []byte, now time.Time) (access.Key, string, error) {
	return r.opened(ctx, "s.hash = $2", hash, now)
}

// KeyBySecret is the key that the secret with the id opens now; model.ErrNotFound without one.
func (r Reader) KeyBySecret(ctx context.Context, secret string, now time.Time) (access.Key, error) {
	key, _, err := r.opened(ctx, "s.id = $2", secret, now)
	return key, err
}

// opened reads no secrets: who logs in needs none.
func (r Reader) opened(ctx context.Context, which string, value any, now time.Time) (key access.Key, secret string, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT k.id, k.kind, k.display_name, s.id FROM key_secret s JOIN api_key k ON k.id = s.api_key
		WHERE `+opens+" AND "+which, db.Micros(now), value).Scan(&key.ID, &key.Kind, &key.DisplayName, &secret)
	return key, secret, db.Found(err)
}

// AddKey keeps a new key, without its secrets.
func (s Store) AddKey(ctx context.Context, key access.Key) error {
	return s.exec(ctx, "key", "INSERT INTO api_key ("+keyColumns+") VALUES ($1, $2, $3, $4, $5, $6)",
		key.ID, string(key.Kind), key.DisplayName, db.Micros(key.CreateTime), db.NullMicros(key.ExpireTime), db.NullMicros(key.RevokeTime))
}

// AddSecret keeps a new secret of a key.
func (s Store) AddSecret(ctx context.Context, key string, secret access.Secret) error {
	return s.exec(ctx, "secret", "INSERT INTO key_secret (id, api_key, prefix, hash, create_time, expire_time) VALUES ($1, $2, $3, $4, $5, $6)",
		secret.ID, key, secret.Prefix, secret.Hash, db.Micros(secret.CreateTime), db.NullMicros(secret.ExpireTime))
}

// EndSecret has a secret end at the instant.
func (s Store) EndSecret(ctx context.Context, secret string, at time.Time) error {
	return s.exec(ctx, "secret", "UPDATE key_secret SET expire_time = $1 WHERE id = $2", db.Micros(at), secret)
}

// RevokeKey ends a key for good.
func (s Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	return s.exec(ctx, "key", "UPDATE api_key SET revoke_time = $1 WHERE id = $2", db.Micros(at), id)
}

// EraseCredentials forgets what a person could log in with and their bindings. The erasure of a person calls it in its own transaction.
func (s Store) EraseCredentials(ctx context.Context, person string) error {
	subject := model.Name("people", person)
	if err := s.exec(ctx, "bindings", "DELETE FROM binding WHERE subject = $1", subject); err != nil {
		return err
	}
	if err := s.exec(ctx, "invitation", "DELETE FROM invitation WHERE person = $1", person); err != nil {
		return err
	}
	return s.DropPIN(ctx, person)
}
