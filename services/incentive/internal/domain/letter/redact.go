package letter

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/personal"
)

// redacted refuses a text in which something may say who the customer is, and names each place by its characters, which count from 1. It
// repeats nothing of what it found.
func redacted(text string, original Original) error {
	var refusal *model.Fault
	for _, mention := range remaining(text, original) {
		if refusal == nil {
			refusal = ErrNotRedacted
		}
		refusal = refusal.At("text", model.Say("holds what looks like a customer's %s at characters %d to %d", "第 %[2]d 至 %[3]d 个字符可能是客户的%[1]s",
			mention.Kind.Words(), mention.Start+1, mention.Stop))
	}
	if refusal == nil {
		return nil
	}
	return refusal
}

// remaining finds in a text what may say who the customer is: what is known of this one, and what looks like anybody's.
func remaining(text string, original Original) []personal.Mention {
	search := personal.NewSearch(text)
	for _, name := range original.Names {
		for _, pattern := range namePatterns(name) {
			search.Look(personal.Name, pattern, search.Text)
		}
	}
	known := numbersIn(original.Text)
	for _, name := range []string{original.Reference, original.ID} {
		known = append(known, squeeze(personal.Narrow(name)).text)
	}
	lookForKnown(search, known)
	search.LookFor(personal.IDNumber, idNumber, search.Text, isIDNumber)
	search.LookFor(personal.BankCard, bankCard, search.Text, isBankCard)
	search.Numbers()
	search.Look(personal.LongNumber, lastDigits, search.Text)
	search.LookFor(personal.LongNumber, partedNumber, search.Text, func(found string) bool { return !day.MatchString(squeeze(found).text) && !day.MatchString(found) })
	for _, pattern := range addresses {
		search.Look(personal.Address, pattern, search.Text)
	}
	return search.Mentions()
}

var (
	idNumber     = regexp.MustCompile(`[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx]`)
	bankCard     = regexp.MustCompile(`[0-9](?:[ -]?[0-9]){12,18}`)
	partedNumber = regexp.MustCompile(`[0-9]+(?:[ -][0-9]+)*`)
	lastDigits   = regexp.MustCompile(`(?i)(?:尾号(?:是|为)?|ending (?:in|with)) ?([0-9]{3,})`)
	day          = regexp.MustCompile(`^(?:(?:19|20)[0-9]{2}(?:-[0-9]{1,2}){0,2}|[0-9]{1,6})$`)

	addresses = []*regexp.Regexp{
		regexp.MustCompile(`\p{Han}+(?:路|街|大道|巷|弄|胡同) ?[0-9零一二三四五六七八九十百]+ ?(?:号|弄)`),
		regexp.MustCompile(`[0-9零一二三四五六七八九十百]+ ?(?:号楼|栋|幢|单元|室)`),
		regexp.MustCompile(`\b[0-9]+[A-Za-z]? (?:[A-Z][\pL'.-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd)\b`),
	}
)

// isIDNumber says whether the last character is the check digit of a Chinese identity card (GB 11643).
func isIDNumber(found string) bool {
	digits := squeeze(found).text
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(digits[i]-'0')
	}
	return "10x98765432"[sum%11] == digits[17]
}

// isBankCard says whether the digits are those of a card, by Luhn's sum.
func isBankCard(found string) bool {
	digits := squeeze(found).text
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// shortest is how many characters a number must have to be looked for as it stands in the original: a year is none.
const shortest = 5

var numberIn = regexp.MustCompile(`[A-Za-z]{0,8}[-#_/]?[0-9][0-9A-Za-z]*(?:[ _./-]?[0-9A-Za-z]*[0-9])*`)

// numbersIn are the numbers of a text without what parts their digits: orders, contracts, meters and whatever else customers write.
func numbersIn(text string) []string {
	var numbers []string
	for _, found := range numberIn.FindAllString(personal.Narrow(text), -1) {
		if number := squeeze(found).text; len(number) >= shortest {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

// lookForKnown finds what is known in whatever way its characters are parted.
func lookForKnown(search *personal.Search, known []string) {
	in := squeeze(search.Text)
	for _, one := range known {
		if len(one) < 3 {
			continue
		}
		for from := 0; ; {
			at := strings.Index(in.text[from:], one)
			if at < 0 {
				break
			}
			start := from + at
			search.Take(personal.LongNumber, in.at[start], in.at[start+len(one)-1]+1)
			from = start + len(one)
		}
	}
}

// squeezed is a text in small letters without what parts the characters of a number, and at which byte of the text each of its bytes stands.
type squeezed struct {
	text string
	at   []int
}

func squeeze(text string) squeezed {
	var made strings.Builder
	var at []int
	for i, r := range text {
		if unicode.IsSpace(r) || strings.ContainsRune("-_./#()", r) {
			continue
		}
		// Letters that change their length when they are made small stay as they are.
		if r < unicode.MaxASCII {
			r = unicode.ToLower(r)
		}
		for b := range len(string(r)) {
			at = append(at, i+b)
		}
		made.WriteRune(r)
	}
	return squeezed{made.String(), at}
}

// namePatterns are the ways in which a text may call somebody of that name.
func namePatterns(name string) []*regexp.Regexp {
	name = strings.TrimSpace(personal.Narrow(name))
	runes := []rune(strings.ReplaceAll(name, " ", ""))
	if len(runes) == 0 {
		return nil
	}
	if unicode.Is(unicode.Han, runes[0]) {
		patterns := []*regexp.Regexp{regexp.MustCompile(regexp.QuoteMeta(string(runes)))}
		for family := 1; family <= min(2, len(runes)-1); family++ {
			patterns = append(patterns, regexp.MustCompile(regexp.QuoteMeta(string(runes[:family]))+`(?:先生|女士|小姐|太太|夫人|阿姨|叔叔|大爷|大妈|老师|总)`))
			if given := runes[family:]; len(given) >= 2 {
				patterns = append(patterns, regexp.MustCompile(regexp.QuoteMeta(string(given))))
			}
		}
		return patterns
	}
	var patterns []*regexp.Regexp
	for _, word := range append([]string{name}, strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' })...) {
		if len([]rune(word)) >= 2 {
			patterns = append(patterns, regexp.MustCompile(`(?i)(?:^|[^\pL])(`+regexp.QuoteMeta(word)+`)(?:[^\pL]|$)`))
		}
	}
	return patterns
}
