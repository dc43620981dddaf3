package instrument_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

func answer(of string, value item.Value) item.Answer { return item.Answer{Item: of, Value: value} }

func TestFillIn(t *testing.T) {
	made, err := instrument.New(everything())
	require.NoError(t, err)
	blank := []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	at := func(pairs ...int) []byte {
		sheet := append([]byte(nil), blank...)
		for i := 0; i < len(pairs); i += 2 {
			sheet[pairs[i]] = byte(pairs[i+1])
		}
		return sheet
	}
	long := strings.Repeat("话", 2000)
	for name, c := range map[string]struct {
		given   item.Answer
		sheet   []byte
		read    item.Value // as it is read back; nil for as it was given
		problem item.Problem
	}{
		"the lowest":            {answer("r", item.Rated(1)), at(0, 1), nil, ""},
		"the highest":           {answer("r", item.Rated(5)), at(0, 5), nil, ""},
		"below":                 {answer("r", item.Rated(0)), nil, nil, item.OutsideScale},
		"above":                 {answer("r", item.Rated(6)), nil, nil, item.OutsideScale},
		"far above":             {answer("r", item.Rated(257)), nil, nil, item.OutsideScale},
		"the least there is":    {answer("r", item.Rated(-2147483648)), nil, nil, item.OutsideScale},
		"words for a rating":    {answer("r", item.Written("5")), nil, nil, item.WrongKind},
		"nothing for a rating":  {answer("r", nil), nil, nil, item.WrongKind},
		"a row":                 {answer("m.b", item.Rated(-3)), at(2, 1), nil, ""},
		"a whole matrix":        {answer("m", item.Rated(1)), nil, nil, item.UnknownItem},
		"no such row":           {answer("m.c", item.Rated(1)), nil, nil, item.UnknownItem},
		"no such item":          {answer("R", item.Rated(1)), nil, nil, item.UnknownItem},
		"no item at all":        {answer("", item.Rated(1)), nil, nil, item.UnknownItem},
		"a promoter":            {answer("nps", item.Rated(10)), at(3, 11), nil, ""},
		"beside the NPS":        {answer("nps", item.Rated(11)), nil, nil, item.OutsideScale},
		"ease":                  {answer("ces", item.Rated(7)), at(4, 7), nil, ""},
		"one":                   {answer("s", item.Chosen("z")), at(5, 3), nil, ""},
		"none of them":          {answer("s", item.Chosen("Z")), nil, nil, item.UnknownOption},
		"several for one":       {answer("s", item.Several{"z"}), nil, nil, item.WrongKind},
		"two":                   {answer("multi", item.Several{"z", "x"}), at(6, 2, 7, 1, 8, 2), item.Several{"x", "z"}, ""},
		"too few":               {answer("multi", item.Several{}), nil, nil, item.TooFew},
		"too many":              {answer("multi", item.Several{"x", "y", "z"}), nil, nil, item.TooMany},
		"one of them twice":     {answer("multi", item.Several{"x", "x"}), nil, nil, item.OptionTwice},
		"an option of others":   {answer("multi", item.Several{"x", "w"}), nil, nil, item.UnknownOption},
		"an order":              {answer("rank", item.Several{"y", "z", "x"}), at(9, 3, 10, 1, 11, 2), nil, ""},
		"half an order":         {answer("rank", item.Several{"y", "z"}), nil, nil, item.NotAllRanked},
		"no order":              {answer("rank", item.Several{}), nil, nil, item.NotAllRanked},
		"a place for two":       {answer("rank", item.Several{"y", "z", "y"}), nil, nil, item.OptionTwice},
		"more than all":         {answer("rank", item.Several{"y", "z", "x", "w"}), nil, nil, item.UnknownOption},
		"the least number":      {answer("n", item.Counted(0)), at(12, 1), item.Banded(1), ""},
		"the end of a band":     {answer("n", item.Counted(12)), at(12, 2), item.Banded(2), ""},
		"the next band":         {answer("n", item.Counted(13)), at(12, 3), item.Banded(3), ""},
		"the last band":         {answer("n", item.Counted(60)), at(12, 4), item.Banded(4), ""},
		"too much":              {answer("n", item.Counted(61)), nil, nil, item.OutsideScale},
		"a band for a number":   {answer("n", item.Banded(1)), nil, nil, item.WrongKind},
		"a day":                 {answer("d", item.Dated("2020-01-01")), at(13, 2), item.Banded(2), ""},
		"a day too early":       {answer("d", item.Dated("1999-12-31")), nil, nil, item.OutsideScale},
		"no day":                {answer("d", item.Dated("2020-02-30")), nil, nil, item.NotADay},
		"an empty day":          {answer("d", item.Dated("")), nil, nil, item.NotADay},
		"no":                    {answer("ok", item.Agreed(false)), at(14, 1), nil, ""},
		"yes":                   {answer("ok", item.Agreed(true)), at(14, 2), nil, ""},
		"a word":                {answer("short", item.Written("好 👩🏽‍🚀")), blank, nil, ""},
		"ten characters":        {answer("short", item.Written("  0123456789  ")), blank, item.Written("0123456789"), ""},
		"eleven characters":     {answer("short", item.Written("0123456789A")), nil, nil, item.TooLong},
		"two lines for one":     {answer("short", item.Written("a\nb")), nil, nil, item.ControlCharacter},
		"lines":                 {answer("long", item.Written("a\r\n\tb\n")), blank, item.Written("a\n\tb"), ""},
		"as long as it may be":  {answer("long", item.Written(long)), blank, nil, ""},
		"longer than it may be": {answer("long", item.Written(long+"话")), nil, nil, item.TooLong},
		"an escape":             {answer("long", item.Written("a\x1b[31m")), nil, nil, item.ControlCharacter},
		"from right to left":    {answer("long", item.Written("\u200fאני שייך לכאן")), blank, nil, ""},
		"turned round":          {answer("long", item.Written("pay \u202eevif\u202c\u2067x\u2069")), blank, item.Written("pay evifx"), ""},
		"a rating for words":    {answer("long", item.Rated(1)), nil, nil, item.WrongKind},
	} {
		t.Run(name, func(t *testing.T) {
			filled, err := made.FillIn([]item.Answer{c.given})
			if c.problem != "" {
				requireProblem(t, c.given.Item, c.problem, "answers[0]", err)
				require.Zero(t, filled)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.sheet, filled.Sheet)
			want := c.given
			if c.read != nil {
				want.Value = c.read
			}
			require.Equal(t, []item.Answer{want}, made.Read(filled))
			_, err = made.FillIn([]item.Answer{c.given, c.given})
			requireProblem(t, c.given.Item, item.Repeated, "answers[1]", err)
		})
	}
}

