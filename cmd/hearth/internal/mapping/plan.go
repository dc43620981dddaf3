package mapping

import (
	"maps"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Plan is how the rows of one file are read.
type Plan struct {
	// Unused are the headings of the columns that are left out without anybody having said so.
	Unused []string

	kind    Kind
	source  string
	table   *table.Table
	columns map[string]int // by field, from 0
	set     map[string]string
	values  map[string]map[string]string
	dates   Dates
}

// Plan works out how to read a table whose rows are known to the source. What people can mend is words.Problems or a words.Text.
func (m Mapping) Plan(kind Kind, t *table.Table, source string) (*Plan, error) {
	said := m.People
	if kind.Is(Units) {
		said = m.Units
	}
	p := &Plan{kind: kind, source: source, table: t, columns: map[string]int{}, set: said.Set, values: said.Values}
	a := &assignment{plan: p, used: map[int]bool{}}
	var err error
	if p.dates, err = ParseDates(m.Dates); err != nil {
		return nil, err
	}
	a.asSaid(said)
	a.guess()
	a.complete()
	if a.problems != nil {
		return nil, a.problems
	}
	for i, heading := range t.Heading {
		if !a.used[i] && heading != "" {
			p.Unused = append(p.Unused, heading)
		}
	}
	return p, nil
}

// assignment gives columns to fields.
type assignment struct {
	plan     *Plan
	used     map[int]bool
	problems words.Problems
}

func (a *assignment) wrong(key words.Key, args ...any) {
	a.problems = append(a.problems, words.Problem{File: a.plan.table.Name, Line: 0, Text: words.Say(key, args...)})
}

func (a *assignment) asSaid(said Columns) {
	for _, heading := range slices.Sorted(maps.Keys(said.Columns)) {
		name := said.Columns[heading]
		at, ok := a.column(func(h string) bool { return h == heading }, heading)
		if !ok {
			continue
		}
		if at < 0 {
			a.wrong(words.HeadingUnknown, heading, strings.Join(a.plan.table.Heading, ", "))
			continue
		}
		a.used[at] = true
		if name == "" || !a.known(name) {
			continue
		}
		if _, again := a.plan.columns[name]; again {
			a.wrong(words.FieldTwice, name)
		}
		a.plan.columns[name] = at
	}
	for _, name := range slices.Sorted(maps.Keys(said.Set)) {
		if _, mapped := a.plan.columns[name]; a.known(name) && mapped {
			a.wrong(words.FieldSetAndMapped, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(said.Values)) {
		a.known(name)
	}
}

func (a *assignment) known(name string) bool {
	_, ok := a.plan.kind.field(name)
	if !ok {
		a.wrong(words.FieldUnknown, name, a.plan.kind.Names())
	}
	return ok
}

// column finds the one column, -1 for none. It is not ok where there are two.
func (a *assignment) column(is func(heading string) bool, heading string) (at int, ok bool) {
	at = -1
	for i, h := range a.plan.table.Heading {
		if !is(h) {
			continue
		}
		if at >= 0 {
			a.wrong(words.HeadingTwice, heading)
			return 0, false
		}
		at = i
	}
	return at, true
}

// guess gives the fields that nothing was said of the columns with headings that are known to hold them.
func (a *assignment) guess() {
	for _, f := range a.plan.kind.fields {
		_, mapped := a.plan.columns[f.name]
		_, set := a.plan.set[f.name]
		if mapped || set {
			continue
		}
		for _, known := range f.headings {
			at, ok := a.column(func(h string) bool { return plain(h) == plain(known) }, known)
			if !ok {
				break
			}
			if at >= 0 && !a.used[at] {
				a.plan.columns[f.name], a.used[at] = at, true
				break
			}
		}
	}
}

// complete asks whether every field has a column or a value that must have one.
func (a *assignment) complete() {
	has := func(name string) bool {
		_, mapped := a.plan.columns[name]
		_, set := a.plan.set[name]
		return mapped || set
	}
	for _, f := range a.plan.kind.fields {
		if f.required && !has(f.name) && !slices.ContainsFunc(a.problems, a.about(f)) {
			a.wrong(words.FieldMissing, f.name)
		}
	}
	if a.plan.kind.Is(Units) && !has("display_name") && !has("display_name.en") && !has("display_name.zh-CN") {
		a.wrong(words.FieldMissing, "display_name")
	}
}

// about says whether a problem already tells why the field has no column.
func (a *assignment) about(f field) func(words.Problem) bool {
	return func(p words.Problem) bool {
		heading, ok := p.Text.Args[0].(string)
		return ok && p.Text.Key == words.HeadingTwice && slices.ContainsFunc(f.headings, func(h string) bool { return plain(h) == plain(heading) })
	}
}
