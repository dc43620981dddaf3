// Package naming invents the names of people, in the scripts in which they write them. Parts are joined at random: nobody real is meant.
package naming

import (
	"math/rand/v2"
	"strings"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
)

// Name is what somebody is called, and the language in which they read.
type Name struct {
	Text     string
	Language string // BCP 47
}

// Of invents a name as people have them in a country.
func Of(r *rand.Rand, country place.Country) Name {
	switch country {
	case place.Malaysia:
		return malaysian(r)
	case place.Japan:
		return Name{one(r, japaneseSurnames) + " " + one(r, japaneseGiven), "ja"}
	default:
		return Name{chinese(r), "zh-CN"}
	}
}

// one is one of several words that stand in a row.
func one(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func chinese(r *rand.Rand) string {
	// The frequent surnames stand first and are drawn more often, as among people.
	at := min(r.IntN(len(chineseSurnames)), r.IntN(len(chineseSurnames)))
	given := one(r, chineseFirst) + one(r, chineseSecond)
	if r.IntN(6) == 0 {
		given = one(r, chineseAlone)
	}
	return chineseSurnames[at] + given
}

func malaysian(r *rand.Rand) Name {
	switch r.IntN(10) {
	case 0, 1, 2, 3:
		if r.IntN(2) == 0 {
			return Name{one(r, malayWomen) + " binti " + one(r, malayMen), "ms"}
		}
		return Name{one(r, malayMen) + " bin " + one(r, malayMen), "ms"}
	case 4, 5, 6:
		return Name{one(r, hokkienSurnames) + " " + one(r, hokkienFirst) + " " + one(r, hokkienSecond), "zh-CN"}
	default:
		if r.IntN(2) == 0 {
			return Name{one(r, tamilWomen) + " a/p " + one(r, tamilFathers), "en"}
		}
		return Name{one(r, tamilMen) + " a/l " + one(r, tamilFathers), "en"}
	}
}

func words(text string) []string { return strings.Fields(text) }
