package request

import (
	"bytes"
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
)

// errMention is a defect: what is kept of sealed calls must not be found by a person.
var errMention = errors.New("request: the answer to a sealed call names a person")

// people are the bare ids of the people whom an answer names, each once.
func people(answer []byte) []string {
	var ids []string
	seen := map[string]bool{}
	name := []byte("people/")
	for {
		at := bytes.Index(answer, name)
		if at < 0 {
			return ids
		}
		answer = answer[at+len(name):]
		id := string(answer[:min(len(answer), 36)])
		if !seen[id] && uuid.Validate(id) == nil {
			seen[id] = true
			ids = append(ids, id)
		}
	}
}

// mention notes whom the kept answer names.
func (c *call) mention(ctx context.Context, tx *db.Tx, answer []byte) error {
	named := people(answer)
	if c.permission.GetSealed() {
		if len(named) > 0 {
			return errMention
		}
		return nil
	}
	key, expires := c.key(), c.expires()
	rows := make([][]any, len(named))
	for i, id := range named {
		rows[i] = []any{personKey(id), key, expires}
	}
	return db.Insert(ctx, tx, "INSERT INTO request_mention (person, key, expires)", rows,
		"ON CONFLICT (person, key) DO UPDATE SET expires = excluded.expires")
}

func personKey(id string) []byte { return digest("people", id) }

// Forget takes the answers out that name a person, by their bare id. The request ids stay taken: a call that is repeated has no second
// effect, and its answer is empty.
func Forget(ctx context.Context, tx *db.Tx, person string) error {
	key := personKey(person)
	_, err := tx.ExecContext(ctx, "UPDATE request_answer SET response = NULL WHERE key IN (SELECT key FROM request_mention WHERE person = $1)", key)
	if err != nil {
		return err
	}
	// Those that the same answers make of other people stay, and run out with them.
	_, err = tx.ExecContext(ctx, "DELETE FROM request_mention WHERE person = $1", key)
	return err
}

// Pseudonymise gives another name to who changed something, for services whose rows keep a pseudonym of whoever is erased: an entry under
// the old name would tell whose it is. Both are names of people.
func Pseudonymise(ctx context.Context, tx *db.Tx, name, pseudonym string) error {
	for _, column := range []string{"caller", "resource"} {
		if _, err := tx.ExecContext(ctx, "UPDATE request_entry SET "+column+" = $1 WHERE "+column+" = $2", pseudonym, name); err != nil {
			return err
		}
	}
	return nil
}
