package domain_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/reliability"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// climate is a survey of 2,042 people in 49 companies (published with the Leadership Quarterly in 2002), which is no part of the tree.
type climate struct {
	company map[string]string // of each person
	people  []string          // in the order of the answers
	answers map[string][]int  // by item
}

// climateData finds the data in the folder that HEARTH_SHARED names, or in shared/ beside the tree.
func climateData(t *testing.T) climate {
	t.Helper()
	folder, named := os.LookupEnv("HEARTH_SHARED")
	if !named {
		root := "."
		for !exists(filepath.Join(root, "go.mod")) {
			root = filepath.Join("..", root)
		}
		folder = filepath.Join(root, "..", "shared")
	}
	folder = filepath.Join(folder, "data", "climate")
	if !exists(folder) {
		require.False(t, named, "HEARTH_SHARED names a folder without data/climate")
		t.Skip("NOT TRIED: there is no climate data beside the tree; HEARTH_SHARED names the folder that holds data/climate")
	}
	testkit.Record("data=climate")

	data := climate{company: map[string]string{}, answers: map[string][]int{}}
	for _, row := range table(t, filepath.Join(folder, "people.csv"))[1:] {
		data.company[row[0]] = row[1]
	}
	responses := table(t, filepath.Join(folder, "responses.csv"))
	for _, row := range responses[1:] {
		data.people = append(data.people, row[0])
		for column, item := range responses[0][1:] {
			answer, err := strconv.Atoi(row[column+1])
			require.NoError(t, err)
			data.answers[item] = append(data.answers[item], answer)
		}
	}
	return data
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func table(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, file.Close()) })
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	return rows
}

// items are the names of a construct's items.
func itemsOf(construct string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%s%02d", construct, i+1)
	}
	return names
}

// sheets are the answers to the items, company by company and all together.
func (c climate) sheets(t *testing.T, items []string) (companies map[string]*moment.Sums, all *moment.Sums) {
	t.Helper()
	companies, all = map[string]*moment.Sums{}, &moment.Sums{}
	for person, name := range c.people {
		sheet := make([]float64, len(items))
		for i, item := range items {
			sheet[i] = float64(c.answers[item][person])
		}
		company := c.company[name]
		if companies[company] == nil {
			companies[company] = &moment.Sums{}
		}
		require.NoError(t, companies[company].Add(sheet))
	}
	for _, company := range companies {
		require.NoError(t, all.Merge(company))
	}
	return companies, all
}

func (c climate) counts(item string, scale score.Scale) score.Counts {
	counts := score.Counts{Options: make([]int64, scale.Options)}
	for _, answer := range c.answers[item] {
		counts.Options[answer-int(scale.Lowest)]++
	}
	return counts
}

func TestFiguresOfARealSurvey(t *testing.T) {
	data := climateData(t)
	upper := func(scale score.Scale, from int) score.Scale { // the answers ≥ from are favourable
		scale.FavourableOptions = nil
		for option := from - int(scale.Lowest); option < scale.Options; option++ {
			scale.FavourableOptions = append(scale.FavourableOptions, option)
		}
		return scale
	}
	// The ω were computed apart, by iterated principal axes; all else came with the data.
	for _, c := range []struct {
		construct               string
		items                   int
		lowest                  int32
		mean, sd, alpha, omega  float64
		atLeast4, atLeast3      int64 // 0 where it is not known
		icc1, icc1Unequal, icc2 float64
		company02               float64
	}{
		{"LEAD", 11, 1, 3.0007123141, 0.8202944990, 0.9022365658, 0.9030506888, 8977, 0, 0.0879562185216, 0.0886784787962, 0.8007543730133, 2.882576},
		{"TSIG", 3, 1, 3.1330395038, 1.0200696699, 0.8231407807, 0.8311479890, 2800, 0, 0.0803839995637, 0.0810496055699, 0.7846078391707, 3.541667},
		{"HOSTIL", 5, 0, 0.9470127326, 1.0364987368, 0.8729244400, 0.8779684685, 883, 1636, 0.0540049427916, 0.0544650580607, 0.7040591839264, 1.0416667},
	} {
		t.Run(c.construct, func(t *testing.T) {
			items := itemsOf(c.construct, c.items)
			companies, all := data.sheets(t, items)
			scores, err := all.Score()
			require.NoError(t, err)
			require.Equal(t, int64(2042), scores.N)
			require.InDelta(t, c.mean, scores.Mean, 1e-10)
			sd, err := scores.SD()
			require.NoError(t, err)
			require.InDelta(t, c.sd, sd, 1e-10)
			alpha, err := reliability.Alpha(all)
			require.NoError(t, err)
			require.InDelta(t, c.alpha, alpha, 1e-10)
			omega, err := reliability.Omega(all)
			require.NoError(t, err)
			require.InDelta(t, c.omega, omega.Omega, 1e-9)

			// The mean again, and the answers at the upper end, from option counts alone.
			var mean float64
			var atLeast4, atLeast3 int64
			scale := score.Rating(c.lowest, 5)
			for _, item := range items {
				counts := data.counts(item, scale)
				summary, err := scale.Summary(counts)
				require.NoError(t, err)
				mean += summary.Mean / float64(c.items)
				four, err := upper(scale, 4).Favourable(counts)
				require.NoError(t, err)
				atLeast4 += four.Count
				three, err := upper(scale, 3).Favourable(counts)
				require.NoError(t, err)
				atLeast3 += three.Count
			}
			require.InDelta(t, c.mean, mean, 1e-10)
			require.Equal(t, c.atLeast4, atLeast4)
			if c.atLeast3 != 0 {
				require.Equal(t, c.atLeast3, atLeast3)
			}

			require.Len(t, companies, 49)
			var groups []figure.Summary
			for _, company := range companies {
				group, err := company.Score()
				require.NoError(t, err)
				groups = append(groups, group)
			}
			variance, err := agreement.Analyse(groups)
			require.NoError(t, err)
			require.InDelta(t, c.icc1, variance.ICC1(), 1e-12)
			require.InDelta(t, c.icc1Unequal, variance.ICC1Unequal(), 1e-12)
			icc2, err := variance.ICC2()
			require.NoError(t, err)
			require.InDelta(t, c.icc2, icc2, 1e-12)
			company02, err := companies["company-02"].Score()
			require.NoError(t, err)
			require.InDelta(t, c.company02, company02.Mean, 5e-7)
		})
	}
}

// The figures were computed apart, by the closed formula for two drivers.
func TestDriversOfARealSurvey(t *testing.T) {
	data := climateData(t)
	scores := func(construct string, n int) []float64 {
		means := make([]float64, len(data.people))
		for _, item := range itemsOf(construct, n) {
			for person, answer := range data.answers[item] {
				means[person] += float64(answer) / float64(n)
			}
		}
		return means
	}
	model, err := driver.Analyse(scores("HOSTIL", 5), [][]float64{scores("LEAD", 11), scores("TSIG", 3)}, 1)
	require.NoError(t, err)
	require.InDelta(t, -0.382330240708, model.Drivers[0].R, 1e-9)
	require.InDelta(t, -0.344866524478, model.Drivers[1].R, 1e-9)
	require.InDelta(t, 0.101286071371, model.Drivers[0].Weight, 1e-9)
	require.InDelta(t, 0.074042578117, model.Drivers[1].Weight, 1e-9)
	require.InDelta(t, 0.175328649488, model.RSquared, 1e-9)
}
