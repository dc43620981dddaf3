// Package words holds what the command line says to people, in English and in Chinese.
package words

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	"github.com/hearth-culture/hearth/internal/said"
)

// Locale is "en" or "zh-CN": the language in which a person reads.
type Locale string

// Of is the locale that an environment asks for, by LC_ALL, LC_MESSAGES or LANG, the first that is set; English where it is odd.
func Of(env func(name string) string) Locale {
	value := cmp.Or(env("LC_ALL"), env("LC_MESSAGES"), env("LANG"))
	tag, _, _ := strings.Cut(value, ".")
	tag, _, _ = strings.Cut(tag, "@")
	return Locale(refusal.Match(strings.ReplaceAll(tag, "_", "-")))
}

// Say is what is said in the locale, of both texts.
func (l Locale) Say(en, zhCN string, args ...any) string {
	return model.Say(en, zhCN, args...).In(string(l))
}

// Text is something to say, in no language yet.
type Text struct {
	Key  Key
	Args []any
}

// Say is a text of the catalogue with what it is about. An argument that is a Text or an error is said in the same language.
func Say(key Key, args ...any) Text { return Text{Key: key, Args: args} }

// Both is a text that stands in no catalogue, in both languages.
func Both(en, zhCN string, args ...any) Text { return Say(Plain, model.Say(en, zhCN, args...)) }

// In is the text in a person's language.
func (t Text) In(locale Locale) string {
	args := make([]any, len(t.Args))
	for i, arg := range t.Args {
		switch inner := arg.(type) {
		case Text:
			arg = inner.In(locale)
		case error:
			arg = said.Of(inner).In(string(locale))
		}
		args[i] = arg
	}
	return fmt.Sprintf(model.Text(catalogue[t.Key]).In(string(locale)), args...)
}

// Unreadable is that a file cannot be read, and why.
func Unreadable(path string, err error) Text {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err
	}
	return Say(FileUnreadable, path, err)
}

// Problem is something wrong in a file. Line and Column count from 1; 0 is the file, or the line, as a whole.
type Problem struct {
	File    string
	Line    int
	Column  int
	Heading string // of the column, where it has one
	Text    Text
}

// In names the place and says what is wrong.
func (p Problem) In(locale Locale) string {
	place := Say(inFile, p.File)
	switch {
	case p.Line > 0 && p.Column > 0 && p.Heading != "":
		place = Say(inHeading, p.File, p.Line, p.Column, p.Heading)
	case p.Line > 0 && p.Column > 0:
		place = Say(inColumn, p.File, p.Line, p.Column)
	case p.Line > 0:
		place = Say(inLine, p.File, p.Line)
	}
	return Say(somewhere, place, p.Text).In(locale)
}

// Problems is an error that people can mend in their file. To be said, not printed: an Error has no language.
type Problems []Problem

// Error says the problems in English.
func (p Problems) Error() string { return p.In("en") }

// In says the problems, one a line.
func (p Problems) In(locale Locale) string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.In(locale)
	}
	return strings.Join(lines, "\n")
}

// Words says the problems in both languages.
func (p Problems) Words() model.Words { return model.Words{En: p.In("en"), ZhCN: p.In("zh-CN")} }

// Error makes an error of a text.
func (t Text) Error() string { return t.In("en") }

// Unwrap is the error that the text is about; nil for most.
func (t Text) Unwrap() error {
	for _, arg := range t.Args {
		if cause, ok := arg.(error); ok {
			return cause
		}
	}
	return nil
}

// Words is the text in both languages.
func (t Text) Words() model.Words { return model.Words{En: t.In("en"), ZhCN: t.In("zh-CN")} }
