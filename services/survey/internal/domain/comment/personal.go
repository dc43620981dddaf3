package comment

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind is what in a text may name somebody. The numbers are those of hearth.survey.v1.PersonalKind.
type Kind int

// The kinds.
const (
	Email Kind = iota + 1
	Phone
	IDNumber
	// LongNumber may be that of an employee, a customer, an order or an account; short ones count behind a word like 工号.
	LongNumber
	Name
)

// Mention is a place in a text that may name somebody, by its characters.
type Mention struct {
	Kind        Kind
	Start, Stop int
}

// personal are how mentions look. Where a pattern has a group, it alone is the mention.
var personal = []struct {
	kind    Kind
	pattern *regexp.Regexp
}{
	// Chinese stands right beside an address, without a space.
	{Email, regexp.MustCompile(`[\p{Latin}\p{Cyrillic}\p{Greek}\pN._%+-]+@[\p{Latin}\p{Cyrillic}\p{Greek}\pN-]+(?:\.[\p{Latin}\p{Cyrillic}\p{Greek}\pN-]+)+`)},
	{IDNumber, regexp.MustCompile(`[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]`)},
	{Phone, regexp.MustCompile(`1[3-9][0-9](?:[ -]?[0-9]{4}){2}|\+[0-9]{1,3}(?:[ .-]?\(?[0-9]{2,4}\)?){2,5}|0[0-9]{2,4}[ -][0-9]{3,4}[ -]?[0-9]{3,4}|[0-9]{3}[.-][0-9]{3}[.-][0-9]{4}`)},
	{LongNumber, regexp.MustCompile(`(?i)(?:微信|企业微信|vx|wx|qq|wechat)(?: ?(?:号|id))? ?[是为:]? ?([a-z]*[0-9_-][a-z0-9_-]{3,})`)},
	{LongNumber, regexp.MustCompile(`(?i)(?:微信|wechat) ?(?:(?:号|id) ?[是为:]?|[是为:]) ?([a-z][a-z0-9_-]{4,})`)},
	{LongNumber, regexp.MustCompile(`(?i)(?:工号|分机|坐席号|员工号|员工编号)号? ?[是为:]? ?([a-z]{0,4}-?[0-9]{2,})`)},
	{LongNumber, regexp.MustCompile(`(?i)\b(?:agent|staff|employee|badge|extension|ext\.?)(?: (?:id|no\.?|number))? ?(?:is|:|#)? ?([a-z]{0,4}-?[0-9]{3,})\b`)},
	{LongNumber, regexp.MustCompile(`[0-9]{6,}|[A-Za-z]{1,4}[0-9]{4,}`)},
}

// Personal finds what in a text may name somebody, in its order. It does not find everything, and what it finds need not be a person.
func Personal(text string) []Mention {
	text = narrow(text)
	var found []Mention
	taken := make([]bool, len(text))
	look := func(kind Kind, pattern *regexp.Regexp, in string) {
		for _, at := range pattern.FindAllStringSubmatchIndex(in, -1) {
			at = at[len(at)-2:]
			if slices.Contains(taken[at[0]:at[1]], true) {
				continue
			}
			for i := at[0]; i < at[1]; i++ {
				taken[i] = true
			}
			start := utf8.RuneCountInString(text[:at[0]])
			found = append(found, Mention{kind, start, start + utf8.RuneCountInString(strings.TrimSpace(text[at[0]:at[1]]))})
		}
	}
	for _, p := range personal {
		look(p.kind, p.pattern, text)
	}
	without := withoutEveryday(text)
	for _, pattern := range names {
		look(Name, pattern, without)
	}
	slices.SortFunc(found, func(a, b Mention) int { return a.Start - b.Start })
	return found
}

// narrow has the wide letters and digits of Chinese keyboards in their usual form, a character for each.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, text)
}
