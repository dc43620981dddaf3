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
	// LongNumber may be that of a customer, an order or an account.
	LongNumber
	Name
)

// Mention is a place in a text that may name somebody, by its characters.
type Mention struct {
	Kind        Kind
	Start, Stop int
}

var personal = []struct {
	kind    Kind
	pattern *regexp.Regexp
}{
	// Chinese stands right beside an address, without a space.
	{Email, regexp.MustCompile(`[\p{Latin}\p{Cyrillic}\p{Greek}\pN._%+-]+@[\p{Latin}\p{Cyrillic}\p{Greek}\pN-]+(\.[\p{Latin}\p{Cyrillic}\p{Greek}\pN-]+)+`)},
	{IDNumber, regexp.MustCompile(`[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]`)},
	{Phone, regexp.MustCompile(`1[3-9][0-9]([ -]?[0-9]{4}){2}|\+[0-9]{1,3}([ .-]?\(?[0-9]{2,4}\)?){2,5}|0[0-9]{2,3}[ -][0-9]{7,8}`)},
	{LongNumber, regexp.MustCompile(`[0-9]{6,}|[A-Za-z]{1,4}[0-9]{4,}`)},
	// A family name before a title, as people are spoken of: 王经理, 小李, Mr Smith.
	{Name, regexp.MustCompile(`[` + familyNames + `](班组长|组长|主管|经理|总监|总|老师|师傅|姐|哥|队)`)},
	{Name, regexp.MustCompile(`[小老阿][` + familyNames + `]`)},
	{Name, regexp.MustCompile(`\b(Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\pL'-]+`)},
}

// familyNames are the commonest ones in one character that are not also everyday words in this place.
const familyNames = `王李张刘陈杨赵黄周吴徐孙胡朱林郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦邱侯邹熊孟秦薛闫段雷龙陶史贺毛郝顾龚邵覃武钱严尹`

// Personal finds what in a text may name somebody, in its order. It does not find everything, and what it finds need not be a person.
func Personal(text string) []Mention {
	text = narrow(text)
	var found []Mention
	taken := make([]bool, len(text))
	for _, p := range personal {
		for _, at := range p.pattern.FindAllStringIndex(text, -1) {
			if slices.Contains(taken[at[0]:at[1]], true) {
				continue
			}
			for i := at[0]; i < at[1]; i++ {
				taken[i] = true
			}
			start := utf8.RuneCountInString(text[:at[0]])
			found = append(found, Mention{p.kind, start, start + utf8.RuneCountInString(strings.TrimSpace(text[at[0]:at[1]]))})
		}
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
