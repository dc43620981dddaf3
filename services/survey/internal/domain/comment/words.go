// Package comment reads what people wrote in free words: its words, its themes, and what in it may name somebody. It is handed nothing
// but texts, and knows neither who wrote one nor what else they answered.
package comment

import (
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
			stem := english.Stem(word, true)
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

// Words are those of a text that mean something, in its order. Numbers, single Chinese characters and words like "the" are none.
func (r *Reader) Words(text string) []Word {
	var words []Word
	for _, piece := range r.segmenter.cut(strings.ToLower(text)) {
		word := Word{piece, piece}
		switch {
		case !strings.ContainsFunc(piece, unicode.IsLetter) || utf8.RuneCountInString(piece) < 2 || r.stop[piece]:
			continue
		case !isChinese(piece):
			word.Stem = english.Stem(piece, true)
		}
		words = append(words, word)
	}
	return words
}

func isChinese(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
