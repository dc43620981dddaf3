package org

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Row is a unit as another system knows it.
type Row struct {
	// Number counts the rows from 1.
	Number int64
	ID     source.ID
	// ParentID is the parent's id in the same source, "" for a root.
	ParentID    string
	Kind        Kind
	DisplayName model.Text
	// Site is "sites/…" or the site's id in the same source.
	Site string
}

// Upsert creates or updates units by external id, each row alone: a refused row leaves the others standing. Rows may name their
// parents in any order. The results stand in the rows' order.
func Upsert(ctx context.Context, s Store, scope model.Scope, naming source.Naming, now time.Time, rows []Row) ([]source.Result, error) {
	if _, err := s.Turn(ctx); err != nil {
		return nil, err
	}
	known, err := lookUp(ctx, s, rows)
	if err != nil {
		return nil, err
	}
	together, err := gather(ctx, s, slices.Sorted(maps.Values(known.units)))
	if err != nil {
		return nil, err
	}
	u := upsert{s: together, scope: scope, naming: naming, now: now, known: known, results: make([]source.Result, len(rows))}
	for _, at := range u.inOrder(rows) {
		result, err := u.row(ctx, rows[at])
		if err != nil {
			return nil, err
		}
		u.results[at] = result
	}
	return u.results, together.flush(ctx)
}

// known are the bare ids behind a source's ids.
type known struct{ units, sites map[source.ID]string }

func lookUp(ctx context.Context, s Store, rows []Row) (known, error) {
	units, sites := map[string]map[string]bool{}, map[string]map[string]bool{}
	note := func(into map[string]map[string]bool, from, id string) {
		if into[from] == nil {
			into[from] = map[string]bool{}
		}
		into[from][id] = true
	}
	for _, row := range rows {
		note(units, row.ID.Source, row.ID.ID)
		note(units, row.ID.Source, row.ParentID)
		note(sites, row.ID.Source, row.Site)
	}
	found := known{map[source.ID]string{}, map[source.ID]string{}}
	collect := func(wanted map[string]map[string]bool, find func(context.Context, string, []string) (map[string]string, error), into map[source.ID]string) error {
		for from, ids := range wanted {
			resources, err := find(ctx, from, slices.Sorted(maps.Keys(ids)))
			if err != nil {
				return err
			}
			for id, resource := range resources {
				into[source.ID{Source: from, ID: id}] = resource
			}
		}
		return nil
	}
	return found, errors.Join(collect(units, s.UnitsBySource, found.units), collect(sites, s.SitesBySource, found.sites))
}

type upsert struct {
	s       Store
	scope   model.Scope
	naming  source.Naming
	now     time.Time
	known   known
	results []source.Result
}

// inOrder is the order in which every parent comes before its children. It refuses rows that stand twice and those that stand below
// themselves.
func (u *upsert) inOrder(rows []Row) []int {
	first := make(map[source.ID]int, len(rows))
	twice := map[source.ID]bool{}
	for at, row := range rows {
		if row.ID.ID == "" {
			continue // refused for what it lacks
		}
		if _, again := first[row.ID]; again {
			twice[row.ID] = true
		}
		first[row.ID] = at
	}
	const waiting, placed = 1, 2
	state := make([]int, len(rows))
	order := make([]int, 0, len(rows))
	for start, row := range rows {
		if twice[row.ID] {
			u.refuse(rows, start, source.ErrRowTwice.At("external_id", model.Say("stands in more than one row", "在多行中出现")))
			state[start] = placed
		}
	}
	for start := range rows {
		var chain []int
		at := start
		for state[at] == 0 {
			state[at] = waiting
			chain = append(chain, at)
			above, ok := first[source.ID{Source: rows[at].ID.Source, ID: rows[at].ParentID}]
			if !ok || rows[at].ParentID == "" {
				break
			}
			if state[above] == waiting { // the chain has closed: all from there on stand below themselves
				closed := chain[slices.Index(chain, above):]
				for _, member := range closed {
					u.refuse(rows, member, ErrUnitCycle.At("parent_id", model.Say("stands below the unit", "位于该单元之下")))
				}
				chain = chain[:len(chain)-len(closed)]
				for _, member := range closed {
					state[member] = placed
				}
				break
			}
			at = above
		}
		for _, at := range slices.Backward(chain) {
			order = append(order, at)
			state[at] = placed
		}
	}
	return order
}

func (u *upsert) refuse(rows []Row, at int, refusal *model.Fault) {
	u.results[at] = source.Result{Row: rows[at].Number, Outcome: source.Refused, Refusal: refusal}
}

