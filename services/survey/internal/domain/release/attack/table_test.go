package attack_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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
	{"sums and differences of all figures", 1000, 50_000, each(arithmetic), .5, 0},
	{"the same, by one to four who pool their own answers", 1000, 50_000, each(colluders), .5, 0},
	{"all figures of three waves between which people move", 300, 10_000, each(threeWaves), .5, 0},
	{"items beside statistics on whole sheets", 1000, 20_000, whole(each(wholeSheets)), .5, 0},
	{"items hidden one by one beside their factor", 1000, 20_000, [3]try{naive: oneByOne, hearth: blocks}, .5, 0},
	{"ICC(1) of all teams and the standard deviation above them", 200, 5000, [3]try{naive: carefulSpread, hearth: hearthSpread}, .5, 0},
	{"tables by three attributes, each of them safe alone", 800, 20_000, [3]try{naive: threeTables, hearth: threeAttributes}, .05, 0},
	{"every answer that fits, in small organisations", 2000, 100_000, each(fitting), .5, 0},
	{"the same, by one who knows their own answer", 2000, 100_000, each(fittingBesideOne), .5, .01},
	{"every answer that fits and for which the rules hide the same", 500, 5000, each(fittingRules), .5, .5},
	{"all figures of three waves, if whoever moves answers as before", 200, 3000, each(threeWavesAlike), .5, 1},
}

// The table of all attacks stands in docs/anonymity.md as it is now.
func TestTable(t *testing.T) {
	var table strings.Builder
	fmt.Fprint(&table, "| attack | each figure by itself | a rival's default | Hearth |\n|---|---|---|---|\n")
	for _, a := range attacks {
		fmt.Fprintf(&table, "| %s |", a.name)
		for i, try := range a.by {
			if try == nil {
				fmt.Fprint(&table, " |")
				continue
			}
			tried, leaked, fewest := 0, 0, k
			for seed := range seeds(a.few, a.many) {
				one := try(t, rand.New(rand.NewPCG(seed, 1)))
				if one.gaveUp {
					continue
				}
				tried++
				if one.fewest < one.allowed {
					leaked++
					fewest = min(fewest, one.fewest)
					if i == hearth && a.most == 0 {
						t.Errorf("%s: seed %d tells of %d people", a.name, seed, one.fewest)
					}
				}
			}
			part := float64(leaked) / float64(max(1, tried))
			require.False(t, i == naive && part < a.leaks || i == hearth && (part > a.most || tried < 20), "%s: %d of %d", a.name, leaked, tried)
			fmt.Fprintf(&table, " %d of %d", leaked, tried)
			if leaked > 0 {
				fmt.Fprintf(&table, ", down to %d", fewest)
			}
			fmt.Fprint(&table, " |")
		}
		fmt.Fprintln(&table)
	}
	t.Log("\n" + table.String())
	if !soak() {
		text, err := os.ReadFile("../../../../../../docs/anonymity.md")
		require.NoError(t, err)
		require.Contains(t, string(text), table.String())
	}
}
