package comment

import (
	"slices"
	"strings"
	"unicode"

	"github.com/hearth-culture/hearth/internal/model/personal"
)

// Units finds units by what they are called.
type Units struct {
	// of are the units by each of their names, folded: several may be called alike.
	of map[string][]int
	// lengths are, by the first character of a name, of how many characters names are, the longest first.
	lengths map[rune][]int
}

// NewUnits takes in what units are called, by their numbers: display names and codes. What is too short to be known from everyday words is left
// out: single characters, and numbers of less than three digits.
func NewUnits(names [][]string) *Units {
	u := &Units{map[string][]int{}, map[rune][]int{}}
	for unit, all := range names {
		for _, name := range all {
			characters := fold(strings.TrimSpace(name))
			number := !slices.ContainsFunc(characters, func(r rune) bool { return !unicode.IsDigit(r) })
			if len(characters) < 2 || number && len(characters) < 3 {
				continue
			}
			folded := string(characters)
			u.of[folded] = append(u.of[folded], unit)
			if lengths := u.lengths[characters[0]]; !slices.Contains(lengths, len(characters)) {
				lengths = append(lengths, len(characters))
				slices.SortFunc(lengths, func(a, b int) int { return b - a })
				u.lengths[characters[0]] = lengths
			}
		}
	}
	return u
}

// Hide is the text with marks in the place of all units that are to be hidden, and the text without them, to be read for its words.
func (u *Units) Hide(text string, hidden func(unit int) bool) (marked, without string) {
	characters := []rune(text)
	folded := fold(text)
	mark := "[unit]"
	if isChinese(text) {
		mark = "〔单元〕"
	}
	var shown, rest strings.Builder
	from := 0
	for at := 0; at < len(folded); {
		n := u.at(folded, at, hidden)
		if n == 0 {
			at++
			continue
		}
		before := string(characters[from:at])
		shown.WriteString(before + mark)
		rest.WriteString(before + " ")
		at += n
		from = at
	}
	if from == 0 {
		return text, text
	}
	shown.WriteString(string(characters[from:]))
	rest.WriteString(string(characters[from:]))
	return shown.String(), rest.String()
}

// at is how many characters the name of a hidden unit has that begins there, 0 where none does.
func (u *Units) at(text []rune, at int, hidden func(unit int) bool) int {
	for _, n := range u.lengths[text[at]] {
		if at+n > len(text) || at > 0 && goesOn(text[at-1], text[at]) || at+n < len(text) && goesOn(text[at+n-1], text[at+n]) {
			continue
		}
		if slices.ContainsFunc(u.of[string(text[at:at+n])], hidden) {
			return n
		}
	}
	return 0
}

// goesOn says that a word of an alphabet or a number goes on from one character to the next: "A1" does not stand in "A12".
func goesOn(a, b rune) bool { return alphabetic(a) && alphabetic(b) }

func alphabetic(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}

// fold has wide letters narrow and all letters small, a character for each.
func fold(text string) []rune {
	return []rune(strings.Map(unicode.ToLower, personal.Narrow(text)))
}