// row brings one row in. A refusal is a result; an error ends the whole.
func (u *upsert) row(ctx context.Context, row Row) (source.Result, error) {
	result := source.Result{Row: row.Number}
	id, exists := u.known.units[row.ID]
	err := u.mayBring(ctx, id)
	var draft Unit
	if err == nil {
		draft, err = u.draft(ctx, row)
	}
	if err == nil {
		if exists {
			err = u.update(ctx, id, draft, &result)
		} else {
			err = u.create(ctx, row.ID, draft, &result)
		}
	}
	if refusal, ok := errors.AsType[*model.Fault](err); ok {
		return source.Result{Row: row.Number, Outcome: source.Refused, Refusal: ofRow(refusal)}, nil
	}
	return result, err
}

// mayBring refuses an id that is not that of a unit in sight from who may not bring a new one. Whether the id is free or that of another
// unit must look the same.
func (u *upsert) mayBring(ctx context.Context, id string) error {
	if !u.naming.None() {
		return nil
	}
	_, _, err := find(ctx, u.s, u.scope, id)
	if errors.Is(err, model.ErrNotFound) {
		err = source.ErrIDReserved.At("external_id", model.Say("is not that of any unit within reach", "不属于权限范围内的任何单元"))
	}
	return err
}

// ofRow names the fields of a refused unit as its row does.
func ofRow(refusal *model.Fault) *model.Fault {
	told := *refusal
	told.Violations = slices.Clone(refusal.Violations)
	for i := range told.Violations {
		field := strings.TrimPrefix(told.Violations[i].Field, "unit.")
		switch field {
		case "parent":
			field = "parent_id"
		case "external_ids":
			field = "external_id"
		}
		told.Violations[i].Field = field
	}
	return &told
}

func (u *upsert) draft(ctx context.Context, row Row) (Unit, error) {
	if err := row.ID.Check("external_id"); err != nil {
		return Unit{}, err
	}
	draft := Unit{Header: Header{DisplayName: row.DisplayName}, Kind: row.Kind}
	if row.ParentID != "" {
		parent, ok := u.known.units[source.ID{Source: row.ID.Source, ID: row.ParentID}]
		if ok && !u.scope.All {
			_, _, err := find(ctx, u.s, u.scope, parent)
			if err != nil && !errors.Is(err, model.ErrNotFound) {
				return Unit{}, err
			}
			ok = err == nil
		}
		if !ok {
			return Unit{}, source.ErrUnknownUnit.At("parent_id", model.Unknown)
		}
		draft.Parent = parent
	}
	if row.Site != "" {
		site, ok := u.known.sites[source.ID{Source: row.ID.Source, ID: row.Site}]
		if !ok {
			if site, ok = strings.CutPrefix(row.Site, "sites/"); !ok {
				return Unit{}, model.ErrNotFound.At("site", model.Unknown)
			}
		}
		draft.Site = site
	}
	return draft, nil
}

func (u *upsert) create(ctx context.Context, id source.ID, draft Unit, result *source.Result) error {
	draft.ExternalIDs = []source.ID{id}
	unit, err := CreateUnit(ctx, u.s, u.scope, u.naming, u.now, draft)
	if err != nil {
		return err
	}
	u.known.units[id] = unit.ID
	result.Outcome, result.Resource = source.Created, unit.ID
	return nil
}

func (u *upsert) update(ctx context.Context, id string, draft Unit, result *source.Result) error {
	before, err := findToChange(ctx, u.s, u.scope, id)
	if err != nil {
		return err
	}
	if err := before.checkCurrent(""); err != nil {
		return err
	}
	result.Outcome, result.Resource = source.Unchanged, id
	result.Changes = differences(before, draft)
	if len(result.Changes) == 0 {
		return nil
	}
	after := before
	after.Parent, after.Kind, after.DisplayName, after.Site = draft.Parent, draft.Kind, draft.DisplayName, draft.Site
	if err := checkEdit(ctx, u.s, u.scope, before, &after); err != nil {
		return err
	}
	after.Touch(u.now)
	result.Outcome = source.Updated
	return saveUnit(ctx, u.s, after)
}

func differences(before, after Unit) []source.Change {
	var changes []source.Change
	note := func(field, was, is string) {
		if was != is {
			changes = append(changes, source.Change{Field: field, Before: was, After: is})
		}
	}
	note("parent", model.Name("units", before.Parent), model.Name("units", after.Parent))
	note("kind", before.Kind.String(), after.Kind.String())
	for _, tag := range languages(before.DisplayName, after.DisplayName) {
		note("display_name."+tag, before.DisplayName[tag], after.DisplayName[tag])
	}
	note("site", model.Name("sites", before.Site), model.Name("sites", after.Site))
	return changes
}

func languages(texts ...model.Text) []string {
	all := map[string]bool{}
	for _, each := range texts {
		for tag := range each {
			all[tag] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
