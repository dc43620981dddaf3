package survey_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"

	"github.com/hearth-culture/hearth/services/survey"
)

// crashFile names the database that a process of TestServeUntilKilled serves.
const crashFile = "HEARTH_SURVEY_CRASH_FILE"

// TestServeUntilKilled is no test by itself: TestAcknowledgedAnswersOutliveAKill runs it in processes of its own.
func TestServeUntilKilled(t *testing.T) {
	path := os.Getenv(crashFile)
	if path == "" {
		t.Skip("runs within TestAcknowledgedAnswersOutliveAKill")
	}
	d, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	h := newHouse(t, d)
	fmt.Println("serving", h.Conn.(*grpc.ClientConn).Target())
	select {}
}

// serving starts a process that serves the database.
func serving(t *testing.T, path string) (conn *grpc.ClientConn, kill func()) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServeUntilKilled$")
	child.Env = append(os.Environ(), crashFile+"="+path)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	target, found := "", false
	for !found && lines.Scan() {
		target, found = strings.CutPrefix(lines.Text(), "serving ")
	}
	require.True(t, found, "the process did not begin to serve")
	conn, err = grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn, func() {
		require.NoError(t, child.Process.Kill())
		_ = child.Wait() // it was killed
	}
}

// Whatever was acknowledged before the process was killed is there, an answer and a close alike; and after a close that was acknowledged
// nothing is taken.
func TestAcknowledgedAnswersOutliveAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "survey.db")
	prepare, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, db.Migrate(t.Context(), prepare, survey.Module().Migrations...))
	h := newHouse(t, prepare)
	h.Snapshot()
	name := h.opened(root, root).GetName()
	require.NoError(t, prepare.Close())

	var acknowledged, tried [18]atomic.Int32 // the number of a person's last attempt, which stands in the answer to "enps"
	for round := range 3 {
		conn, kill := serving(t, path)
		client := surveyv1.NewResponseServiceClient(conn)
		var answering sync.WaitGroup
		enough, once := make(chan struct{}), sync.Once{}
		var count atomic.Int32
		for n := range 18 {
			answering.Go(func() {
				for {
					attempt := tried[n].Add(1)
					_, err := client.SubmitResponse(calltest.As(t.Context(), token(n)), &surveyv1.SubmitResponseRequest{
						Survey: name, Answers: []*surveyv1.Answer{answer("belonging", 3), answer("enps", attempt%11)},
					})
					if err != nil {
						if status.Code(err) != codes.Unavailable {
							t.Errorf("person %d: %v", n, err)
						}
						return
					}
					acknowledged[n].Store(attempt)
					if count.Add(1) == int32(100*(round+1)) {
						once.Do(func() { close(enough) })
					}
				}
			})
		}
		<-enough
		kill()
		answering.Wait()
	}
	conn, kill := serving(t, path)
	for n := range 18 {
		got, err := surveyv1.NewResponseServiceClient(conn).GetMyResponse(calltest.As(t.Context(), token(n)), &surveyv1.GetMyResponseRequest{Survey: name})
		if acknowledged[n].Load() == 0 && calltest.Reason(err) == "NOT_FOUND" {
			continue
		}
		require.NoError(t, err)
		// The last one that was acknowledged, or one that was under way when a process was killed since.
		var may []int32
		for attempt := acknowledged[n].Load(); attempt <= tried[n].Load(); attempt++ {
			may = append(may, attempt%11)
		}
		require.Contains(t, may, got.GetAnswers()[1].GetRating())
	}
	closed, err := surveyv1.NewSurveyServiceClient(conn).CloseSurvey(calltest.As(t.Context(), "culture"), &surveyv1.CloseSurveyRequest{Name: name})
	require.NoError(t, err)
	require.Equal(t, surveyv1.SurveyState_SURVEY_STATE_CLOSED, closed.GetState())
	kill()

	conn, kill = serving(t, path)
	defer kill()
	_, err = surveyv1.NewResponseServiceClient(conn).SubmitResponse(calltest.As(t.Context(), token(0)), &surveyv1.SubmitResponseRequest{
		Survey: name, Answers: []*surveyv1.Answer{answer("belonging", 3)},
	})
	require.Equal(t, "SURVEY_NOT_OPEN", calltest.Reason(err))
}
