package table

import (
	"bytes"
	"slices"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// delimiters are what may stand between cells, the likeliest first.
var delimiters = []rune{',', ';', '\t'}

// ParseDelimiter reads what stands between cells; "" is to be detected and "tab" a tab.
func ParseDelimiter(text string) (rune, error) {
	if text == "" {
		return 0, nil
	}
	for _, delimiter := range delimiters {
		if text == string(delimiter) || text == DelimiterName(delimiter) {
			return delimiter, nil
		}
	}
	return 0, words.Say(words.UnknownDelimiter, text, ", ; tab")
}

// DelimiterName is the delimiter as people can read it.
func DelimiterName(delimiter rune) string {
	if delimiter == '\t' {
		return "tab"
	}
	return string(delimiter)
}

// guessDelimiter is what stands most often between the cells of the heading.
func guessDelimiter(data []byte) rune {
	counts := make([]int, len(delimiters))
	eachOutsideQuotes(bytes.TrimLeft(data, "\n"), func(at int) bool {
		for i, delimiter := range delimiters {
			if rune(data[at]) == delimiter {
				counts[i]++
			}
		}
		return data[at] != '\n'
	})
	return delimiters[slices.Index(counts, slices.Max(counts))]
}

// eachOutsideQuotes visits the bytes that no quotation marks enclose, until visit returns false.
func eachOutsideQuotes(data []byte, visit func(at int) bool) {
	quoted := false
	for at, char := range data {
		if char == '"' {
			quoted = !quoted
		} else if !quoted && !visit(at) {
			return
		}
	}
}
