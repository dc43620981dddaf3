package comment

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/hearth-culture/hearth/internal/model/personal"
)

// Summary is what comments speak of, all together. Its numbers are of comments: one that says a word twice counts once.
type Summary struct {
	Comments int `json:"comments"`
	// Themes are those of Themes() that occur, most first.
	Themes []Found `json:"themes,omitempty"`
	// Keywords are the words that occur most, at most so many as were asked for, most first.
	Keywords []Keyword `json:"keywords,omitempty"`
}

// Found is a theme, by its id, and how many comments speak of it.
type Found struct {
	Theme    string `json:"theme"`
	Comments int    `json:"comments"`
}

// Keyword is a word and what it comes along with.
type Keyword struct {
	// Word is as it was written most.
	Word     string `json:"word"`
	Comments int    `json:"comments"`
	// With are the words that occur with it more than by chance, the most telling first.
	With []Companion `json:"with,omitempty"`
}

// Companion is a word in comments that also have another.
type Companion struct {
	Word     string `json:"word"`
	Comments int    `json:"comments"`
	// Likelihood is G² = 2·Σ O·ln(O/E) over the four cells of both words (Dunning 1993, Computational Linguistics 19(1)).
	Likelihood float64 `json:"likelihood"`
}

// telling is the point of χ² with one degree of freedom that chance passes once in a thousand.
const telling = 10.827566170662733

// Said is what a comment speaks of: its themes by their ids, and its words as they were written, by their stems.
type Said struct {
	themes map[string]bool
	words  map[string][]string
}

// Read reads a comment. What in it may name somebody is passed over.
func (r *Reader) Read(text string) Said {
	said := Said{map[string]bool{}, map[string][]string{}}
	for _, word := range r.Words(replace(text, func(personal.Kind) string { return " " })) {
		for _, theme := range r.themes[word.Stem] {
			said.themes[theme] = true
		}
		said.words[word.Stem] = append(said.words[word.Stem], word.Written)
	}
	return said
}

// Summarise sums up comments. What fewer than least comments say is left out.
func Summarise(comments []Said, least, keywords int) Summary {
	summary := Summary{Comments: len(comments)}
	themes := map[string]int{}
	in := map[string][]int{}
	written := map[string]map[string]int{}
	for i, said := range comments {
		for theme := range said.themes {
			themes[theme]++
		}
		for stem, forms := range said.words {
			in[stem] = append(in[stem], i)
			if written[stem] == nil {
				written[stem] = map[string]int{}
			}
			for _, form := range forms {
				written[stem][form]++
			}
		}
	}
	maps.DeleteFunc(in, func(_ string, at []int) bool { return len(at) < least })
	for theme, n := range themes {
		if n >= least {
			summary.Themes = append(summary.Themes, Found{theme, n})
		}
	}
	slices.SortFunc(summary.Themes, func(a, b Found) int {
		return cmp.Or(cmp.Compare(b.Comments, a.Comments), cmp.Compare(a.Theme, b.Theme))
	})
	stems := slices.SortedFunc(maps.Keys(in), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(in[b]), len(in[a])), cmp.Compare(a, b))
	})
	if len(stems) > keywords {
		stems = stems[:keywords]
	}
	for _, stem := range stems {
		summary.Keywords = append(summary.Keywords, Keyword{usual(written[stem]), len(in[stem]), nil})
	}
	for i, stem := range stems {
		summary.Keywords[i].With = companions(i, stems, summary.Keywords, in[stem], in, len(comments), least)
	}
	return summary
}

// usual is the way in which a word was written most.
func usual(written map[string]int) string {
	return slices.SortedFunc(maps.Keys(written), func(a, b string) int {
		return cmp.Or(cmp.Compare(written[b], written[a]), cmp.Compare(a, b))
	})[0]
}

// companions are at most three keywords that come along with one.
func companions(one int, stems []string, keywords []Keyword, at []int, in map[string][]int, comments, least int) []Companion {
	var found []Companion
	for other, stem := range stems {
		both := common(at, in[stem])
		if other == one || both < least || both*comments <= len(at)*len(in[stem]) {
			continue
		}
		if g := likelihood(both, len(at), len(in[stem]), comments); g >= telling {
			found = append(found, Companion{keywords[other].Word, both, g})
		}
	}
	slices.SortStableFunc(found, func(a, b Companion) int { return cmp.Compare(b.Likelihood, a.Likelihood) })
	return found[:min(len(found), 3)]
}

// common counts what two ascending lists share.
func common(a, b []int) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// likelihood is G² of two words that occur in a and in b of n comments, in so many together.
func likelihood(both, a, b, n int) float64 {
	sum := 0.0
	for _, cell := range [4][3]int{{both, a, b}, {a - both, a, n - b}, {b - both, n - a, b}, {n - a - b + both, n - a, n - b}} {
		if cell[0] > 0 {
			sum += float64(cell[0]) * math.Log(float64(cell[0])*float64(n)/(float64(cell[1])*float64(cell[2])))
		}
	}
	return 2 * sum
}
