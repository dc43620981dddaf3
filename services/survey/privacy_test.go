package survey_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
)

var (
	number = regexp.MustCompile(`\d{9,}`)
	uuid7  = regexp.MustCompile(`([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
)

// instants are all numbers of a text that could be moments, in seconds to nanoseconds since 1970, and the moments within its UUIDs.
func instants(text string) (found []time.Time) {
	for _, digits := range number.FindAllString(text, -1) {
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
			found = append(found, time.Unix(n, 0), time.UnixMilli(n), time.UnixMicro(n), time.Unix(0, n))
		}
	}
	for _, parts := range uuid7.FindAllStringSubmatch(text, -1) {
		if millis, err := strconv.ParseInt(parts[1]+parts[2], 16, 64); err == nil {
			found = append(found, time.UnixMilli(millis))
		}
	}
	return found
}

func within(moment, from, to time.Time) bool { return !moment.Before(from) && !moment.After(to) }

// After a survey nothing that is kept tells when anybody answered, or who answered before whom.
func TestNothingTellsWhoAnsweredWhen(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.opened(root, root).GetName()
		h.Clock.Advance(24 * time.Hour)
		logged, emitted := h.Logs.String(), h.count("event_outbox")
		clockBegan, began := h.Clock.Now(), time.Now().Add(time.Millisecond)
		time.Sleep(2 * time.Millisecond) // so that what was made before does not share a millisecond with the answers
		for i, n := range []int{7, 3, 15, 0, 11, 9, 4} {
			h.Clock.Advance(13 * time.Minute)
			request := &surveyv1.SubmitResponseRequest{Survey: survey, Answers: []*surveyv1.Answer{answer("belonging", 3)}}
			if i%2 == 0 {
				request.RequestId = uuid.NewString()
			}
			_, err := h.responses.SubmitResponse(h.As(token(n)), request)
			require.NoError(h, err)
		}
		require.NoError(h, h.submit(3, survey, answer("belonging", 1)), "changed")
		clockEnded, ended := h.Clock.Now(), time.Now()
		require.Equal(h, logged, h.Logs.String(), "answers are not logged")
		require.Equal(h, emitted, h.count("event_outbox"), "answers are no events")
		time.Sleep(2 * time.Millisecond)
		h.Clock.Advance(24 * time.Hour)
		h.close(survey)

		for _, line := range strings.Split(h.Everything("schema_"), "\n") {
			for _, moment := range instants(line) {
				require.False(h, within(moment, clockBegan, clockEnded) || within(moment, began, ended), "%v in %s", moment, line)
			}
		}
		order, writers := `SELECT person FROM sheet`, `SELECT 1`
		if h.DB.Engine() == db.Postgres {
			order, writers = `SELECT person FROM sheet ORDER BY ctid`, `SELECT count(DISTINCT xmin::text) FROM sheet`
		}
		var people []string
		rows, err := h.DB.Read().QueryContext(h.Context(), order)
		require.NoError(h, err)
		defer rows.Close()
		for rows.Next() {
			var person string
			require.NoError(h, rows.Scan(&person))
			people = append(people, person)
		}
		require.NoError(h, rows.Err())
		require.Len(h, people, 18)
		breaks := 0
		for i := range len(people) - 1 {
			if people[i] > people[i+1] {
				breaks++
			}
		}
		// PostgreSQL goes on in an earlier page that has room left.
		require.LessOrEqual(h, breaks, map[db.Engine]int{db.SQLite: 0, db.Postgres: 1}[h.DB.Engine()], "rows stand in the order of the ids: %v", people)
		var transactions int
		require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), writers).Scan(&transactions))
		require.Equal(h, 1, transactions, "one transaction wrote them all")
	})
}

func (h *house) count(table string) (rows int) {
	h.Helper()
	require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*) FROM `+table).Scan(&rows))
	return rows
}
