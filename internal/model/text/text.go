// Package text says what a text that people or other systems bring may be. Not all of them come by a call with the contract's constraints,
// which leave out what no database keeps, so the rules stand here once more.
package text

import (
	"regexp"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	mostLanguages = 20
	mostText      = 4000
)

var (
	language = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	code     = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
)

func tooLong(most int) model.Words {
	return model.Say("is longer than %d characters", "超过 %d 个字符", most)
}

// Line refuses what is no single line of at most most characters. It may be empty.
func Line(field, value string, most int) error {
	switch {
	case !utf8.ValidString(value):
		return model.InvalidField(field, model.Say("is not valid UTF-8", "不是有效的 UTF-8 编码"))
	case utf8.RuneCountInString(value) > most:
		return model.InvalidField(field, tooLong(most))
	}
	for _, char := range value {
		if unicode.IsControl(char) {
			return model.InvalidField(field, model.Say("holds a control character, such as a line break", "含有控制字符（如换行符）"))
		}
	}
	return nil
}

// Lines refuses what is no text of at most most characters, in one line or several. It may be empty.
func Lines(field, value string, most int) error {
	switch {
	case !utf8.ValidString(value):
		return model.InvalidField(field, model.Say("is not valid UTF-8", "不是有效的 UTF-8 编码"))
	case utf8.RuneCountInString(value) > most:
		return model.InvalidField(field, tooLong(most))
	}
	for _, char := range value {
		if unicode.IsControl(char) && char != '\n' && char != '\r' && char != '\t' {
			return model.InvalidField(field, model.Say("holds a control character", "含有控制字符"))
		}
	}
	return nil
}

// Needed is Line for what must not be empty.
func Needed(field, value string, most int) error {
	if value == "" {
		return model.InvalidField(field, model.Missing)
	}
	return Line(field, value, most)
}

// Code refuses what is no short code of small letters, digits, dot, dash and underscore, such as an employer or a source.
func Code(field, value string, most int) error {
	if err := Needed(field, value, most); err != nil {
		return err
	}
	if !code.MatchString(value) {
		return model.InvalidField(field, model.Say("is not made of small letters, digits, dots, dashes and underscores", "只能由小写字母、数字、点、短横线和下划线组成"))
	}
	return nil
}

// Language refuses what is no BCP 47 tag. It may be empty.
func Language(field, tag string) error {
	if tag == "" {
		return nil
	}
	if err := Line(field, tag, 35); err != nil {
		return err
	}
	if !language.MatchString(tag) {
		return model.InvalidField(field, model.Say("is not a language tag such as zh-CN", "不是语言标签，语言标签形如 zh-CN"))
	}
	return nil
}

// Localized refuses what is no text in at least one language. Its texts may have several lines.
func Localized(field string, texts model.Text) error {
	switch {
	case len(texts) == 0:
		return model.InvalidField(field, model.Missing)
	case len(texts) > mostLanguages:
		return model.InvalidField(field, model.Say("has more than %d languages", "超过 %d 种语言", mostLanguages))
	}
	for tag, value := range texts {
		switch {
		case tag == "" || len(tag) > 35 || !language.MatchString(tag):
			return model.InvalidField(field, model.Say("has a language tag that is none, such as zh-CN is one", "含有无效的语言标签，语言标签形如 zh-CN"))
		case value == "":
			return model.InvalidField(field, model.Say("has an empty text", "含有空文本"))
		case !utf8.ValidString(value):
			return model.InvalidField(field, model.Say("is not valid UTF-8", "不是有效的 UTF-8 编码"))
		case utf8.RuneCountInString(value) > mostText:
			return model.InvalidField(field, tooLong(mostText))
		}
		for _, char := range value {
			if char == 0 {
				return model.InvalidField(field, model.Say("holds a NUL character", "含有 NUL 字符"))
			}
		}
	}
	return nil
}

// Day reads ISO 8601. An empty text is model.NoDay.
func Day(field, value string) (model.Day, error) {
	day, err := model.ParseDay(value)
	if err != nil {
		return model.NoDay, model.InvalidField(field, model.NoDate)
	}
	return day, nil
}

// Zone reads an IANA time zone. "Local" is none: it would be that of whichever machine reads it.
func Zone(field, value string) (*time.Location, error) {
	zone, err := time.LoadLocation(value)
	if err != nil || value == "" || value == "Local" {
		return nil, model.InvalidField(field, model.Say("is not an IANA time zone such as Asia/Shanghai", "不是 IANA 时区，时区形如 Asia/Shanghai"))
	}
	return zone, nil
}
