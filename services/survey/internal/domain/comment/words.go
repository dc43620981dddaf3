// Package comment reads what people wrote in free words: its words, its themes, and what in it may name somebody. It is handed nothing
// but texts, and knows neither who wrote one nor what else they answered.
package comment

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// Reader takes texts apart. It may be used by several at once.
type Reader struct {
	segmenter segmenter
	stop      map[string]bool
	// themes are, by the stem of a word, the ids of those that it speaks of.
	themes map[string][]string
}

// NewReader teaches a reader the words of the field. Chinese that it does not know it parts by the likelihood of its characters.
func NewReader() *Reader {
	r := &Reader{stop: map[string]bool{}, themes: map[string][]string{}}
	known := strings.Fields(field)
	for _, theme := range Themes() {
		known = append(known, theme.Chinese...)
		for _, word := range theme.Chinese {
			r.themes[word] = append(r.themes[word], theme.ID)
		}
		for _, word := range theme.English {
			stem := stem(word)
			r.themes[stem] = append(r.themes[stem], theme.ID)
		}
	}
	for _, word := range strings.Fields(stop) {
		r.stop[word] = true
		if isChinese(word) {
			known = append(known, word)
		}
	}
	r.segmenter = newSegmenter(known)
	return r
}

// Word is one word of a text: as it was written, in small letters, and what its forms have in common.
type Word struct{ Written, Stem string }

// contracted are the ends of English words that stand for others without meaning: don't, they're, team's.
var contracted = regexp.MustCompile(`n['’]t\b|['’](?:s|re|ll|ve|d|m|t)\b`)

// counted are Chinese numbers of something, such as 三个 and 两小时.
var counted = regexp.MustCompile(`^[一二三四五六七八九十百千万两几半]+(?:个|年|月|天|次|通|点|分|分钟|小时|周|倍|名|位|条|遍|个月|块)?$`)

// Words are those of a text that mean something, in its order. Numbers, single Chinese characters and words like "the" are none.
func (r *Reader) Words(text string) []Word {
	var words []Word
	for _, piece := range r.segmenter.cut(contracted.ReplaceAllString(strings.ToLower(text), " ")) {
		word := Word{piece, piece}
		switch {
		case !strings.ContainsFunc(piece, unicode.IsLetter) || utf8.RuneCountInString(piece) < 2 || r.stop[piece] || counted.MatchString(piece):
			continue
		case !isChinese(piece):
			word.Stem = stem(piece)
		}
		words = append(words, word)
	}
	return words
}

// stem is what the forms of an English word have in common.
func stem(word string) string {
	if own, is := apart[word]; is {
		return own
	}
	return english.Stem(word, true)
}

func isChinese(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
