package page

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// words are the page's own texts in one language.
type words struct {
	telling

	Subtitle, Contents, Asked, HowToRead, Shown, Definitions, Favourable, Unfavourable, AppliesTo                string
	Participation, People, Answers, Rate, Factors, Factor, Mean, Index, Agreement, Alpha, Omega, ICC1, ICC2, SD  string
	Indexes, Value, Promoters, Item, Score, ScoreInterval, Answered, Items, Distribution, WithInterval           string
	Levels, Level, Gaps, Highest, Lowest, Difference, Verdict, Clear, Luck, HeatMap, Unit, Everybody, OtherItems string
	NoLevel, Colon, Semicolon, Comma, Interval, Reversed, Blank, Empty, Warning, Period, Reliability             string
	// Sentences, each with what it takes.
	Rules, Reading                                    []string
	RuleK, RuleNone, RuleLevels, RuleCells            string
	AboutFactors, AboutReliability, AboutHeat         string
	AboutGaps, AboutPairs, AboutPromoters, AboutItems string
	Attributes                                        map[surveyv1.Attribute]string
}

func wordsIn(locale string) *words {
	if locale == released.Chinese {
		return &inChinese
	}
	return &inEnglish
}

var inEnglish = words{
	telling: tellingInEnglish,

	Subtitle: "Survey report", Contents: "Contents", Asked: "What was asked", HowToRead: "How to read this report", Shown: "What is shown, and what is not",
	Definitions: "What counts as favourable", Favourable: "Favourable", Unfavourable: "Unfavourable", AppliesTo: "Items",
	Participation: "Participation", People: "Asked", Answers: "Answered", Rate: "Rate", Factors: "Factors", Factor: "Factor", Mean: "Mean",
	Index: "Index 0–100", Agreement: "Agreement r_wg", Alpha: "Cronbach’s α", Omega: "McDonald’s ω", ICC1: "ICC(1)", ICC2: "ICC(2)", SD: "SD of people’s scores",
	Indexes: "Indexes", Value: "Value", Promoters: "Would people recommend us? (eNPS)", Item: "Item", Score: "Score", ScoreInterval: "95% interval",
	Answered: "Answered", Items: "Items", Distribution: "Answers", WithInterval: "Favourable, with its 95% interval",
	Levels: "By group", Level: "Group", Gaps: "Largest differences between the units right below", Highest: "Highest", Lowest: "Lowest",
	Difference: "Difference", Verdict: "What can be said", Clear: "more than chance", Luck: "may be chance", HeatMap: "All groups: favourable answers by factor",
	Unit: "Unit", Everybody: "Everybody together", OtherItems: "Other items", NoLevel: "(none)", Colon: ": ", Semicolon: "; ", Comma: ", ",
	Interval: "%s, interval %s to %s", Reversed: "reverse-worded", Blank: "no answer", Empty: "There is nothing to show in your reach.",
	Warning: "Please note", Period: "Open from %s to %s", Reliability: "Reliability and agreement",
	Reading: []string{
		"Every figure describes a group of people, not the people in it. Small groups move a lot by chance: read intervals before differences.",
		"The favourable share is the part of the given answers that are favourable. People who left an item out are not counted in it. The definition is printed below.",
		"The 95% interval (confidence interval) says which shares the whole group could have, had everybody answered: the fewer people answered, the wider it is.",
		"A factor’s share is the mean of the shares of its items. The figures show what goes together, not what causes what.",
	},
	RuleK:    "No figure tells apart fewer than %d people: neither by itself, nor by adding and subtracting all the figures that are published together.",
	RuleNone: "Names stood beside the answers of this survey, and its figures hide nothing: groups may be as small as one person.",
	Rules: []string{
		"Where there is no figure, there is one mark: —. It is the same whether people were too few, answered too much alike, were not asked, or are not within your reach. No reason is given, because the reason could give somebody away.",
		"All figures were computed once, after the survey was closed, and never change. Every reader gets figures of the same computation, as far as their role reaches.",
		"Whoever knows more besides, such as what they themselves answered, can tell more than the figures alone do.",
		"Names of units are those of the day of the computation.",
	},
	RuleLevels: "Units are split by %s at most, and only where that gives nobody away.", RuleCells: "This report shows %d groups.",
	AboutFactors:     "In brackets: the 95% interval. Agreement (r_wg) is 1 where all answer alike. Below 0.70 people disagree, and the mean is not a common view.",
	AboutReliability: "α and ω say how well the items of a factor go together; ICC(1) and ICC(2) how far people of one unit are alike, and how well units can be told apart. They need complete responses, and are given for large units alone.",
	AboutHeat:        "The darker, the more favourable answers. Indented rows belong to the unit above them. ▲ and ▼ mark what is higher or lower than the rest of the unit above by more than chance (q up to 0.05).",
	AboutGaps:        "For each item the highest and the lowest of the units right below. Of many units, some are always far apart: a difference is called more than chance only where even the largest of so many pairs would seldom be so large by chance.",
	AboutPairs:       "Pairs that were compared: %d.",
	AboutPromoters:   "The share of those who answered 9 or 10 less the share of those who answered 0 to 6, from −100 to 100.",
	AboutItems:       "Each bar is all given answers of an item, in the order of its scale; blue is favourable, orange unfavourable, grey neither. The numbers stand below it.",
	Attributes: map[surveyv1.Attribute]string{
		surveyv1.Attribute_ATTRIBUTE_SHIFT: "shift", surveyv1.Attribute_ATTRIBUTE_EMPLOYER: "employer", surveyv1.Attribute_ATTRIBUTE_SITE: "site",
		surveyv1.Attribute_ATTRIBUTE_CHANNEL: "channel", surveyv1.Attribute_ATTRIBUTE_POSITION: "position",
	},
}
