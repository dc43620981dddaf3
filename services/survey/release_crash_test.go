package survey_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"

	"github.com/hearth-culture/hearth/services/survey"
)

// releaseFile names the database on which a process of TestReleaseUntilKilled works, and releaseRound how often one did before.
const releaseFile, releaseRound = "HEARTH_SURVEY_RELEASE_FILE", "HEARTH_SURVEY_RELEASE_ROUND"

// TestReleaseUntilKilled is no test by itself: TestAReleaseOutlivesAKill runs it in processes of its own.
func TestReleaseUntilKilled(t *testing.T) {
	path := os.Getenv(releaseFile)
	if path == "" {
		t.Skip("runs within TestAReleaseOutlivesAKill")
	}
	d, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	h := newHouse(t, d)
	round, err := strconv.Atoi(os.Getenv(releaseRound))
	require.NoError(t, err)
	h.Clock.Advance(time.Duration(round) * time.Hour) // the lease of who was killed has ended
	fmt.Println("working")
	for _, run := range h.Service.Run {
		h.Background(run)
	}
	select {}
}

// releasedOnce has the work go on until the wave is released, and demands that it was once, and is what was there before if anything was.
func (w *wave) releasedOnce() {
	w.Helper()
	for _, run := range append(w.Service.Run, w.Service.Run...) { // as in two processes
		defer w.Background(run)()
	}
	require.Eventually(w, func() bool {
		w.Clock.Advance(time.Minute) // past leases and waits
		read, err := w.surveys.GetSurvey(w.As("culture"), &surveyv1.GetSurveyRequest{Name: w.survey.GetName()})
		require.NoError(w, err)
		return read.GetReleasedTime() != nil
	}, soon, 5*time.Millisecond)
	cells, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_FULL)
	require.NoError(w, err)
	want, _ := w.released()
	require.Len(w, cells, len(want.Cells()))
	var published int
	query := `SELECT count(*) FROM event_outbox WHERE subject LIKE '%release.published'`
	require.NoError(w, w.DB.Read().QueryRowContext(w.Context(), query).Scan(&published))
	require.Equal(w, 1, published)
}

func TestAReleaseOutlivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "survey.db")
	d, err := db.OpenSQLite(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, db.Migrate(t.Context(), d, survey.Module().Migrations...))
	h := newHouse(t, d)
	h.Snapshot()
	w := h.wave(nil, root)
	w.answers(rand.New(rand.NewPCG(5, 5)))
	for round := range 4 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestReleaseUntilKilled$")
		child.Env = append(os.Environ(), releaseFile+"="+path, releaseRound+"="+strconv.Itoa(round))
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		lines := bufio.NewScanner(out)
		for lines.Scan() && lines.Text() != "working" {
		}
		require.NoError(t, child.Process.Kill())
		_ = child.Wait() // it was killed
	}
	h.Clock.Advance(5 * time.Hour)
	w.releasedOnce()
}

func TestAReleaseThatFailsIsMadeAgain(t *testing.T) {
	testkit.EachFault(t, func(t *testing.T, fault testkit.Fault) {
		testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
			h := newHouse(t, d)
			h.Snapshot()
			for nth := range 4 {
				w := h.wave(nil, root)
				w.answers(rand.New(rand.NewPCG(5, uint64(nth))))
				testkit.Faulty(t, d, fault, 1+nth)
				w.releasedOnce()
				d.SetFault(nil)
				h.Exec(`DELETE FROM event_outbox`)
			}
		}, survey.Module().Migrations...)
	})
}
