package letter

import (
	"context"
	"encoding/json"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

// AddLetter says whether it was added: not where another has its external name. One that is being added at the same time is waited for.
func (s Store) AddLetter(ctx context.Context, l letter.Letter) (bool, error) {
	var external any
	if l.External != nil {
		external = l.External
	}
	res, err := s.tx.ExecContext(ctx, `INSERT INTO letter (id, version, unit, employer, channel, received, language, state, customer_consent,
		customer_asked_by, customer_asked_day, retyped, retyped_by, approved_by, declined, external, mark, purge_time, purged_time, published_time,
		create_time, update_time) VALUES `+db.In(1, 22)+` ON CONFLICT (external) DO NOTHING`,
		l.ID, l.Version, l.Unit, l.Employer, int64(l.Channel), int64(l.Received), l.Language, int64(l.State), int64(l.Customer.Consent),
		int64(l.Customer.By), int64(l.Customer.Day), l.Text, l.RetypedBy, l.ApprovedBy, int64(l.Declined), external, int64(l.Check),
		micros(l.PurgeTime), micros(l.PurgedTime), micros(l.PublishedTime), micros(l.CreateTime), micros(l.UpdateTime))
	if err != nil {
		return false, err
	}
	if added, err := res.RowsAffected(); err != nil || added == 0 {
		return false, err
	}
	return true, s.keepPeople(ctx, l)
}

// SaveLetter writes what changes of one.
func (s Store) SaveLetter(ctx context.Context, l letter.Letter) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE letter SET version = $2, employer = $3, state = $4, customer_consent = $5, customer_asked_by = $6,
		customer_asked_day = $7, retyped = $8, retyped_by = $9, approved_by = $10, declined = $11, purged_time = $12, published_time = $13, update_time = $14
		WHERE id = $1`,
		l.ID, l.Version, l.Employer, int64(l.State), int64(l.Customer.Consent), int64(l.Customer.By), int64(l.Customer.Day),
		l.Text, l.RetypedBy, l.ApprovedBy, int64(l.Declined), micros(l.PurgedTime), micros(l.PublishedTime), micros(l.UpdateTime))
	if err != nil {
		return err
	}
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM letter_person WHERE letter = $1`, l.ID); err != nil {
		return err
	}
	return s.keepPeople(ctx, l)
}

func (s Store) keepPeople(ctx context.Context, l letter.Letter) error {
	rows := make([][]any, len(l.People))
	for i, t := range l.People {
		rows[i] = []any{l.ID, t.Person, t.Unit, t.Employer, int64(t.Answer), micros(t.AnswerTime)}
	}
	return db.Insert(ctx, s.tx, `INSERT INTO letter_person (letter, person, unit, employer, answer, answer_time)`, rows, "")
}

// RenameHandler gives who retyped and approved another name.
func (s Store) RenameHandler(ctx context.Context, subject, pseudonym string) error {
	for _, statement := range []string{
		`UPDATE letter SET retyped_by = $2 WHERE retyped_by = $1 AND retyped_by <> ''`,
		`UPDATE letter SET approved_by = $2 WHERE approved_by = $1 AND approved_by <> ''`,
	} {
		if _, err := s.tx.ExecContext(ctx, statement, subject, pseudonym); err != nil {
			return err
		}
	}
	return nil
}

// KeepOriginal keeps what was sent.
func (s Store) KeepOriginal(ctx context.Context, id string, o letter.Original) error {
	content, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = s.tx.ExecContext(ctx, `INSERT INTO letter_original (letter, content) VALUES ($1, $2)`, id, content)
	return err
}

// Original reads what was sent; ErrPurged where it is gone.
func (s Store) Original(ctx context.Context, id string) (o letter.Original, err error) {
	found, err := db.All(ctx, s.tx, db.Column[[]byte], `SELECT content FROM letter_original WHERE letter = $1`, id)
	if err != nil {
		return o, err
	}
	if len(found) == 0 {
		return o, letter.ErrPurged
	}
	return o, json.Unmarshal(found[0], &o)
}

// Purge deletes what was sent, and writes over it where the database would not.
func (s Store) Purge(ctx context.Context, id string) error {
	return s.tx.Overwriting(func() error {
		_, err := s.tx.ExecContext(ctx, `DELETE FROM letter_original WHERE letter = $1`, id)
		return err
	})
}
