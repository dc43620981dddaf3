package fund

import (
	"context"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

const selectProposal = `SELECT p.id, p.version, p.fund, p.title, p.body, p.proposer, p.unit, p.employer, p.state, p.sponsor, p.reason, p.result,
	p.create_time, p.update_time FROM proposal p `

var proposalColumns = map[string]string{
	"id": "p.id", "create_time": "p.create_time", "fund": "p.fund", "state": "p.state", "proposer": "p.proposer", "unit": "p.unit",
}

// Proposal reads one.
func (r reader) Proposal(ctx context.Context, id string) (domain.Proposal, error) {
	return one(r.proposals(ctx, `WHERE p.id = $1`, id))
}

// ProposalToChange reads one that stays as it is until the transaction ends.
func (s Store) ProposalToChange(ctx context.Context, id string) (domain.Proposal, error) {
	return one(s.proposals(ctx, `WHERE p.id = $1`+s.tx.ForUpdate(), id))
}

func one(found []domain.Proposal, err error) (domain.Proposal, error) {
	if err == nil && len(found) == 0 {
		err = model.ErrNotFound
	}
	if err != nil {
		return domain.Proposal{}, err
	}
	return found[0], nil
}

// Proposals lists those that domain.See shows; one more than a page.
func (r reader) Proposals(ctx context.Context, scope model.Scope, standing domain.Standing, list model.List) ([]domain.Proposal, error) {
	args := []any{standing.Person}
	there, more := roster.Units.Reached(scope, "p.unit", "p.employer", 2)
	args = append(args, more...)
	pays, more := roster.Units.Reached(scope, "f.unit", "f.employer", 1+len(args))
	args = append(args, more...)
	open, more := openTo(standing, 1+len(args))
	args = append(args, more...)
	where, order, more := db.ListSQL(list, proposalColumns, 1+len(args))
	args = append(args, more...)
	return r.proposals(ctx, fmt.Sprintf(`JOIN fund f ON f.id = p.fund
		WHERE (p.proposer = $1 OR EXISTS (SELECT 1 FROM proposal_part t WHERE t.proposal = p.id AND t.person = $1) OR %s OR %s OR %s)
		AND %s ORDER BY %s LIMIT %d`, there, pays, open, where, order, list.Size+1), args...)
}

// ProposalsOf are all in which a person has a part.
func (r reader) ProposalsOf(ctx context.Context, person string) ([]domain.Proposal, error) {
	return r.proposals(ctx, `WHERE p.proposer = $1 OR p.sponsor = $2 OR p.id IN (SELECT t.proposal FROM proposal_part t WHERE t.person = $1) ORDER BY p.id`,
		person, model.Name("people", person))
}

func (r reader) proposals(ctx context.Context, where string, args ...any) ([]domain.Proposal, error) {
	found, err := db.All(ctx, r.q, func(scan db.Scan) (p domain.Proposal, err error) {
		var created, updated int64
		err = scan(&p.ID, &p.Version, &p.Fund, &p.Title, &p.Text, &p.Proposer, &p.Unit, &p.Employer, &p.State, &p.Sponsor, &p.Reason, &p.Result,
			&created, &updated)
		p.CreateTime, p.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
		return p, err
	}, selectProposal+where, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	byID := map[string]*domain.Proposal{}
	ids := make([]any, len(found))
	for i := range found {
		ids[i], byID[found[i].ID] = found[i].ID, &found[i]
	}
	_, err = db.All(ctx, r.q, func(scan db.Scan) (struct{}, error) {
		var id, kind, person string
		var s domain.Score
		err := scan(&id, &kind, &person, &s.Impact, &s.Feasibility, &s.Cost)
		if p := byID[id]; err == nil && kind == "team" {
			p.Team = append(p.Team, person)
		} else if err == nil {
			scorer := domain.Scorer{Person: person}
			if s.Impact > 0 {
				scorer.Given = &s
			}
			p.Scorers = append(p.Scorers, scorer)
		}
		return struct{}{}, err
	}, `SELECT proposal, kind, person, impact, feasibility, cost FROM proposal_part WHERE proposal IN `+db.In(1, len(ids))+` ORDER BY proposal, kind, number`, ids...)
	if err != nil {
		return nil, err
	}
	_, err = db.All(ctx, r.q, func(scan db.Scan) (struct{}, error) {
		var id string
		var m domain.Milestone
		err := scan(&id, &m.Title, &m.Amount, &m.Due, &m.State, &m.Result, &m.Paid, &m.Reason)
		if err == nil {
			byID[id].Milestones = append(byID[id].Milestones, m)
		}
		return struct{}{}, err
	}, `SELECT proposal, title, amount, due_day, state, result, paid, reason FROM proposal_milestone WHERE proposal IN `+db.In(1, len(ids))+
		` ORDER BY proposal, number`, ids...)
	return found, err
}

// SaveProposal inserts version 1 and updates any other.
func (s Store) SaveProposal(ctx context.Context, p domain.Proposal) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO proposal (id, version, fund, title, body, proposer, unit, employer, state, sponsor, reason, result, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, title = excluded.title, body = excluded.body, proposer = excluded.proposer,
			state = excluded.state, sponsor = excluded.sponsor, reason = excluded.reason, result = excluded.result, update_time = excluded.update_time`,
		p.ID, p.Version, p.Fund, p.Title, p.Text, p.Proposer, p.Unit, p.Employer, int64(p.State), p.Sponsor, p.Reason, p.Result,
		db.Micros(p.CreateTime), db.Micros(p.UpdateTime))
	if err != nil {
		return err
	}
	for _, table := range []string{"proposal_part", "proposal_milestone"} {
		if _, err := s.tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE proposal = $1`, p.ID); err != nil {
			return err
		}
	}
	var parts, milestones [][]any
	for n, person := range p.Team {
		parts = append(parts, []any{p.ID, "team", n, person, 0, 0, 0})
	}
	for n, scorer := range p.Scorers {
		given := domain.Score{}
		if scorer.Given != nil {
			given = *scorer.Given
		}
		parts = append(parts, []any{p.ID, "scorer", n, scorer.Person, given.Impact, given.Feasibility, given.Cost})
	}
	for n, m := range p.Milestones {
		milestones = append(milestones, []any{p.ID, n, m.Title, m.Amount, int64(m.Due), int64(m.State), m.Result, m.Paid, m.Reason})
	}
	if err := db.Insert(ctx, s.tx, `INSERT INTO proposal_part (proposal, kind, number, person, impact, feasibility, cost)`, parts, ""); err != nil {
		return err
	}
	return db.Insert(ctx, s.tx, `INSERT INTO proposal_milestone (proposal, number, title, amount, due_day, state, result, paid, reason)`, milestones, "")
}
