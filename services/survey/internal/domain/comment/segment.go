package comment

import (
	"sync"
	"unicode/utf8"

	"github.com/go-ego/gse/hmm"
)

// likely loads how likely each Chinese character begins, goes on with and ends a word. Of that module only this is taken: its
// segmenter would bring 30 MB of dictionaries, and those of other trades.
var likely = sync.OnceFunc(func() { hmm.LoadModel() })

// segmenter knows where words end.
type segmenter struct {
	known map[string]bool
	// longest is the most characters of a known word.
	longest int
}

func newSegmenter(known []string) segmenter {
	likely()
	s := segmenter{known: make(map[string]bool, len(known))}
	for _, word := range known {
		s.known[word] = true
		s.longest = max(s.longest, utf8.RuneCountInString(word))
	}
	return s
}

// cut parts a text into words. Of all ways to find known words it takes one in which the squares of their lengths are most, so that long
// words are preferred; what lies between it parts by the likelihood of its characters.
func (s segmenter) cut(text string) (words []string) {
	characters := []rune(text)
	length := s.lengths(characters)
	between := 0
	for at := 0; at < len(characters); {
		if length[at] == 0 {
			at++
			continue
		}
		words = append(words, hmm.Cut(string(characters[between:at]))...)
		words = append(words, string(characters[at:at+length[at]]))
		at += length[at]
		between = at
	}
	return append(words, hmm.Cut(string(characters[between:]))...)
}

// lengths are how long the known word is that is taken from each character on, 0 for none.
func (s segmenter) lengths(characters []rune) []int {
	length, worth := make([]int, len(characters)), make([]int, len(characters)+1)
	for at := len(characters) - 1; at >= 0; at-- {
		worth[at] = worth[at+1]
		for n := min(s.longest, len(characters)-at); n > 1; n-- {
			if with := n*n + worth[at+n]; with > worth[at] && s.known[string(characters[at:at+n])] {
				worth[at], length[at] = with, n
			}
		}
	}
	return length
}
