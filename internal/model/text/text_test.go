package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

func TestWhatATextMayBe(t *testing.T) {
	localized := func(tag, value string) func() error {
		return func() error { return Localized("f", model.Text{"en": "ok", tag: value}) }
	}
	line := func(value string) func() error { return func() error { return Line("f", value, 4) } }
	lines := func(value string) func() error { return func() error { return Lines("f", value, 4) } }
	code := func(value string) func() error { return func() error { return Code("f", value, 4) } }
	many := model.Text{}
	for n := range mostLanguages + 1 {
		many["x"+string(rune('a'+n))] = "ok"
	}
	tests := map[string]struct {
		check func() error
		taken bool
	}{
		"a line":                     {line("班组长!"), true},
		"an empty line":              {line(""), true},
		"a long line":                {line("班组长!!"), false},
		"two lines":                  {line("a\nb"), false},
		"lines":                      {lines("一\r\n二"), true},
		"long lines":                 {lines("班\n长!!"), false},
		"a bell in lines":            {lines("a\ab"), false},
		"lines that are no text":     {lines("\xff"), false},
		"a NUL in a line":            {line("a\x00"), false},
		"bytes that are no text":     {line("\xff"), false},
		"nothing where it is needed": {func() error { return Needed("f", "", 4) }, false},
		"a code":                     {code("a.1_"), true},
		"a code in capitals":         {code("A"), false},
		"an empty code":              {code(""), false},
		"a language":                 {func() error { return Language("f", "zh-Hans") }, true},
		"no language":                {func() error { return Language("f", "") }, true},
		"a word for a language":      {func() error { return Language("f", "chinese!") }, false},
		"texts of several lines":     {localized("zh-CN", "第一行\n第二行"), true},
		"a NUL in a text":            {localized("zh-CN", "a\x00b"), false},
		"a text that is no UTF-8":    {localized("zh-CN", "\xff"), false},
		"an empty text":              {localized("zh-CN", ""), false},
		"a text that is too long":    {localized("zh-CN", strings.Repeat("长", mostText+1)), false},
		"a text just short enough":   {localized("zh-CN", strings.Repeat("长", mostText)), true},
		"a tag that is none":         {localized("english", "ok"), false},
		"too many languages":         {func() error { return Localized("f", many) }, false},
		"no texts":                   {func() error { return Localized("f", nil) }, false},
		"a day":                      {func() error { _, err := Day("f", "2026-02-28"); return err }, true},
		"a day that is none":         {func() error { _, err := Day("f", "2026-02-30"); return err }, false},
	}
	for name, test := range tests {
		err := test.check()
		if test.taken {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, model.NewFault("INVALID_FIELD"), name)
	}
}
