package record_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

const folder = "../../../../../../examples/award"

// python is the interpreter. Continuous integration has one.
func python(t *testing.T) string {
	path, err := exec.LookPath("python3")
	if err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "python3 is missing")
		t.Skip("NOT TRIED: there is no python3 here, by which the auditors' program computes rounds again")
	}
	return path
}

// audit is what the program says of a record.
type audit struct {
	code int
	said string
}

// each is the loop of one interpreter over many records: to start one takes longer than to compute a round.
const each = `
import contextlib, io, json, sys, traceback
sys.path.insert(0, sys.argv[1])
import recompute
said = []
for path, root in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            code = recompute.main(path, root or None)
        except Exception:
            code = 1
            traceback.print_exc(file=out)
    said.append([code, out.getvalue()])
json.dump(said, sys.stdout)
`

// audited asks the program about records, with the root that was published where there is one.
func audited(t *testing.T, records []record.Record, roots []string) []audit {
	t.Helper()
	interpreter, dir := python(t), t.TempDir()
	asked := make([][2]string, len(records))
	for i, one := range records {
		text, err := one.Text()
		require.NoError(t, err)
		asked[i] = [2]string{filepath.Join(dir, fmt.Sprint(i)), roots[i]}
		require.NoError(t, os.WriteFile(asked[i][0], text, 0o600))
	}
	input, err := json.Marshal(asked)
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), interpreter, "-B", "-c", each, folder)
	command.Stdin = bytes.NewReader(input)
	command.Stderr = os.Stderr
	output, err := command.Output()
	require.NoError(t, err)
	var said [][2]any
	require.NoError(t, json.Unmarshal(output, &said))
	audits := make([]audit, len(said))
	for i, one := range said {
		audits[i] = audit{int(one[0].(float64)), one[1].(string)}
	}
	return audits
}

func TestAnotherProgramComputesTheSame(t *testing.T) {
	rounds := map[string]record.Record{
		"everybody equal, drawn":     decided(t, 1, 90, allEqual),
		"everybody equal, not drawn": decided(t, 2, 90, allEqual, unrevealed),
		"by the sites' head counts":  decided(t, 3, 150, func(r *record.Round) { r.Rule = equity.Rule{Seats: 7, PerTeam: 1, BySite: true} }),
		"by sites, and not drawn":    decided(t, 4, 90, allEqual, unrevealed, func(r *record.Round) { r.Rule.BySite = true }),
		"six people":                 decided(t, 5, 6),
		"four bands and more":        decided(t, 6, 400, func(r *record.Round) { oneQueue(r) }),
		"little evidence": decided(t, 7, 90, func(r *record.Round) {
			for i, p := range r.People {
				if f, ok := p.Figures["solved"]; ok {
					f.Of = int64(i % 3)
					f.Hits = min(f.Of, int64(i%2))
					r.People[i].Figures["solved"] = f
				}
			}
		}),
		"committed half a second before": decided(t, 13, 20, func(r *record.Round) {
			r.Parties[0].Committed, r.Parties[1].Committed, r.Opened = "2026-11-01T00:00:00Z", "2026-10-31T23:59:59.75Z", "2026-11-01T00:00:00.5Z"
		}),
		"odd names": decided(t, 8, 40, func(r *record.Round) {
			for i := range r.People {
				r.People[i].Queue += "<&>\u2028\"\\\n\x01é灯塔"
			}
		}),
	}
	erased := decided(t, 9, 90).Stripped()
	rounds["all erased"] = erased
	for seed := range uint64(12) {
		rounds[fmt.Sprint("random ", seed)] = decided(t, 100+seed, 20+int(seed)*7)
	}
	var records []record.Record
	var roots, names []string
	for name, one := range rounds {
		names, records, roots = append(names, name), append(records, one), append(roots, one.Root.String())
	}
	for i, said := range audited(t, records, roots) {
		require.Zero(t, said.code, "%s:\n%s", names[i], said.said)
		require.Contains(t, said.said, "ALL AGREES")
		require.Equal(t, names[i] == "all erased", strings.Contains(said.said, "who were erased"))
	}
	testkit.Record("example=award")
}

// oneQueue has everybody do the same work, so that groups are cut by exposure.
func oneQueue(r *record.Round) {
	for i := range r.People {
		r.People[i].Peers = score.Peers{Channel: "voice"}
	}
}

// TestTheProgramAsItIsCalled runs it as an auditor would.
func TestTheProgramAsItIsCalled(t *testing.T) {
	interpreter, made := python(t), decided(t, 1, 60)
	text, err := made.Text()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "record.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	run := func(arguments ...string) (string, int) {
		command := exec.CommandContext(t.Context(), interpreter, slices.Concat([]string{"-B", folder + "/recompute.py"}, arguments)...)
		output, err := command.CombinedOutput()
		if err != nil {
			require.ErrorAs(t, err, new(*exec.ExitError))
		}
		return string(output), command.ProcessState.ExitCode()
	}
	said, code := run(path, made.Root.String())
	require.Zero(t, code, said)
	said, code = run(path, strings.Repeat("0", 64))
	require.Equal(t, 1, code)
	require.Contains(t, said, "DIFFER  the root is the one that was published")
}
