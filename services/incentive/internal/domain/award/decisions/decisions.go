// Package decisions says who wins a round, gives them what they win, hears appeals, and shows each reader what they may know of it.
package decisions

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/voting"
)

// days are of 24 hours each: a window is as long on every server, whatever its clocks do meanwhile.
func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// Decide ends the panel's work: nothing changes any more by which people are scored. Now the parties reveal.
func Decide(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string) (award.Round, error) {
	round, err := rounds.ToChange(ctx, s, scope, id)
	if err == nil {
		err = round.Must(award.InPanel)
	}
	if err == nil {
		err = rounds.Judge(ctx, s, round)
	}
	if err != nil {
		return award.Round{}, err
	}
	bench, err := voting.Bench(ctx, s, id)
	if err != nil {
		return award.Round{}, err
	}
	if few := bench.Short(round.Quorum); few > 0 {
		return award.Round{}, award.ErrQuorum.With("candidates", strconv.Itoa(few))
	}
	round.State, round.RevealTime = award.Decided, now.Add(days(round.RevealDays))
	round.Touch(now)
	return round, s.SaveRound(ctx, round)
}

// Reveal shows what a party committed to.
func Reveal(ctx context.Context, s award.Store, now time.Time, person, id string, salt, secret []byte) (award.Round, error) {
	round, err := s.RoundToChange(ctx, id)
	if err != nil {
		return award.Round{}, err
	}
	party, ok := round.PartyOf(person)
	if !ok {
		return award.Round{}, model.ErrNotFound
	}
	if err := round.Must(award.Decided); err != nil {
		return award.Round{}, err
	}
	if !now.Before(round.RevealTime) {
		return award.Round{}, award.ErrRevealLate
	}
	shown, _ := round.Contribution(person, salt, secret)
	if err := draw.Check(model.Name("awardRounds", id), draw.Digest(party.Digest), shown); err != nil {
		return award.Round{}, err
	}
	party.Salt, party.Secret = salt, secret
	round.Touch(now)
	return round, s.SaveRound(ctx, round)
}

// Announce says who wins and gives them what they win: all of it or nothing. Who left meanwhile wins nothing, and who follows them does.
func Announce(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, by string) (award.Round, error) {
	round, err := rounds.ToChange(ctx, s, scope, id)
	if err == nil {
		err = round.Must(award.Decided)
	}
	if err == nil {
		err = rounds.Judge(ctx, s, round)
	}
	if err == nil && !round.Settled(now) {
		err = award.ErrRevealAwaited
	}
	if err != nil {
		return award.Round{}, err
	}
	bench, err := voting.Bench(ctx, s, id)
	if err != nil {
		return award.Round{}, err
	}
	if err := barLeavers(ctx, s, now, round, bench.Rows); err != nil {
		return award.Round{}, err
	}
	if !slices.ContainsFunc(bench.Rows, func(row award.Row) bool { return row.Barred == "" }) {
		return award.Round{}, award.ErrNoCandidates
	}
	round.State, round.AnnounceTime, round.AppealTime = award.Announced, now, now.Add(days(round.AppealDays))
	return conclude(ctx, s, now, round, bench, by, "")
}

// barLeavers bars who works here no more, but for those who have won already.
func barLeavers(ctx context.Context, s award.Store, now time.Time, round award.Round, rows []award.Row) error {
	for i, row := range rows {
		if row.Barred != "" || slices.Contains(round.Won, row.Person) {
			continue
		}
		if _, err := s.Workplace(ctx, row.Person, now); errors.Is(err, model.ErrNotFound) {
			rows[i].Barred = award.Left
		} else if err != nil {
			return err
		}
	}
	return nil
}

// conclude decides a round by its rows as they are, and gives and takes back what follows from it.
func conclude(ctx context.Context, s award.Store, now time.Time, round award.Round, bench award.Bench, by, cause string) (award.Round, error) {
	made, err := award.Decide(round, bench)
	if err != nil {
		return award.Round{}, err
	}
	before, people, labels := round.Won, map[string]string{}, map[string]string{}
	for _, row := range bench.Rows {
		people[row.Label], labels[row.Person] = row.Person, row.Label
	}
	round.Revision++
	round.Won = nil
	for _, label := range made.Head.Winners {
		round.Won = append(round.Won, people[label])
	}
	gained, lost := without(round.Won, before), without(before, round.Won)
	wins, err := s.Wins(ctx, round.ID)
	if err != nil {
		return award.Round{}, err
	}
	round.Touch(now)
	for _, keep := range []func() error{
		func() error { return s.SaveRows(ctx, bench.Rows) },
		func() error {
			return s.AddDecision(ctx, award.Decision{Round: round.ID, Revision: round.Revision, Record: made.Stripped(), CreateTime: now})
		},
		func() error { return s.RevokeWins(ctx, round.ID, lost, round.Revision) },
		func() error { return s.AddWins(ctx, winsOf(round, gained)) },
		func() error { return s.SaveRound(ctx, round) },
		func() error { return s.Record(ctx, award.Granted{Round: round, Gained: gained, Lost: lost}) },
		func() error { return prize(ctx, s, now, move{round, gained, lost, wins, labels, by, cause}) },
	} {
		if err := keep(); err != nil {
			return award.Round{}, err
		}
	}
	return round, nil
}

func winsOf(round award.Round, people []string) []award.Win {
	wins := make([]award.Win, len(people))
	for i, person := range people {
		wins[i] = award.Win{Round: round.ID, Person: person, Revision: round.Revision}
	}
	return wins
}

// without are those of the first who are not among the others.
func without(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return slices.Contains(others, one) })
}

// Filled is the record of a round's last decision, with who is who, and when it was decided.
func Filled(ctx context.Context, r award.Reader, round award.Round) (record.Record, time.Time, error) {
	if round.Revision == 0 {
		return record.Record{}, time.Time{}, award.ErrNotAnnounced
	}
	decision, err := r.Decision(ctx, round.ID, round.Revision)
	if err != nil {
		return record.Record{}, time.Time{}, err
	}
	rows, err := r.Rows(ctx, round.ID)
	return decision.Record.Filled(award.Known(rows)), decision.CreateTime, err
}

// Own is a person's row in the last decision of a round, with the proof that it is part of it.
func Own(ctx context.Context, r award.Reader, person, id string) (award.Round, record.Own, error) {
	round, err := r.Round(ctx, id)
	if err != nil {
		return award.Round{}, record.Own{}, err
	}
	row, err := r.RowOf(ctx, id, person)
	if err != nil {
		return award.Round{}, record.Own{}, err
	}
	filled, _, err := Filled(ctx, r, round)
	if err != nil {
		return award.Round{}, record.Own{}, err
	}
	own, ok := filled.Own(row.Label)
	if !ok {
		err = model.ErrNotFound
	}
	return round, own, err
}
