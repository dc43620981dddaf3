package recognition

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Entries keeps what the feed tells of letters, within one transaction. Whoever calls it holds the letter, before its entry.
type Entries interface {
	// Entry reads one without its receivers, and keeps others from changing it until the transaction ends; model.ErrNotFound.
	Entry(ctx context.Context, id string) (Recognition, error)
	// KeepEntry writes one with its receivers.
	KeepEntry(ctx context.Context, r Recognition) error
	// DropEntry leaves nothing of one.
	DropEntry(ctx context.Context, id string) error
	Record(ctx context.Context, facts ...model.Fact) error
}

// letters is the space of the ids of letters' entries.
var letters = uuid.MustParse("5d1f2c1a-6d0e-4f0b-9a53-0c1f6f0d7b44")

// entryID is the id of a letter's entry: it has one, however often it is published.
func entryID(letter string) string { return uuid.NewSHA1(letters, []byte(letter)).String() }

// ShowLetter has the feed tell of a letter that is published now. One that moderators have hidden stays hidden.
func ShowLetter(ctx context.Context, s Entries, now time.Time, letter, text string, receivers []Receiver) error {
	r, err := s.Entry(ctx, entryID(letter))
	if errors.Is(err, model.ErrNotFound) {
		r, err = Recognition{ID: entryID(letter), Kind: Letter, Letter: letter}, nil
	}
	if err != nil {
		return err
	}
	r.Story, r.Receivers, r.CreateTime, r.WithdrawTime = text, receivers, now, time.Time{}
	if err := s.KeepEntry(ctx, r); err != nil || !r.Shown() {
		return err
	}
	return s.Record(ctx, Given{r})
}

// WithdrawLetter has the feed tell nothing of a letter any more.
func WithdrawLetter(ctx context.Context, s Entries, now time.Time, letter string) error {
	r, err := s.Entry(ctx, entryID(letter))
	if errors.Is(err, model.ErrNotFound) {
		return nil // it was published before there were entries
	}
	if err != nil {
		return err
	}
	wasShown := r.Shown()
	r.Story, r.Receivers, r.WithdrawTime = "", nil, now
	if err := s.KeepEntry(ctx, r); err != nil || !wasShown {
		return err
	}
	return s.Record(ctx, Withdrawn{r.ID})
}

// ForgetLetter leaves nothing of what the feed told of a letter, nor of what was said to it.
func ForgetLetter(ctx context.Context, s Entries, letter string) error {
	r, err := s.Entry(ctx, entryID(letter))
	if errors.Is(err, model.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.DropEntry(ctx, r.ID); err != nil || !r.Shown() {
		return err
	}
	return s.Record(ctx, Withdrawn{r.ID})
}
