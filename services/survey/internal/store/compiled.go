package store

import (
	"context"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// compiledKept bounds the surveys whose instruments are kept in memory.
const compiledKept = 256

// Compiled knows the instruments of the surveys that were opened. How they are answered never changes again, so that no copy can be out of date; their
// texts may be.
type Compiled struct {
	db   *db.DB
	kept *lru.Cache[string, instrument.Instrument]
}

// NewCompiled reads from d what it does not know yet: committed state only, never that of a transaction that may still be undone.
func NewCompiled(d *db.DB) *Compiled {
	kept, err := lru.New[string, instrument.Instrument](compiledKept)
	if err != nil {
		panic(err) // the size is positive
	}
	return &Compiled{d, kept}
}

// Of is the instrument of a survey; model.ErrNotFound for what is not there, or a draft.
func (c *Compiled) Of(ctx context.Context, survey string) (instrument.Instrument, error) {
	if found, ok := c.kept.Get(survey); ok {
		return found, nil
	}
	found, err := domain.InstrumentOf(ctx, NewReader(c.db.Read()), survey)
	if err == nil {
		c.kept.Add(survey, found)
	}
	return found, err
}
