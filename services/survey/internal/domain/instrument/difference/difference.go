// Package difference says in sentences how two instruments differ.
package difference

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Kind is what became of something. The numbers are those of hearth.survey.v1.ChangeKind.
type Kind int32

// The kinds.
const (
	Added Kind = iota + 1
	Removed
	Changed
	Text
)

// Change is one difference.
type Change struct {
	// Path is where it is, by ids: "items.q1.rating.max".
	Path          string
	Kind          Kind
	Sentence      model.Words
	Before, After string
}

// Of are the changes from one content to another. It goes through the form in which contents are kept, so that it misses no field.
func Of(before, after instrument.Content) []Change {
	c := &comparison{}
	c.fields(place{words: model.Say("the instrument", "问卷")}, document(before), document(after))
	return c.changes
}

// TextsAlone says whether nothing differs but the wording.
func TextsAlone(changes []Change) bool {
	return !slices.ContainsFunc(changes, func(c Change) bool { return c.Kind != Text })
}

func document(content instrument.Content) map[string]any {
	text, err := json.Marshal(content)
	if err != nil {
		panic(err) // contents are texts, numbers and lists
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		panic(err)
	}
	return fields
}

// place is what is compared at the moment.
type place struct {
	path  string
	words model.Words
}

func (p place) at(field string) string { return strings.TrimPrefix(p.path+"."+field, ".") }

type comparison struct{ changes []Change }

// fields compares two things of a kind, field by field.
func (c *comparison) fields(in place, before, after map[string]any) {
	names := slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, of := range []map[string]any{before, after} {
			for name := range maps.Keys(of) {
				if !yield(name) {
					return
				}
			}
		}
	}))
	was, is := kindOf(before), kindOf(after)
	if was != is {
		c.add(in, "kind", was, is, kinds[was], kinds[is])
	}
	for _, name := range names {
		switch {
		case was != is && (name == was || name == is):
		case inner[name] || kinds[name].En != "":
			from, _ := before[name].(map[string]any)
			to, _ := after[name].(map[string]any)
			c.fields(place{in.at(name), in.words}, from, to)
		case texts[name]:
			c.text(in, name, before[name], after[name])
		case things[name].En != "":
			c.list(in, name, elements(before[name]), elements(after[name]))
		case name == "steps" || name == "page_titles":
			c.texts(in, name, before[name], after[name])
		default:
			if from, to := plain(before[name]), plain(after[name]); from != to {
				c.changed(in, name, from, to)
			}
		}
	}
}

func (c *comparison) changed(in place, field, from, to string) {
	c.add(in, field, from, to, said(field, from), said(field, to))
}

func (c *comparison) add(in place, field, from, to string, was, is model.Words) {
	c.changes = append(c.changes, Change{Path: in.at(field), Kind: Changed, Before: from, After: to,
		Sentence: model.Say("In %s, %s is %s instead of %s.", "%s：%s为 %s，此前为 %s。", in.words, fieldOf(field), is, was)})
}

// text compares the texts of one field, language by language.
func (c *comparison) text(in place, field string, before, after any) {
	from, _ := before.(map[string]any)
	to, _ := after.(map[string]any)
	tags := map[string]bool{}
	for tag := range from {
		tags[tag] = true
	}
	for tag := range to {
		tags[tag] = true
	}
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		if was, is := plain(from[tag]), plain(to[tag]); was != is {
			c.changes = append(c.changes, Change{Path: in.at(field + "." + tag), Kind: Text, Before: was, After: is,
				Sentence: model.Say("In %s, %s in %s reads %s instead of %s.", "%s：%s（%s）为 %s，此前为 %s。", in.words, fieldOf(field), tag, quoted(is), quoted(was))})
		}
	}
}

// texts compares a list of texts that have no ids. Of another length, it is another list.
func (c *comparison) texts(in place, field string, before, after any) {
	from, _ := before.([]any)
	to, _ := after.([]any)
	if len(from) != len(to) {
		c.changed(in, field, fmt.Sprint(len(from)), fmt.Sprint(len(to)))
		return
	}
	for n := range from {
		c.text(in, fmt.Sprintf("%s.%d", field, n+1), from[n], to[n])
	}
}

// list compares lists of what has ids.
func (c *comparison) list(in place, field string, before, after []element) {
	was, is := byID(before), byID(after)
	var stayed, stays []string
	for _, one := range after {
		here := in.of(field, one.id)
		from, both := was[one.id]
		if !both {
			c.changes = append(c.changes, Change{Path: here.path, Kind: Added, After: one.says(),
				Sentence: model.Say("There is %s now: %s.", "新增%s：%s。", here.words, quoted(one.says()))})
			continue
		}
		stays = append(stays, one.id)
		c.fields(here, from.fields, one.fields)
	}
	for _, one := range before {
		if _, both := is[one.id]; both {
			stayed = append(stayed, one.id)
			continue
		}
		here := in.of(field, one.id)
		c.changes = append(c.changes, Change{Path: here.path, Kind: Removed, Before: one.says(),
			Sentence: model.Say("There is %s no more: %s.", "删除%s：%s。", here.words, quoted(one.says()))})
	}
	if !slices.Equal(stayed, stays) {
		c.changed(in, field, strings.Join(stayed, ", "), strings.Join(stays, ", "))
	}
}

// of is something in a list: of the instrument it is named by itself, of anything else with what it is of.
func (p place) of(field, id string) place {
	words := model.Say("%s %s", "%s %s", things[field], id)
	if p.path != "" {
		words = model.Say("%[1]s of %[2]s", "%[2]s 的%[1]s", words, p.words)
	}
	return place{p.at(field + "." + id), words}
}
