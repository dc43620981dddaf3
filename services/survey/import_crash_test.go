package survey_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"

	"github.com/hearth-culture/hearth/services/survey"
)

// Every sheet of an import that was acknowledged before the process was killed is there as it was sent.
func TestImportedSheetsOutliveAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "survey.db")
	prepare, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, db.Migrate(t.Context(), prepare, survey.Module().Migrations...))
	h := newHouse(t, prepare)
	h.Snapshot()
	name := h.importing(root, root).GetName()
	require.NoError(t, prepare.Close())

	conn, kill := serving(t, path)
	client := surveyv1.NewResponseImportServiceClient(conn)
	// Three senders, each of six people's sheets: the last that was acknowledged and the last that was tried, of the number in "enps".
	var acknowledged, tried [3]atomic.Int32
	var count atomic.Int32
	enough, once := make(chan struct{}), sync.Once{}
	var sending sync.WaitGroup
	for sender := range 3 {
		sending.Go(func() {
			for {
				attempt := tried[sender].Add(1)
				var rows []*surveyv1.ResponseRow
				for n := range 6 {
					rows = append(rows, row(person(6*sender+n), answer("belonging", 3), answer("enps", attempt%11)))
				}
				done, err := client.BatchImportResponses(calltest.As(t.Context(), "system"), &surveyv1.BatchImportResponsesRequest{Name: name, Rows: rows})
				if err != nil {
					if status.Code(err) != codes.Unavailable {
						t.Errorf("sender %d: %v", sender, err)
					}
					return
				}
				if done.GetImported() != 6 {
					t.Errorf("sender %d: %v", sender, done)
				}
				acknowledged[sender].Store(attempt)
				if count.Add(1) == 60 {
					once.Do(func() { close(enough) })
				}
			}
		})
	}
	<-enough
	kill()
	sending.Wait()

	after, err := db.OpenSQLite(context.Background(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, after.Close()) })
	for sender := range 3 {
		kept := map[byte]bool{}
		for n := range 6 {
			var answers []byte
			require.NoError(t, after.Read().QueryRowContext(t.Context(),
				`SELECT answers FROM sheet WHERE person = $1`, person(6*sender+n)).Scan(&answers))
			kept[answers[1]] = true
		}
		require.Len(t, kept, 1, "the rows of a batch are kept together")
		var may []byte
		for attempt := acknowledged[sender].Load(); attempt <= tried[sender].Load(); attempt++ {
			may = append(may, byte(attempt%11)+1) // the lowest point, 0, is kept as 1
		}
		for got := range kept {
			require.Contains(t, may, got)
		}
	}
}
