// Package text says what a text of the directory may be. Rows of other systems come without the contract's constraints, so the rules
// stand here once more.
package text

import (
	"fmt"
	"regexp"
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

// Line refuses what is no single line of at most most characters. It may be empty.
func Line(field, value string, most int) error {
	switch {
	case !utf8.ValidString(value):
		return model.InvalidField(field, "is not valid UTF-8")
	case utf8.RuneCountInString(value) > most:
		return model.InvalidField(field, fmt.Sprintf("is longer than %d characters", most))
	}
	for _, char := range value {
		if unicode.IsControl(char) {
			return model.InvalidField(field, "holds a control character, such as a line break")
		}
	}
	return nil
}

// Needed is Line for what must not be empty.
func Needed(field, value string, most int) error {
	if value == "" {
		return model.InvalidField(field, "is missing")
	}
	return Line(field, value, most)
}

// Code refuses what is no short code of small letters, digits, dot, dash and underscore, such as an employer or a source.
func Code(field, value string, most int) error {
	if err := Needed(field, value, most); err != nil {
		return err
	}
	if !code.MatchString(value) {
		return model.InvalidField(field, "is not made of small letters, digits, dots, dashes and underscores")
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
		return model.InvalidField(field, "is not a language tag such as zh-CN")
	}
	return nil
}

// Localized refuses what is no text in at least one language. Its texts may have several lines.
func Localized(field string, texts model.Text) error {
	switch {
	case len(texts) == 0:
		return model.InvalidField(field, "is missing")
	case len(texts) > mostLanguages:
		return model.InvalidField(field, fmt.Sprintf("has more than %d languages", mostLanguages))
	}
	for tag, value := range texts {
		switch {
		case tag == "" || len(tag) > 35 || !language.MatchString(tag):
			return model.InvalidField(field, "has a language tag that is none, such as zh-CN is one")
		case value == "":
			return model.InvalidField(field, "has an empty text")
		case !utf8.ValidString(value):
			return model.InvalidField(field, "is not valid UTF-8")
		case utf8.RuneCountInString(value) > mostText:
			return model.InvalidField(field, fmt.Sprintf("is longer than %d characters", mostText))
		}
		for _, char := range value {
			if char == 0 {
				return model.InvalidField(field, "holds a NUL character")
			}
		}
	}
	return nil
}

// Day reads ISO 8601. An empty text is model.NoDay.
func Day(field, value string) (model.Day, error) {
	day, err := model.ParseDay(value)
	if err != nil {
		return model.NoDay, model.InvalidField(field, "is not a day such as 2026-11-22")
	}
	return day, nil
}
