package wire

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Person writes a person as they are on a day.
func Person(p *people.Person, day model.Day) *directoryv1.Person {
	out := &directoryv1.Person{
		Name: model.Name("people", p.ID), DisplayName: p.DisplayName, Number: p.Number, ExternalIds: externalIDs(p.ExternalIDs),
		Language: p.Language, State: directoryv1.PersonState(p.State(day)), Etag: p.Etag(),
		CreateTime: resource.Timestamp(p.CreateTime), UpdateTime: resource.Timestamp(p.UpdateTime),
	}
	placement, ok := p.History.Shown(day)
	if !ok {
		return out
	}
	out.Placement = Placement(placement)
	out.HireDate = placement.Hire.String()
	out.LeaveDate = people.LastDay(p.History.Leave(placement.Hire))
	if hire, _ := p.History.Latest(); hire == placement.Hire {
		out.PlannedEndDate = p.PlannedEnd.String()
	}
	return out
}

// Placement writes a placement.
func Placement(p people.Placement) *directoryv1.Placement {
	out := post(p.Post)
	out.FromDate, out.ToDate = p.From.String(), people.LastDay(p.To)
	return out
}

func post(p people.Post) *directoryv1.Placement {
	return &directoryv1.Placement{
		Unit: model.Name("units", p.Unit), SecondaryUnits: model.Names("units", p.Secondary), Manager: model.Name("people", p.Manager),
		Employer: p.Employer, LegalEntity: p.LegalEntity, Position: p.Position, Shift: p.Shift, Channel: p.Channel,
	}
}

// Post reads a placement. Fields are named below prefix.
func Post(prefix string, p *directoryv1.Placement) (post people.Post, err error) {
	if post.Unit, err = id(prefix+"unit", "units", p.GetUnit()); err != nil {
		return post, err
	}
	if post.Secondary, err = ids(prefix+"secondary_units", "units", p.GetSecondaryUnits()); err != nil {
		return post, err
	}
	if post.Manager, err = id(prefix+"manager", "people", p.GetManager()); err != nil {
		return post, err
	}
	post.Employer, post.LegalEntity, post.Position = p.GetEmployer(), p.GetLegalEntity(), p.GetPosition()
	post.Shift, post.Channel = p.GetShift(), p.GetChannel()
	return post, nil
}

// PersonOf writes what a person shall be, for a mask of fields to be laid over it.
func PersonOf(t people.Target) *directoryv1.Person {
	return &directoryv1.Person{
		DisplayName: t.DisplayName, Number: t.Number, ExternalIds: externalIDs(t.ExternalIDs), Language: t.Language,
		Placement: post(t.Post), HireDate: t.Hire.String(), PlannedEndDate: t.PlannedEnd.String(),
	}
}

// Target reads what a person shall be.
func Target(p *directoryv1.Person) (t people.Target, err error) {
	t = people.Target{
		DisplayName: p.GetDisplayName(), Number: p.GetNumber(), Language: p.GetLanguage(), ExternalIDs: sourceIDs(p.GetExternalIds()), Leave: people.Open,
	}
	if t.Hire, err = text.Day("person.hire_date", p.GetHireDate()); err != nil {
		return t, err
	}
	if t.PlannedEnd, err = text.Day("person.planned_end_date", p.GetPlannedEndDate()); err != nil {
		return t, err
	}
	t.Post, err = Post("person.placement.", p.GetPlacement())
	return t, err
}

// PersonRow reads a row of another system.
func PersonRow(number int64, row *directoryv1.PersonRow) rows.Row {
	return rows.Row{
		Number: number, ID: source.ID{Source: row.GetExternalId().GetSource(), ID: row.GetExternalId().GetId()},
		DisplayName: row.GetDisplayName(), StaffNumber: row.GetNumber(), Language: row.GetLanguage(),
		Unit: row.GetUnit(), Secondary: row.GetSecondaryUnits(), Manager: row.GetManager(), Employer: row.GetEmployer(),
		LegalEntity: row.GetLegalEntity(), Position: row.GetPosition(), Shift: row.GetShift(), Channel: row.GetChannel(),
		HireDate: row.GetHireDate(), PlannedEndDate: row.GetPlannedEndDate(), LeaveDate: row.GetLeaveDate(),
	}
}

// Results writes what became of rows that are about a kind of resource, for a reader of a language. What was only checked has not been made and has no name.
func Results(results []source.Result, collection string, checked bool, locale string) []*directoryv1.RowResult {
	out := make([]*directoryv1.RowResult, len(results))
	for i, result := range results {
		if checked && result.Outcome == source.Created {
			result.Resource = ""
		}
		out[i] = Result(result, collection, locale)
	}
	return out
}

// Result writes what became of one row, for a reader of a language.
func Result(result source.Result, collection, locale string) *directoryv1.RowResult {
	out := &directoryv1.RowResult{
		Row: result.Row, Outcome: directoryv1.RowOutcome(result.Outcome), Name: model.Name(collection, result.Resource),
	}
	if refusal := result.Refusal; refusal != nil {
		out.Reason = refusal.Reason
		if len(refusal.Violations) > 0 {
			out.Field, out.Message = refusal.Violations[0].Field, refusal.Violations[0].Why.In(locale)
		}
	}
	for _, change := range result.Changes {
		out.Changes = append(out.Changes, &directoryv1.FieldChange{Field: change.Field, Before: change.Before, After: change.After})
	}
	return out
}
