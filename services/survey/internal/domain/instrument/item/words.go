package item

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is what is kept of free words that were answered: line ends as one character, blanks at both ends cut off, and without the characters that
// turn the direction of writing of what follows them, by which a reader is shown something else than was written. They stand in texts that
// were copied and nobody sees them, so they are dropped and not refused; right-to-left scripts need none of them. Marks of direction and what
// joins emoji stay. "" is no answer. Control characters are refused, all in a short text, and in a long one all but line ends and tabs.
func (p Part) Clean(text Written) (string, Problem) {
	kept := strings.Map(func(r rune) rune {
		if r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, strings.ReplaceAll(string(text), "\r\n", "\n"))
	kept = strings.TrimSpace(kept)
	for _, r := range kept {
		if unicode.IsControl(r) && (!p.long || r != '\n' && r != '\t') {
			return "", ControlCharacter
		}
	}
	if utf8.RuneCountInString(kept) > p.longest {
		return "", TooLong
	}
	return kept, ""
}
