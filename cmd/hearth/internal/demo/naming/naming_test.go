package naming

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
)

func TestNamesAreWrittenAsTheyAreThere(t *testing.T) {
	for _, c := range []struct {
		country place.Country
		scripts []*unicode.RangeTable
		reads   []string
	}{
		{place.China, []*unicode.RangeTable{unicode.Han}, []string{"zh-CN"}},
		{place.Japan, []*unicode.RangeTable{unicode.Han, unicode.Hiragana}, []string{"ja"}},
		{place.Malaysia, []*unicode.RangeTable{unicode.Latin}, []string{"en", "ms", "zh-CN"}},
	} {
		r := rand.New(rand.NewPCG(1, 2))
		reads, names := map[string]bool{}, map[string]bool{}
		for range 2000 {
			name := Of(r, c.country)
			reads[name.Language], names[name.Text] = true, true
			for _, char := range name.Text {
				require.True(t, char == ' ' || char == '/' || unicode.In(char, c.scripts...), name.Text)
			}
		}
		for _, language := range c.reads {
			require.True(t, reads[language], language)
		}
		require.Len(t, reads, len(c.reads))
		require.Greater(t, len(names), 600, "most people have a name of their own")
	}
}

func TestNoPartIsListedTwiceAsASurname(t *testing.T) {
	for _, list := range [][]string{chineseSurnames, japaneseSurnames, hokkienSurnames} {
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(list))), len(list))
	}
}
