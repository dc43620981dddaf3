package request_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func TestForgetTakesOutTheAnswersThatNameAPerson(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		gone, stays := uuid.NewString(), uuid.NewString()
		ctx := calltest.As(t.Context(), "admin")
		requests := map[string]bool{} // whether the answer under each request id is kept
		call := func(kept bool, named ...string) {
			t.Helper()
			f.display = strings.Join(named, " and ")
			id := uuid.NewString()
			unit, _, err := f.create(ctx, unitRequest(team, id))
			require.NoError(t, err)
			require.Equal(t, f.display, unit.GetDisplayName().GetTexts()["en"])
			requests[id] = kept
		}
		call(false, "people/"+gone)
		call(false, "people/"+stays, "people/"+gone, "people/"+gone)
		call(true, "people/"+stays)
		call(true, "people/", "people/nobody", "units/"+gone)
		many := make([]string, 300)
		for i := range many {
			many[i] = "people/" + uuid.NewString()
		}
		call(false, append(many, "people/"+gone)...)
		call(true, many...)

		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return request.Forget(ctx, tx, gone) }))
		before := f.count(t, "thing")
		for id, kept := range requests {
			unit, replayed, err := f.create(ctx, unitRequest(team, id))
			require.NoError(t, err)
			require.True(t, replayed)
			require.Equal(t, kept, unit.GetName() != "")
		}
		require.Equal(t, before, f.count(t, "thing"), "no call had a second effect")
		require.Equal(t, 602, f.count(t, "request_mention"), "two of who stays, and the many twice")

		// Mentions run out with the answers.
		require.NoError(t, request.Prune(t.Context(), d, f.now.Add(request.Window-time.Microsecond)))
		require.Equal(t, 602, f.count(t, "request_mention"))
		require.NoError(t, request.Prune(t.Context(), d, f.now.Add(request.Window)))
		require.Zero(t, f.count(t, "request_mention")+f.count(t, "request_answer"))
	}, sets(t)...)
}

// What is kept of sealed calls is found by nobody's name, and no answer to one may hold a name.
func TestSealedCallsMentionNobody(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		submit := func(id string) error {
			_, err := surveyv1.NewResponseServiceClient(f.conn).SubmitResponse(calltest.As(t.Context(), "agent"),
				&surveyv1.SubmitResponseRequest{Survey: "surveys/00000000-0000-7000-8000-000000000001", RequestId: id})
			return err
		}
		require.NoError(t, submit(id1))
		require.Equal(t, 1, f.count(t, "request_answer"))
		require.Zero(t, f.count(t, "request_mention"))
		f.unsealed = "people/" + uuid.NewString()
		require.Equal(t, "INTERNAL", calltest.Reason(submit(id2)))
		require.Equal(t, 1, f.count(t, "request_answer"))
		require.Equal(t, 1, f.count(t, "thing"))
	}, sets(t)...)
}
