package table

import (
	"iter"
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Comment is what somebody wrote, at the unit at which it stands.
type Comment struct {
	Unit     string `parquet:"unit,dict"`
	UnitCode string `parquet:"unit_code,dict"`
	UnitName string `parquet:"unit_name,dict"`
	ID       string `parquet:"id,dict"`
	Text     string `parquet:"text,dict"`
	Comment  string `parquet:"comment"`
}

func comments(r released.Release) iter.Seq2[Comment, error] {
	return func(yield func(Comment, error) bool) {
		for one, err := range r.Comments {
			if err != nil {
				yield(Comment{}, err)
				return
			}
			row := Comment{one.GetUnit(), one.GetUnitCode(), r.Text(one.GetUnitName()), one.GetItem(), r.Question(one.GetItem()), one.GetText()}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Theme is a theme or a keyword of the comments on an item, at a unit and below it.
type Theme struct {
	Unit     string `parquet:"unit,dict"`
	UnitCode string `parquet:"unit_code,dict"`
	UnitName string `parquet:"unit_name,dict"`
	ID       string `parquet:"id,dict"`
	Text     string `parquet:"text,dict"`
	// Comments is how many there are in all, and N how many of them speak of it.
	Comments int64 `parquet:"comments"`
	// Kind is "theme" or "keyword".
	Kind  string `parquet:"kind,dict"`
	Theme string `parquet:"theme,dict"`
	Name  string `parquet:"name,dict"`
	N     int64  `parquet:"n"`
	// With are the words that come along with a keyword, each with the number of comments that have both: "night 12, rest 9".
	With string `parquet:"with"`
}

func themes(r released.Release) iter.Seq2[Theme, error] {
	return func(yield func(Theme, error) bool) {
		for of, err := range r.Themes {
			if err != nil {
				yield(Theme{}, err)
				return
			}
			for row := range themesOf(r, of) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func themesOf(r released.Release, of *surveyv1.ItemThemes) iter.Seq[Theme] {
	head := Theme{
		Unit: of.GetUnit(), UnitCode: of.GetUnitCode(), UnitName: r.Text(of.GetUnitName()), ID: of.GetItem(), Text: r.Question(of.GetItem()),
		Comments: of.GetComments(),
	}
	return func(yield func(Theme) bool) {
		for _, theme := range of.GetThemes() {
			row := head
			row.Kind, row.Theme, row.Name, row.N = "theme", theme.GetTheme(), r.Text(theme.GetDisplayName()), theme.GetComments()
			if !yield(row) {
				return
			}
		}
		for _, keyword := range of.GetKeywords() {
			row := head
			row.Kind, row.Name, row.N, row.With = "keyword", keyword.GetWord(), keyword.GetComments(), along(keyword.GetWith())
			if !yield(row) {
				return
			}
		}
	}
}

func along(all []*surveyv1.Companion) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = one.GetWord() + " " + strconv.FormatInt(one.GetComments(), 10)
	}
	return strings.Join(words, ", ")
}
