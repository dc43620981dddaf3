package instrument_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

func when(condition string, one item.Item) item.Item {
	one.Condition = condition
	return one
}

func TestConditionsDecideWhatIsAsked(t *testing.T) {
	content := everything()
	content.Items = append(content.Items,
		required(when(`answers.r <= 2 && "x" in answers.multi`, rating("why", 1, 5))),
		required(when(`has(answers.why)`, of("words", item.Kind{LongText: &item.FreeText{}}))),
		when(`answers.m.b < 0 || answers.n > 12 || answers.d < "2001-01-01" || answers.rank[0] == "z" || answers.s == "z" || answers.ok || answers.nps == 0 || answers.ces == 1`,
			rating("any", 1, 5)),
	)
	made, err := instrument.New(content)
	require.NoError(t, err)
	low, some := answer("r", item.Rated(2)), answer("multi", item.Several{"y", "x"})
	why, words := answer("why", item.Rated(1)), answer("words", item.Written("so"))
	anything := answer("any", item.Rated(1))
	for name, c := range map[string]struct {
		answers []item.Answer
		of      string
		problem item.Problem
	}{
		"nothing":                     {nil, "", ""},
		"shown and answered":          {[]item.Answer{words, why, some, low}, "", ""},
		"shown and left out":          {[]item.Answer{low, some}, "why", item.Missing},
		"the next one left out":       {[]item.Answer{low, some, why}, "words", item.Missing},
		"not shown":                   {[]item.Answer{answer("r", item.Rated(3)), some, why}, "why", item.NotShown},
		"not shown without an answer": {[]item.Answer{some, why}, "why", item.NotShown},
		"the first that is not shown": {[]item.Answer{words, why}, "why", item.NotShown},
		"words that are not shown":    {[]item.Answer{words}, "words", item.NotShown},
		"none of many":                {[]item.Answer{anything, answer("n", item.Counted(12))}, "any", item.NotShown},
		"a row":                       {[]item.Answer{anything, answer("m.b", item.Rated(-1))}, "", ""},
		"a number as it was given":    {[]item.Answer{anything, answer("n", item.Counted(13))}, "", ""},
		"a day":                       {[]item.Answer{anything, answer("d", item.Dated("2000-12-31"))}, "", ""},
		"a rank":                      {[]item.Answer{anything, answer("rank", item.Several{"z", "x", "y"})}, "", ""},
		"a choice":                    {[]item.Answer{anything, answer("s", item.Chosen("z"))}, "", ""},
		"a consent":                   {[]item.Answer{anything, answer("ok", item.Agreed(true))}, "", ""},
		"an NPS":                      {[]item.Answer{anything, answer("nps", item.Rated(0))}, "", ""},
		"a CES":                       {[]item.Answer{anything, answer("ces", item.Rated(1))}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			filled, err := made.FillIn(c.answers)
			if c.problem == "" {
				require.NoError(t, err)
				require.Len(t, filled.Sheet, len(made.Blank()))
				return
			}
			field := "answers"
			for n, one := range c.answers {
				if one.Item == c.of {
					field = "answers[" + string(rune('0'+n)) + "]"
				}
			}
			requireProblem(t, c.of, c.problem, field, err)
		})
	}
}

func TestWhatConditionsMaySpeakOf(t *testing.T) {
	for condition, ok := range map[string]bool{
		`answers.r > 1`:                 true,
		`answers.again > 1`:             false, // itself
		`answers.later > 1`:             false,
		`answers.words == "yes"`:        false, // free words
		`answers.r`:                     false,
		`answers.nothing == 1`:          false,
		`has(answers.r) && answers.r >`: false,
	} {
		_, err := instrument.New(items(rating("r", 1, 5), of("words", item.Kind{ShortText: &item.FreeText{}}), when(condition, rating("again", 1, 5)), rating("later", 1, 5)))
		if ok {
			require.NoError(t, err, condition)
		} else {
			requireFields(t, []string{"instrument.items[2].condition"}, err)
		}
	}
}
