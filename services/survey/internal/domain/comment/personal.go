package comment

import "github.com/hearth-culture/hearth/internal/model/personal"

// Personal finds what in a text may name somebody, in its order. It does not find everything, and what it finds need not be a person.
func Personal(text string) []personal.Mention {
	search := personal.NewSearch(text)
	search.Numbers()
	without := withoutEveryday(search.Text)
	for _, pattern := range names {
		search.Look(personal.Name, pattern, without)
	}
	return search.Mentions()
}
