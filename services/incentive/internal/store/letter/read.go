package letter

import (
	"context"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

const selectLetter = `SELECT l.id, l.version, l.unit, l.employer, l.channel, l.received, l.language, l.state, l.customer_consent, l.customer_asked_by,
	l.customer_asked_day, l.retyped, l.retyped_by, l.approved_by, l.declined, l.external, l.mark, l.purge_time, l.purged_time, l.published_time,
	l.create_time, l.update_time FROM letter l `

var fields = map[string]string{
	"id": "l.id", "state": "l.state", "unit": "l.unit", "employer": "l.employer", "channel": "l.channel", "received_date": "l.received",
	"purge_time": "l.purge_time", "create_time": "l.create_time", "published_time": "l.published_time",
}

// Letter reads one.
func (r Reader) Letter(ctx context.Context, id string) (letter.Letter, error) {
	return r.one(ctx, `WHERE l.id = $1`, id)
}

// LetterOf is the letter with this digest of an external name.
func (s Store) LetterOf(ctx context.Context, external []byte) (letter.Letter, error) {
	return s.one(ctx, `WHERE l.external = $1`, external)
}

// LetterToChange is Letter, and keeps others from changing it until the transaction ends.
func (s Store) LetterToChange(ctx context.Context, id string) (letter.Letter, error) {
	return s.one(ctx, `WHERE l.id = $1`+s.tx.ForUpdate(), id)
}

func (r Reader) one(ctx context.Context, where string, args ...any) (letter.Letter, error) {
	found, err := r.all(ctx, where, args...)
	switch {
	case err != nil:
		return letter.Letter{}, err
	case len(found) == 0:
		return letter.Letter{}, model.ErrNotFound
	}
	return found[0], nil
}

// Letters lists those within the scope, one more than a page.
func (r Reader) Letters(ctx context.Context, scope model.Scope, list model.List) ([]letter.Letter, error) {
	within, args := roster.Units.Reached(scope, "l.unit", "l.employer", 1)
	return r.listed(ctx, list, within, args)
}

// Thanking lists the letters that thank a person and that they may read, one more than a page.
func (r Reader) Thanking(ctx context.Context, person string, list model.List) ([]letter.Letter, error) {
	return r.listed(ctx, list, `l.approved_by <> '' AND l.retyped <> '' AND EXISTS
		(SELECT 1 FROM letter_person p WHERE p.letter = l.id AND p.person = $1)`, []any{person})
}

// Published lists what an audience reads, one more than a page: nothing that a moderator has hidden.
func (r Reader) Published(ctx context.Context, audience letter.Audience, list model.List) ([]letter.Letter, error) {
	within, args := roster.Units.Reached(audience.Scope, "l.unit", "l.employer", 1)
	if audience.Root != "" {
		within = `(` + within + ` OR l.unit IN ` + roster.Units.Below(len(args)+1) + ` AND EXISTS
			(SELECT 1 FROM letter_person p WHERE p.letter = l.id AND p.employer = $` + strconv.Itoa(len(args)+2) + `))`
		args = append(args, audience.Root, audience.Employer)
	}
	return r.listed(ctx, list, within+` AND l.state = 3 AND NOT EXISTS (SELECT 1 FROM recognition r WHERE r.letter = l.id AND r.letter <> '' AND r.hidden)`, args)
}

func (r Reader) listed(ctx context.Context, list model.List, within string, args []any) ([]letter.Letter, error) {
	where, order, more := db.ListSQL(list, fields, len(args)+1)
	return r.all(ctx, `WHERE `+within+` AND `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), append(args, more...)...)
}

// About are all letters that thank a person.
func (r Reader) About(ctx context.Context, person string) ([]letter.Letter, error) {
	return r.all(ctx, `WHERE l.id IN (SELECT letter FROM letter_person WHERE person = $1) ORDER BY l.id`, person)
}

// HandledBy are the ids of the letters that a subject retyped or approved.
func (r Reader) HandledBy(ctx context.Context, subject string) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string], `SELECT id FROM letter WHERE retyped_by = $1 AND retyped_by <> ''
		UNION SELECT id FROM letter WHERE approved_by = $1 AND approved_by <> '' ORDER BY id`, subject)
}

// PurgeDue are the letters whose time has come and of which what was sent is still kept, at most so many.
func (r Reader) PurgeDue(ctx context.Context, now time.Time, most int) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string], `SELECT id FROM letter WHERE purged_time = 0 AND purge_time <= $1 ORDER BY purge_time, id LIMIT `+strconv.Itoa(most),
		db.Micros(now))
}

// all reads letters, each with whom it thanks.
func (r Reader) all(ctx context.Context, tail string, args ...any) ([]letter.Letter, error) {
	found, err := db.All(ctx, r.q, scanLetter, selectLetter+tail, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	at, ids := make(map[string]int, len(found)), make([]any, len(found))
	for i, l := range found {
		at[l.ID], ids[i] = i, l.ID
	}
	_, err = db.All(ctx, r.q, func(scan db.Scan) (struct{}, error) {
		var id string
		var t letter.Thanked
		var answered int64
		err := scan(&id, &t.Person, &t.Unit, &t.Employer, &t.Answer, &answered)
		t.AnswerTime = instant(answered)
		found[at[id]].People = append(found[at[id]].People, t)
		return struct{}{}, err
	}, `SELECT letter, person, unit, employer, answer, answer_time FROM letter_person WHERE letter IN `+db.In(1, len(ids))+` ORDER BY letter, person`, ids...)
	return found, err
}

func scanLetter(scan db.Scan) (l letter.Letter, err error) {
	var purge, purged, published, created, updated int64
	err = scan(&l.ID, &l.Version, &l.Unit, &l.Employer, &l.Channel, &l.Received, &l.Language, &l.State, &l.Customer.Consent, &l.Customer.By,
		&l.Customer.Day, &l.Text, &l.RetypedBy, &l.ApprovedBy, &l.Declined, &l.External, &l.Check, &purge, &purged, &published, &created, &updated)
	l.PurgeTime, l.PurgedTime, l.PublishedTime = instant(purge), instant(purged), instant(published)
	l.CreateTime, l.UpdateTime = instant(created), instant(updated)
	return l, err
}

// instant is the one that micros wrote.
func instant(stored int64) time.Time {
	if stored == 0 {
		return time.Time{}
	}
	return db.FromMicros(stored)
}

// micros is an instant as it is stored, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return db.Micros(t)
}