func TestWhatIsNoItemIsToldShortened(t *testing.T) {
	made, err := instrument.New(everything())
	require.NoError(t, err)
	_, err = made.FillIn([]item.Answer{answer(strings.Repeat("话", 1_000_000), item.Rated(1))})
	requireProblem(t, strings.Repeat("话", 21)+"…", item.UnknownItem, "answers[0]", err)
}

func requireProblem(t *testing.T, of string, problem item.Problem, field string, err error) {
	t.Helper()
	var fault *model.Fault
	require.ErrorAs(t, err, &fault)
	require.ErrorIs(t, err, item.ErrAnswerInvalid)
	require.Equal(t, map[string]string{"item": of, "problem": string(problem)}, fault.Meta)
	require.Equal(t, field, fault.Violations[0].Field)
	require.NotEmpty(t, fault.Violations[0].Why.ZhCN)
}

func TestWhatMustBeAnswered(t *testing.T) {
	for name, c := range map[string]struct {
		one     item.Item
		answers []item.Answer
		problem item.Problem // of the item, or "" for none
		of      string
	}{
		"a rating":                  {rating("a", 1, 5), nil, item.Missing, "a"},
		"a row":                     {everything().Items[1], []item.Answer{answer("m.a", item.Rated(0))}, item.Missing, "m.b"},
		"all rows":                  {everything().Items[1], []item.Answer{answer("m.a", item.Rated(0)), answer("m.b", item.Rated(0))}, "", ""},
		"words":                     {everything().Items[9], nil, item.Missing, "short"},
		"blanks alone":              {everything().Items[9], []item.Answer{answer("short", item.Written(" \u3000"))}, item.Missing, "short"},
		"a consent":                 {everything().Items[11], []item.Answer{answer("ok", item.Agreed(true))}, "", ""},
		"a consent that is refused": {everything().Items[11], []item.Answer{answer("ok", item.Agreed(false))}, item.NotAgreed, "ok"},
		"any of several": {of("multi", item.Kind{Multi: &item.Multi{Options: choices("x", "y")}}),
			[]item.Answer{answer("multi", item.Several{})}, item.TooFew, "multi"},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := instrument.New(items(required(c.one)))
			require.NoError(t, err)
			_, err = made.FillIn(c.answers)
			if c.problem == "" {
				require.NoError(t, err)
				return
			}
			field := "answers"
			if c.problem != item.Missing {
				field = "answers[0]"
			}
			requireProblem(t, c.of, c.problem, field, err)
		})
	}
	made, err := instrument.New(items(of("multi", item.Kind{Multi: &item.Multi{Options: choices("x", "y")}})))
	require.NoError(t, err)
	filled, err := made.FillIn([]item.Answer{answer("multi", item.Several{})})
	require.NoError(t, err)
	require.Equal(t, []byte{1, 1}, filled.Sheet, "none of them is an answer, too")
	require.Equal(t, []item.Answer{answer("multi", item.Several{})}, made.Read(filled))
}

// What is read back is what was answered, in the order of the items, and every sheet has the same length.
func TestSheetsRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		content, answers, want := drawn(r)
		made, err := instrument.New(content)
		require.NoError(r, err)
		filled, err := made.FillIn(rapid.Permutation(answers).Draw(r, "order"))
		require.NoError(r, err)
		require.Len(r, filled.Sheet, len(made.Blank()))
		require.Len(r, made.Columns(), len(made.Blank()))
		for n, column := range made.Columns() {
			require.LessOrEqual(r, int(filled.Sheet[n]), column.Options)
			require.Less(r, column.Construct, made.Blocks())
		}
		require.Equal(r, want, made.Read(filled))
	})
}
