package voting

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

// Candidates are those whom a member of the panel may score, by label.
func Candidates(ctx context.Context, r award.Reader, now time.Time, member, id string) ([]award.Candidate, error) {
	round, err := r.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	return candidates(ctx, r, now, member, round)
}

func candidates(ctx context.Context, r award.Reader, now time.Time, member string, round award.Round) ([]award.Candidate, error) {
	if member == "" || !slices.Contains(round.Panel, member) {
		return nil, model.ErrNotFound
	}
	place, err := r.Workplace(ctx, member, now)
	if err == nil {
		err = round.Must(award.InPanel)
	}
	if err != nil {
		return nil, err
	}
	bench, err := Bench(ctx, r, round.ID)
	return bench.Candidates(member, place.Unit), err
}

// Bench is all that was said of the people of a round.
func Bench(ctx context.Context, r award.Reader, round string) (b award.Bench, err error) {
	if b.Rows, err = r.Rows(ctx, round); err != nil {
		return b, err
	}
	if b.Nominations, err = r.Nominations(ctx, round); err != nil {
		return b, err
	}
	if b.Votes, err = r.Votes(ctx, round); err != nil {
		return b, err
	}
	var named []string
	for _, n := range b.Nominations {
		named = append(named, n.Evidence...)
	}
	b.Standing, err = r.Standing(ctx, named)
	return b, err
}

// Vote gives a candidate a score, or recuses the member where it is 0, for good.
func Vote(ctx context.Context, s award.Store, now time.Time, id string, vote award.Vote) (award.Candidate, error) {
	if _, err := s.HoldRoster(ctx); err != nil { // who is being erased says nothing more
		return award.Candidate{}, err
	}
	round, err := s.RoundToChange(ctx, id) // the decision waits, or comes first
	if err != nil {
		return award.Candidate{}, err
	}
	open, err := candidates(ctx, s, now, vote.Member, round)
	if err != nil {
		return award.Candidate{}, err
	}
	at := slices.IndexFunc(open, func(c award.Candidate) bool { return c.Label == vote.Label })
	if at < 0 {
		return award.Candidate{}, model.ErrNotFound
	}
	candidate := open[at]
	candidate.Score = vote.Score
	return candidate, s.SaveVote(ctx, id, vote)
}
