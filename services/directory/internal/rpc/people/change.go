package people

import (
	"context"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

func (s *people) CreatePerson(ctx context.Context, req *directoryv1.CreatePersonRequest) (*directoryv1.Person, error) {
	return s.change(ctx, req, func(ctx context.Context, store rows.BatchStore) (domain.Person, error) {
		target, err := wire.Target(req.GetPerson())
		if err != nil {
			return domain.Person{}, err
		}
		return domain.CreatePerson(ctx, store, model.ScopeFrom(ctx), source.NamingFrom(ctx), s.clock(), target)
	})
}

func (s *people) UpdatePerson(ctx context.Context, req *directoryv1.UpdatePersonRequest) (*directoryv1.Person, error) {
	return s.change(ctx, req, func(ctx context.Context, store rows.BatchStore) (domain.Person, error) {
		id, err := resource.ID("people", req.GetPerson().GetName())
		if err != nil {
			return domain.Person{}, err
		}
		day, err := text.Day("effective_date", req.GetEffectiveDate())
		if err != nil {
			return domain.Person{}, err
		}
		return domain.UpdatePerson(ctx, store, model.ScopeFrom(ctx), source.NamingFrom(ctx), s.clock(), id, req.GetPerson().GetEtag(), day,
			func(before domain.Target) (domain.Target, error) { return overlay(req, before) })
	})
}

func (s *people) EndEmployment(ctx context.Context, req *directoryv1.EndEmploymentRequest) (*directoryv1.Person, error) {
	return s.change(ctx, req, func(ctx context.Context, store rows.BatchStore) (domain.Person, error) {
		leave, err := text.Day("leave_date", req.GetLeaveDate())
		if err != nil {
			return domain.Person{}, err
		}
		return domain.EndEmployment(ctx, store, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetName()), req.GetEtag(), leave)
	})
}

func (s *people) RehirePerson(ctx context.Context, req *directoryv1.RehirePersonRequest) (*directoryv1.Person, error) {
	return s.change(ctx, req, func(ctx context.Context, store rows.BatchStore) (domain.Person, error) {
		again := domain.Target{Number: req.GetNumber()}
		var err error
		if again.Hire, err = text.Day("hire_date", req.GetHireDate()); err != nil {
			return domain.Person{}, err
		}
		if again.PlannedEnd, err = text.Day("planned_end_date", req.GetPlannedEndDate()); err != nil {
			return domain.Person{}, err
		}
		if again.Post, err = wire.Post("placement.", req.GetPlacement()); err != nil {
			return domain.Person{}, err
		}
		return domain.RehirePerson(ctx, store, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetName()), req.GetEtag(), again)
	})
}

func (s *people) BatchUpsertPeople(ctx context.Context, req *directoryv1.BatchUpsertPeopleRequest) (*directoryv1.BatchUpsertPeopleResponse, error) {
	effective, err := text.Day("effective_date", req.GetEffectiveDate())
	if err != nil {
		return nil, err
	}
	batch := make([]rows.Row, len(req.GetRows()))
	for i, row := range req.GetRows() {
		batch[i] = wire.PersonRow(int64(i+1), row)
	}
	return request.Do(ctx, s.work, req, func(ctx context.Context, store rows.BatchStore) (*directoryv1.BatchUpsertPeopleResponse, error) {
		if _, err := store.Turn(ctx); err != nil {
			return nil, err
		}
		terms := rows.Terms{Scope: model.ScopeFrom(ctx), Naming: source.NamingFrom(ctx), Now: s.clock(), Effective: effective, NewID: newID}
		known, err := store.KnownFor(ctx, terms.Scope, terms.Now, batch)
		if err != nil {
			return nil, err
		}
		comparison, err := rows.Compare(ctx, store, terms, known, batch)
		if err != nil {
			return nil, err
		}
		results, err := comparison.Apply(ctx, store, 0, len(batch))
		return &directoryv1.BatchUpsertPeopleResponse{Results: wire.Results(results, "people", req.GetValidateOnly(), refusal.Locale(ctx))}, err
	})
}

func newID(*rows.Row) (string, error) {
	id, err := uuid.NewV7()
	return id.String(), err
}
