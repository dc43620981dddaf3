package access

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/db"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
)

// InvitationOf is the invitation if it is still that of the person; model.ErrNotFound otherwise.
func (r Reader) InvitationOf(ctx context.Context, id, person string) (login.Invitation, error) {
	return r.invitationOf(ctx, id, person, "")
}

// InvitationOf is the Reader's, and the invitation stays as it is until the transaction ends.
func (s Store) InvitationOf(ctx context.Context, id, person string) (login.Invitation, error) {
	return s.invitationOf(ctx, id, person, s.tx.ForUpdate())
}

func (r Reader) invitationOf(ctx context.Context, id, person, lock string) (login.Invitation, error) {
	invitation := login.Invitation{ID: id, Person: person}
	var created, expires int64
	err := r.q.QueryRowContext(ctx, "SELECT hash, create_time, expire_time FROM invitation WHERE id = $1 AND person = $2"+lock, id, person).
		Scan(&invitation.Hash, &created, &expires)
	invitation.CreateTime, invitation.ExpireTime = db.FromMicros(created), db.FromMicros(expires)
	return invitation, db.Found(err)
}

// PINKept is the PIN if it is still that of the person; model.ErrNotFound otherwise.
func (r Reader) PINKept(ctx context.Context, id, person string) (login.PIN, error) {
	return r.pin(ctx, person, "AND id = $2", id)
}

// PINKept is the Reader's, and the PIN stays as it is until the transaction ends.
func (s Store) PINKept(ctx context.Context, id, person string) (login.PIN, error) {
	return s.pin(ctx, person, "AND id = $2"+s.tx.ForUpdate(), id)
}

// PutInvitation replaces the person's invitation, used or not.
func (s Store) PutInvitation(ctx context.Context, invitation login.Invitation) error {
	return s.exec(ctx, "invitation", `INSERT INTO invitation (person, id, hash, create_time, expire_time) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person) DO UPDATE SET id = excluded.id, hash = excluded.hash, create_time = excluded.create_time,
			expire_time = excluded.expire_time, use_time = NULL`,
		invitation.Person, invitation.ID, invitation.Hash, db.Micros(invitation.CreateTime), db.Micros(invitation.ExpireTime))
}

// UseInvitation takes the invitation with the hash if it is neither used nor expired; model.ErrNotFound otherwise.
func (s Store) UseInvitation(ctx context.Context, hash []byte, now time.Time) (login.Invitation, error) {
	invitation := login.Invitation{Hash: hash}
	var created, expires int64
	err := s.q.QueryRowContext(ctx, `UPDATE invitation SET use_time = $1 WHERE hash = $2 AND use_time IS NULL AND expire_time > $1
		RETURNING id, person, create_time, expire_time`, db.Micros(now), hash).Scan(&invitation.ID, &invitation.Person, &created, &expires)
	invitation.CreateTime, invitation.ExpireTime = db.FromMicros(created), db.FromMicros(expires)
	return invitation, db.Found(err)
}

// PINOf is the person's PIN; model.ErrNotFound without one.
func (r Reader) PINOf(ctx context.Context, person string) (login.PIN, error) {
	return r.pin(ctx, person, "")
}

func (r Reader) pin(ctx context.Context, person, further string, args ...any) (login.PIN, error) {
	pin := login.PIN{Person: person}
	var invited, created int64
	err := r.q.QueryRowContext(ctx, "SELECT id, way_in, invite_time, hash, create_time FROM pin WHERE person = $1 "+further, append([]any{person}, args...)...).
		Scan(&pin.ID, &pin.WayIn, &invited, &pin.Hash, &created)
	pin.InviteTime, pin.CreateTime = db.FromMicros(invited), db.FromMicros(created)
	return pin, db.Found(err)
}

// PutPIN replaces the person's PIN.
func (s Store) PutPIN(ctx context.Context, pin login.PIN) error {
	return s.exec(ctx, "PIN", `INSERT INTO pin (person, id, way_in, invite_time, hash, create_time) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (person) DO UPDATE SET id = excluded.id, way_in = excluded.way_in, invite_time = excluded.invite_time,
			hash = excluded.hash, create_time = excluded.create_time`,
		pin.Person, pin.ID, pin.WayIn, db.Micros(pin.InviteTime), pin.Hash, db.Micros(pin.CreateTime))
}

// DropPIN takes away the person's PIN, if they have one.
func (s Store) DropPIN(ctx context.Context, person string) error {
	return s.exec(ctx, "PIN", "DELETE FROM pin WHERE person = $1", person)
}

// Attempts reads those at a door and keeps others away from it until the transaction ends.
func (s Store) Attempts(ctx context.Context, door string) (login.Attempts, error) {
	key := sha256.Sum256([]byte(door))
	var attempts login.Attempts
	var last int64
	// The update changes nothing: it locks the row, which two first attempts would otherwise both not find.
	err := s.q.QueryRowContext(ctx, `INSERT INTO login_attempt (door, count, last_time) VALUES ($1, 0, 0)
		ON CONFLICT (door) DO UPDATE SET count = login_attempt.count RETURNING count, last_time`, key[:]).Scan(&attempts.Count, &last)
	attempts.Last = db.FromMicros(last)
	return attempts, err
}

// PutAttempts keeps those at a door; none at all are forgotten.
func (s Store) PutAttempts(ctx context.Context, door string, attempts login.Attempts) error {
	key := sha256.Sum256([]byte(door))
	if attempts.Count == 0 {
		return s.exec(ctx, "attempts", "DELETE FROM login_attempt WHERE door = $1", key[:])
	}
	return s.exec(ctx, "attempts", "UPDATE login_attempt SET count = $1, last_time = $2 WHERE door = $3",
		attempts.Count, db.Micros(attempts.Last), key[:])
}

// Prune forgets the attempts that no longer matter, and invitations and signing keys that are long over.
func Prune(ctx context.Context, d *db.DB, now time.Time) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		s := New(tx)
		return errors.Join(
			s.exec(ctx, "attempts", "DELETE FROM login_attempt WHERE last_time < $1", db.Micros(now.Add(-login.Memory))),
			s.exec(ctx, "invitations", "DELETE FROM invitation WHERE expire_time < $1 AND COALESCE(use_time, 0) < $1", db.Micros(now.Add(-2*login.Longest))),
			s.exec(ctx, "signing keys", "DELETE FROM signing_key WHERE retire_time < $1", db.Micros(now.Add(-2*login.Longest))),
		)
	})
}
