package releasing

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// Sheets are read and counted side by side, so many at a time.
const (
	countedAtOnce = 512
	batchesAhead  = 4
)

// batch is a part of the sheets of a survey, kept while others are read.
type batch struct {
	units    []string
	levels   []string
	answered []bool
	answers  []byte
	// ends are where the answers of each sheet end.
	ends []int
}

func (b *batch) add(unit string, levels []string, answered bool, answers []byte) {
	b.units, b.levels, b.answered = append(b.units, unit), append(b.levels, levels...), append(b.answered, answered)
	b.answers = append(b.answers, answers...)
	b.ends = append(b.ends, len(b.answers))
}

// countInto counts the sheets of the batch.
func (b *batch) countInto(t *tally.Tally) error {
	attributes, begin := len(b.levels)/len(b.units), 0
	for i, unit := range b.units {
		if err := t.Add(unit, b.levels[i*attributes:(i+1)*attributes], b.answered[i], b.answers[begin:b.ends[i]]); err != nil {
			return err
		}
		begin = b.ends[i]
	}
	return nil
}

// counted is the tally of all sheets of a closed survey.
func counted(ctx context.Context, r Reader, survey domain.Survey, f form.Form) (*tally.Tally, error) {
	t := tally.New(f)
	batches := make(chan *batch, batchesAhead)
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		defer close(batches)
		next := &batch{}
		send := func() error {
			select {
			case batches <- next:
				next = &batch{}
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := r.EachSheet(ctx, survey, func(unit string, levels []string, answered bool, answers []byte) error {
			next.add(unit, levels, answered, answers)
			if len(next.units) < countedAtOnce {
				return nil
			}
			return send()
		})
		if err != nil || len(next.units) == 0 {
			return err
		}
		return send()
	})
	work.Go(func() error {
		for b := range batches {
			if err := b.countInto(t); err != nil {
				return err
			}
		}
		return nil
	})
	return t, work.Wait()
}
