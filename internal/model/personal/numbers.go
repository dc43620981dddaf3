package personal

import "regexp"

// numbers are how addresses of e-mail and numbers look.
var numbers = []struct {
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

// Numbers finds addresses of e-mail, and the numbers of phones, identity cards, accounts and the like. It does not find everything, and
// what it finds need not be a person's.
func (s *Search) Numbers() {
	for _, one := range numbers {
		s.Look(one.kind, one.pattern, s.Text)
	}
}
