package org

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// batch is the Store of many rows. It reads what they are about at once, and keeps what they change until flush: an import brings in
// thousands of units, and each would otherwise be several round trips to the database. It needs the turn, so that nobody else changes
// what it has read.
type batch struct {
	Store
	units map[string]Unit
	sites map[string]Site
	saved []Unit
	// at is where in saved a unit stands.
	at    map[string]int
	facts []model.Fact
}

// gather reads units and all above them, of which those that do not exist are left out.
func gather(ctx context.Context, s Store, ids []string) (*batch, error) {
	found, err := s.Lineage(ctx, ids)
	b := &batch{Store: s, units: make(map[string]Unit, len(found)), sites: map[string]Site{}, at: map[string]int{}}
	for _, unit := range found {
		b.units[unit.ID] = unit
	}
	return b, err
}

// Turn has been taken.
func (b *batch) Turn(context.Context) (int64, error) { return 0, nil }

func (b *batch) Unit(ctx context.Context, id string) (Unit, error) {
	if unit, ok := b.units[id]; ok {
		return unit, nil
	}
	return b.Store.Unit(ctx, id)
}

func (b *batch) Path(ctx context.Context, id string) (path []string, err error) {
	for id != "" {
		unit, ok := b.units[id]
		if !ok {
			above, err := b.Store.Path(ctx, id)
			return append(path, above...), err
		}
		path, id = append(path, id), unit.Parent
	}
	return path, nil
}

func (b *batch) Site(ctx context.Context, id string) (Site, error) {
	if site, ok := b.sites[id]; ok {
		return site, nil
	}
	site, err := b.Store.Site(ctx, id)
	if err == nil {
		b.sites[id] = site
	}
	return site, err
}

// SaveUnits keeps the last of what is saved of a unit, for a row of the database changes once in a statement.
func (b *batch) SaveUnits(_ context.Context, units ...Unit) error {
	for _, unit := range units {
		b.units[unit.ID] = unit
		if at, again := b.at[unit.ID]; again {
			b.saved[at] = unit
			continue
		}
		b.at[unit.ID] = len(b.saved)
		b.saved = append(b.saved, unit)
	}
	return nil
}

func (b *batch) Record(_ context.Context, facts ...model.Fact) error {
	b.facts = append(b.facts, facts...)
	return nil
}

// flush writes what was kept, parents before their children as they were saved.
func (b *batch) flush(ctx context.Context) error {
	if len(b.saved) == 0 {
		return nil
	}
	if err := b.Store.SaveUnits(ctx, b.saved...); err != nil {
		return err
	}
	return b.Store.Record(ctx, b.facts...)
}
