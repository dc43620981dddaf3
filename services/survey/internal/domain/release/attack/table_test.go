package attack_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
)

const k = 5

// seeds is how many organisations are attacked.
func seeds(few, many uint64) uint64 {
	if soak() {
		return many
	}
	return few
}

func soak() bool { return os.Getenv("HEARTH_SOAK") != "" }

// attempt is one attack on one organisation: the fewest people of whom something was told, and the fewest of whom it may be.
type attempt struct {
	fewest, allowed int
	// gaveUp: nothing is shown, or it was too much to try.
	gaveUp bool
}

// try attacks an organisation drawn by chance, the same for each reporter.
type try func(t *testing.T, r *rand.Rand) attempt

// The reporters, by their place in the table.
const (
	naive = iota
	rival
	hearth
)

// whole leaves out the rival, whose documents name no statistic on whole sheets.
func whole(by [3]try) [3]try {
	by[rival] = nil
	return by
}

// each attacks all reporters in one way.
func each(do func(t *testing.T, r *rand.Rand, report attack.Reporter) attempt) (by [3]try) {
	for i, report := range []attack.Reporter{naive: attack.Naive, rival: attack.Rival, hearth: attack.Hearth} {
		by[i] = func(t *testing.T, r *rand.Rand) attempt { return do(t, r, report) }
	}
	return by
}

var attacks = []struct {
	name      string
	few, many uint64
	by        [3]try
	// leaks is the least part of the organisations in which a naive reporter leaks, and most the greatest in which Hearth does.
	leaks, most float64
}{
	{"sums and differences of all figures", 800, 50_000, each(arithmetic), .5, 0},
	{"the same, by one to four who pool their own answers", 800, 50_000, each(colluders), .5, 0},
	{"all figures of three waves between which people move", 300, 10_000, each(threeWaves), .5, 0},
	{"items beside statistics on whole sheets", 800, 20_000, whole(each(wholeSheets)), .5, 0},
	{"statistics on whole sheets of fewer than 30, comments of fewer than 10", 400, 20_000, [3]try{hearth: floors}, 0, 0},
	{"items hidden one by one beside their factor", 500, 20_000, [3]try{naive: oneByOne, hearth: blocks}, .5, 0},
	{"ICC(1) of all teams and the standard deviation above them", 120, 5000, [3]try{naive: carefulSpread, hearth: hearthSpread}, .5, 0},
	{"tables by three attributes, each of them safe alone", 800, 20_000, [3]try{naive: threeTables, hearth: threeAttributes}, .05, 0},
	{"every answer that fits, in small organisations", 1200, 100_000, each(fitting), .5, 0},
	{"the same, by one who knows their own answer", 6000, 100_000, each(fittingBesideOne), .5, .01},
	{"the mean of fewer than five of one place to less than a step of the scale, by every answer that fits", 500, 20_000, each(narrowing), .3, .06},
	{"every answer that fits and for which the rules hide the same", 400, 5000, each(fittingRules), .5, .5},
	{"all figures of three waves, if whoever moves answers as before", 400, 3000, each(threeWavesAlike), .5, 1},
}

// The table of all attacks stands in docs/anonymity.md as it is now.
func TestTable(t *testing.T) {
	var table strings.Builder
	fmt.Fprint(&table, "| attack | each figure by itself | a rival's default | Hearth |\n|---|---|---|---|\n")
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			fmt.Fprintf(&table, "| %s |", a.name)
			for reporter, try := range a.by {
				if try == nil {
					fmt.Fprint(&table, " |")
					continue
				}
				made := repeat(t, try, seeds(a.few, a.many), reporter == hearth && a.most == 0)
				fmt.Fprintf(&table, " %s |", made)
				require.False(t, reporter == naive && made.part() < a.leaks, "%s: %s", a.name, made)
				require.False(t, reporter == hearth && (made.part() > a.most || made.tried < 20), "%s: %s", a.name, made)
			}
			fmt.Fprintln(&table)
		})
	}
	t.Log("\n" + table.String())
	t.Run("stands in the documents", func(t *testing.T) {
		if soak() {
			t.Skip("it is of fewer organisations")
		}
		text, err := os.ReadFile("../../../../../../docs/anonymity.md")
		require.NoError(t, err)
		require.Contains(t, string(text), table.String())
	})
}

// outcome is how many organisations were tried, how many leaked, and the fewest people of whom something was told.
type outcome struct{ tried, leaked, fewest int }

func (m outcome) part() float64 { return float64(m.leaked) / float64(max(1, m.tried)) }

func (m outcome) String() string {
	text := fmt.Sprintf("%d of %d", m.leaked, m.tried)
	if m.leaked > 0 {
		text += fmt.Sprintf(", down to %d", m.fewest)
	}
	return text
}

func repeat(t *testing.T, try try, seeds uint64, never bool) outcome {
	made := outcome{fewest: release.WholeSheetFloor}
	for seed := range seeds {
		one := try(t, rand.New(rand.NewPCG(seed, 1)))
		if one.gaveUp {
			continue
		}
		made.tried++
		if one.fewest < one.allowed {
			made.leaked, made.fewest = made.leaked+1, min(made.fewest, one.fewest)
			if never {
				t.Errorf("seed %d tells of %d people", seed, one.fewest)
			}
		}
	}
	return made
}
