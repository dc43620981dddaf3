package ledger

import (
	"context"
	"sync"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// together is how many transfers a Poster takes into one transaction, where that many wait.
const together = 1024

// atOnce is how many transactions a Poster has under way: while one waits for its commit, the next is read from its callers.
const atOnce = 2

// Poster posts for callers outside of Hearth, who have no transaction of their own. Those that wait at the same time share one: its few statements and
// its flush are paid once for all, and accounts that all of them want are locked once.
type Poster struct {
	db    *db.DB
	clock model.Clock
	known *places
	queue chan *waiting
}

type waiting struct {
	postings []ledger.Posting
	size     int
	done     chan struct{}
	outcomes []ledger.Outcome
	err      error
}

// NewPoster posts to d once it runs.
func NewPoster(d *db.DB, clock model.Clock) *Poster {
	return &Poster{db: d, clock: clock, known: newPlaces(), queue: make(chan *waiting)}
}

// Post takes postings, each whole or not at all, and returns once they are durable. After an error nothing is known of them: posting them
// again is safe.
func (p *Poster) Post(ctx context.Context, postings []ledger.Posting) ([]ledger.Outcome, error) {
	w := &waiting{postings: postings, done: make(chan struct{})}
	for _, posting := range postings {
		w.size += len(posting)
	}
	select {
	case p.queue <- w:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-w.done:
		return w.outcomes, w.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Run posts until ctx ends. It returns nil.
func (p *Poster) Run(ctx context.Context) error {
	var posting sync.WaitGroup
	for range atOnce {
		posting.Go(func() { p.run(ctx) })
	}
	posting.Wait()
	return nil
}

func (p *Poster) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-p.queue:
			p.post(ctx, p.gather(first))
		}
	}
}

// gather adds all who wait by now.
func (p *Poster) gather(first *waiting) []*waiting {
	all, size := []*waiting{first}, first.size
	for size < together {
		select {
		case next := <-p.queue:
			all, size = append(all, next), size+next.size
		default:
			return all
		}
	}
	return all
}

// post serves all in one transaction. Where that one fails, each gets one of its own: what is wrong with one is not the others' loss. And
// where somebody else took the same id at the same time for other accounts, the second look sees it.
func (p *Poster) post(ctx context.Context, all []*waiting) {
	if p.try(ctx, all) != nil {
		for _, w := range all {
			w.err = p.try(ctx, []*waiting{w})
		}
	}
	for _, w := range all {
		close(w.done)
	}
}

func (p *Poster) try(ctx context.Context, all []*waiting) error {
	var postings []ledger.Posting
	for _, w := range all {
		postings = append(postings, w.postings...)
	}
	var outcomes []ledger.Outcome
	err := p.db.Pipeline(ctx, func(ctx context.Context, pipeline *db.Pipeline) (err error) {
		outcomes, err = post(ctx, pipeline, p.clock(), postings, p.known, true)
		return err
	})
	if err != nil {
		return err
	}
	for _, w := range all {
		w.outcomes, outcomes = outcomes[:len(w.postings):len(w.postings)], outcomes[len(w.postings):]
	}
	return nil
}
