package store

import (
	"context"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// itemsKept bounds the surveys whose items are kept in memory.
const itemsKept = 256

// Items knows the items of the surveys that were opened. They never change again, so that no copy can be out of date.
type Items struct {
	db   *db.DB
	kept *lru.Cache[string, domain.Items]
}

// NewItems reads from d what it does not know yet: committed state only, never that of a transaction that may still be undone.
func NewItems(d *db.DB) *Items {
	kept, err := lru.New[string, domain.Items](itemsKept)
	if err != nil {
		panic(err) // the size is positive
	}
	return &Items{d, kept}
}

// Of are the items of a survey; model.ErrNotFound for what is not there, or a draft.
func (i *Items) Of(ctx context.Context, survey string) (domain.Items, error) {
	if items, ok := i.kept.Get(survey); ok {
		return items, nil
	}
	items, err := domain.ItemsOf(ctx, NewReader(i.db.Read()), survey)
	if err == nil {
		i.kept.Add(survey, items)
	}
	return items, err
}
