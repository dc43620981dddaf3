package page

import surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

// telling are the page's texts on how groups differ, how they changed, and what goes together.
type telling struct {
	Glance, GlanceAnswered, GlanceFactors                                    string
	GlanceHigher, GlanceLower, GlanceClose, GlanceTooFew                     string
	GlanceBegin, GlanceKeep, GlanceNone, GlanceBelow, GlanceAbove            string
	Named, Points, Bounded, AboutGlance                                      string
	Change, AboutChange, Before, Now, Effect, Q, Tests, LeftOut              string
	BeforeMean, NowMean, MeanChange, Waves, AboutWaves, Line                 string
	Against, AboutAgainst, Here, Rest, RestOf, MoreAgainst, NothingStandsOut string
	Drivers, AboutDrivers, Number, Correlation, Share, Place                 string
	Across, Up, DriverSheets, AboutPlane                                     string
	Norms, AboutNorms, Statistic, Elsewhere, Population, Source              string
	Figures                                                                  string
	AboutFigures                                                             []string
	Verdicts                                                                 map[surveyv1.Verdict]string
	Quadrants                                                                map[surveyv1.Quadrant]string
	Statistics                                                               map[surveyv1.NormStatistic]string
}

var tellingInEnglish = telling{
	Glance: "In one minute", AboutGlance: "A place to begin a conversation, not a verdict on anybody. What stands behind each line follows below.",
	GlanceAnswered: "%d of %d people answered (%s).", GlanceFactors: "Highest factor: %s (%s favourable). Lowest: %s (%s).",
	GlanceHigher: "Higher than in the wave that closed on %s: %s.", GlanceLower: "Lower than in the wave that closed on %s: %s.",
	GlanceClose: "About as in the wave that closed on %s: %s.", GlanceTooFew: "Too few answers to say whether it changed since %s: %s.",
	GlanceBegin: "Worth a first look: %s – associated with much of how people differ in “%s”, and scoring below the other factors. That is no proof that one brings about the other: ask the people first.",
	GlanceKeep:  "Worth keeping: %s – associated with much of how people differ in “%s”, and scoring above the other factors.",
	GlanceNone:  "No unit differs from the rest of the unit above it by more than chance.",
	GlanceBelow: "Units with a lower favourable share than the rest of the unit above them: %d; furthest apart, in points: %s.", GlanceAbove: "Units with a higher favourable share: %d; furthest apart, in points: %s.",
	Named: "%s (%s)", Points: "%s points", Bounded: "%s (%s to %s)",
	Change: "Change since the last wave", Before: "Before", Now: "Now", Effect: "Effect g", Q: "q", Line: "All waves",
	AboutChange: "The same group in the wave that closed on %s, when %d of %d people answered. Differences of favourable shares are in points, with their 95%% interval; q is the probability adjusted for all %d tests of this comparison (Benjamini and Hochberg), and up to 0.05 a change is called one. Effect g is the change of the mean in standard deviations (Hedges): about 0.2 is small, 0.5 medium, 0.8 large. “Too few to say” means that nothing was found and 20 points (or half a standard deviation) cannot be ruled out. A factor is tested as if each person had answered all of its items alike, which is cautious. Most people answered both waves, which is not known here: changes are a little surer than they look.",
	Tests:       "Tests", LeftOut: "Not compared, because asked differently or without an order: %s", BeforeMean: "Mean before", NowMean: "Mean now", MeanChange: "Change",
	Waves: "Over the waves", AboutWaves: "Favourable share of each factor, from 0 to 100%; the upright lines are 95% intervals. Where they overlap widely, a rise or a fall may be chance. Waves in which the figure was not shown are left out.",
	Against: "Units against the rest", Here: "Here", Rest: "The rest", RestOf: "The rest of",
	AboutAgainst: "Each unit against the rest of the unit above it, so that nobody is counted on both sides. Of the %d tests on this page, these have a q of up to 0.05 (Benjamini and Hochberg over all of them): at most about one in twenty of them is expected to be chance. Factors are tested as if each person had answered all of their items alike, and people of one team as if they were no more alike than others, which makes teams look a little surer than they are.",
	MoreAgainst:  "%d more are marked in the map below.", NothingStandsOut: "None of them differs by more than chance.",
	Drivers: "What goes together with “%s”", Number: "No.", Correlation: "Correlation r (95% interval)", Share: "Share of R² (95% interval)", Place: "Place",
	AboutDrivers: "How people’s scores on each factor are associated with their answer on the outcome. Association is not cause: which comes first, or whether a third thing moves both, these figures cannot tell. The share is the factor’s part of R² (Johnson’s relative weights, bootstrap interval); where intervals overlap, the order of factors is not settled.",
	DriverSheets: "%d complete responses; all factors together go with %s of the differences in the outcome (R²). Nothing is shown here for fewer than 30 complete responses, or fewer than 10 per factor.",
	Across:       "Index of the factor, 0 to 100", Up: "Share of what goes together",
	AboutPlane: "Upper left: associated with much, and low: look there first (share × (1 − index ÷ 100) is largest there). The dashed lines are an equal share and the mean of the indexes; upright lines are intervals of the shares. It is a map for a conversation, not a ranking of causes.",
	Norms:      "Beside figures from elsewhere", AboutNorms: "Figures from elsewhere, as their sources give them. Others were asked in another place and time, often differently: no test is made, and none of these enters a figure.",
	Statistic: "Figure", Elsewhere: "Elsewhere", Population: "Of whom", Source: "Source",
	Figures: "How the figures are computed",
	AboutFigures: []string{
		"Favourable: the share of given answers on the options named above, after reverse-worded items are turned round. Blanks are left out of shares and means, and counted below each item. 5- and 7-point scales count their upper two unless the instrument says otherwise.",
		"Interval of an item’s share: Wilson, a 95% confidence interval, for a finite population of those who were asked. Where all answered, it is a point.",
		"Factor: the weighted mean of its items’ figures, of items that at least k people answered. Its interval is Wilson’s at the fewest answers to one of its items, as if each person had answered all of them alike: the true one is no wider.",
		"Interval of a factor’s mean: Student, for a finite population, where the spread of people’s scores (sd) is published, which is in large units alone. Elsewhere read the factor’s share and the items.",
		"A person’s score of a factor is the mean of their answers, weighted as the factor is; sd, ICC and drivers are of these scores, α and ω of the items without weights.",
		"Index: the mean from 0 (lowest step) to 100 (highest). r_wg: agreement within the group, 1 − observed ÷ expected variance of answers by chance.",
		"Tests: Welch’s t for means, pooled z or Fisher’s exact for shares, two-sided, all of one table adjusted together by Benjamini and Hochberg.",
		"—: no figure. Groups of fewer than k people, groups that answered too much alike, and those beyond your reach look the same.",
	},
	Verdicts: map[surveyv1.Verdict]string{
		surveyv1.Verdict_VERDICT_UNSPECIFIED: "—", surveyv1.Verdict_VERDICT_HIGHER: "▲ higher", surveyv1.Verdict_VERDICT_LOWER: "▼ lower",
		surveyv1.Verdict_VERDICT_CLOSE: "= about the same", surveyv1.Verdict_VERDICT_TOO_FEW: "? too few to say",
	},
	Quadrants: map[surveyv1.Quadrant]string{
		surveyv1.Quadrant_QUADRANT_UNSPECIFIED: "—", surveyv1.Quadrant_QUADRANT_IMPROVE: "look here first", surveyv1.Quadrant_QUADRANT_KEEP: "keep it up",
		surveyv1.Quadrant_QUADRANT_WATCH: "watch", surveyv1.Quadrant_QUADRANT_MAINTAIN: "fine as it is",
	},
	Statistics: map[surveyv1.NormStatistic]string{
		surveyv1.NormStatistic_NORM_STATISTIC_MEAN: "mean", surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE: "favourable",
		surveyv1.NormStatistic_NORM_STATISTIC_INDEX: "index", surveyv1.NormStatistic_NORM_STATISTIC_SCORE: "eNPS",
	},
}
