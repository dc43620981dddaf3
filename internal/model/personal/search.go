// Package personal finds in a text what may say who somebody is: addresses, and the numbers that people are known by.
package personal

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hearth-culture/hearth/internal/model"
)

// Kind is what in a text may say who somebody is. The numbers of the first five are those of hearth.survey.v1.PersonalKind.
type Kind int

// The kinds.
const (
	Email Kind = iota + 1
	Phone
	IDNumber
	// LongNumber may be that of an employee, a customer, an order or an account; short ones count behind a word like 工号.
	LongNumber
	Name
	BankCard
	Address
)

var kinds = map[Kind]model.Words{
	Email:      model.Say("e-mail", "邮箱"),
	Phone:      model.Say("phone", "电话"),
	IDNumber:   model.Say("id number", "证件号"),
	LongNumber: model.Say("number", "号码"),
	Name:       model.Say("name", "姓名"),
	BankCard:   model.Say("bank card", "银行卡号"),
	Address:    model.Say("address", "地址"),
}

// Words are what the kind is called.
func (k Kind) Words() model.Words { return kinds[k] }

// Mention is a place in a text that may say who somebody is, by its characters.
type Mention struct {
	Kind        Kind
	Start, Stop int
}

// Search looks through one text. What was found once is not found as another kind.
type Search struct {
	// Text is what is looked through: as it was given, but for the wide letters and digits of Chinese keyboards, which have their usual form.
	Text  string
	taken []bool
	found []Mention
}

// NewSearch looks through a text.
func NewSearch(text string) *Search {
	text = Narrow(text)
	return &Search{Text: text, taken: make([]bool, len(text))}
}

// Look finds what has the form of a pattern; where the pattern has a group, it alone is the mention. in is Text, or as long.
func (s *Search) Look(kind Kind, pattern *regexp.Regexp, in string) {
	s.LookFor(kind, pattern, in, func(string) bool { return true })
}

// LookFor is Look for what fits, besides.
func (s *Search) LookFor(kind Kind, pattern *regexp.Regexp, in string, fits func(string) bool) {
	for _, at := range pattern.FindAllStringSubmatchIndex(in, -1) {
		if at = at[len(at)-2:]; fits(in[at[0]:at[1]]) {
			s.Take(kind, at[0], at[1])
		}
	}
}

// Take notes that the bytes of Text from start to stop are a mention, where none of them is one already.
func (s *Search) Take(kind Kind, start, stop int) {
	if slices.Contains(s.taken[start:stop], true) {
		return
	}
	for i := start; i < stop; i++ {
		s.taken[i] = true
	}
	first := utf8.RuneCountInString(s.Text[:start])
	s.found = append(s.found, Mention{kind, first, first + utf8.RuneCountInString(strings.TrimSpace(s.Text[start:stop]))})
}

// Mentions are what was found, in the order of the text.
func (s *Search) Mentions() []Mention {
	slices.SortFunc(s.found, func(a, b Mention) int { return a.Start - b.Start })
	return s.found
}

// Narrow has the wide letters and digits of Chinese keyboards in their usual form, a character for each.
func Narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, text)
}
