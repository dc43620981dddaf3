package releasing

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
)

// keywords is how many words are kept of an item and a unit.
const keywords = 20

// words reads comments. To teach it takes a moment, and nothing of it changes.
var words = sync.OnceValue(comment.NewReader)

// commenting decides which comments are read where.
type commenting struct {
	survey domain.Survey
	tree   frozen.Tree
	// published are the units of the release, and cells their places in it.
	published []bool
	cells     []int64
	names     *comment.Units
	made      *Made
}

// written is what was written to one item: the texts, and by which unit of the tree each is counted.
type written struct {
	texts []string
	units []int
}

// comment adds the comments and the themes of all items to what is made.
func (c commenting) comment(ctx context.Context, r Reader, asks instrument.Content) error {
	at := map[string]int{}
	for _, unit := range c.tree.Units {
		at[unit.ID] = unit.With
	}
	items := map[string]*written{}
	err := r.EachComment(ctx, c.survey.ID, func(item, unit, text string) error {
		u, known := at[unit]
		if !known {
			return fmt.Errorf("a comment of unit %s, which is not in the tree", unit)
		}
		if items[item] == nil {
			items[item] = &written{}
		}
		items[item].texts, items[item].units = append(items[item].texts, text), append(items[item].units, u)
		return nil
	})
	if err != nil || len(items) == 0 {
		return err
	}
	for _, one := range asks.Items {
		if wrote := items[one.ID]; wrote != nil {
			c.item(one, *wrote)
		}
	}
	return nil
}

func (c commenting) item(of item.Item, wrote written) {
	counts := make([]int, len(c.tree.Units))
	for _, u := range wrote.units {
		counts[u]++
	}
	parents := make([]int, len(c.tree.Units))
	for u, unit := range c.tree.Units {
		parents[u] = unit.Parent
	}
	stands := release.Comments(parents, c.published, counts, max(c.survey.Split.K, release.CommentFloor))
	texts := make([][]string, len(c.tree.Units))
	for i, text := range wrote.texts {
		if u := stands[wrote.units[i]]; u >= 0 {
			texts[u] = append(texts[u], text)
		}
	}
	read := words()
	said := make([][]comment.Said, len(c.tree.Units))
	for u := range c.tree.Units {
		hidden := c.hidden(parents, u)
		for _, text := range texts[u] {
			text, bare := c.names.Hide(text, hidden)
			c.made.Comments = append(c.made.Comments, published.Comment{
				Place: int64(len(c.made.Comments)), Item: of.ID, Cell: c.cells[u], Text: comment.Mask(text),
			})
			one := read.Read(bare)
			for above := u; above >= 0; above = parents[above] {
				if c.published[above] {
					said[above] = append(said[above], one)
				}
			}
		}
	}
	for u, all := range said {
		if len(all) == 0 {
			continue
		}
		c.made.Themes = append(c.made.Themes, published.Themes{
			Place: int64(len(c.made.Themes)), Item: of.ID, Cell: c.cells[u], Summary: comment.Summarise(all, max(c.survey.Split.K, release.LeastK), keywords),
		})
	}
}

// hidden tells which units must not be named in a comment that stands at one: those below it, of which it would tell that its writer is
// there, and those that the release does not show. Of others, people may speak.
func (c commenting) hidden(parents []int, at int) func(unit int) bool {
	return func(unit int) bool {
		if !c.published[unit] {
			return true
		}
		for unit = parents[unit]; unit >= 0; unit = parents[unit] {
			if unit == at {
				return true
			}
		}
		return false
	}
}

// called are the names of a tree's units, by their places in it.
func called(tree frozen.Tree, names map[string]published.UnitName) *comment.Units {
	all := make([][]string, len(tree.Units))
	for u, unit := range tree.Units {
		name := names[unit.ID]
		all[u] = append(slices.Collect(maps.Values(name.DisplayName)), name.Code)
	}
	return comment.NewUnits(all)
}
