package rule

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Reader reads rules and grants. What does not exist is model.ErrNotFound.
type Reader interface {
	People
	Rule(ctx context.Context, id string) (Rule, error)
	// Rules lists those within the scope, one more than a page.
	Rules(ctx context.Context, scope model.Scope, list model.List) ([]Rule, error)
	// Versions lists what was published of a rule, one more than a page.
	Versions(ctx context.Context, rule string, list model.List) ([]Version, error)
	Version(ctx context.Context, rule string, number int64) (Version, error)
	// Grants lists what a person was granted, one more than a page.
	Grants(ctx context.Context, scope model.Scope, list model.List) ([]Grant, error)
	// Past are the facts of a type with numbers above one that happened between two times, in the order in which they came.
	Past(ctx context.Context, on fact.Type, above int64, from, to time.Time, most int) ([]fact.Kept, error)
}

// Store changes rules, within one transaction.
type Store interface {
	Reader
	// RuleToChange reads one that stays as it is until the transaction ends.
	RuleToChange(ctx context.Context, id string) (Rule, error)
	// SaveRule inserts version 1 and updates any other.
	SaveRule(ctx context.Context, r Rule) error
	AddVersion(ctx context.Context, v Version) error
}

// Get reads a rule within the scope.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Rule, error) {
	found, err := r.Rule(ctx, id)
	return within(ctx, r, scope, found, err)
}

func within(ctx context.Context, r Reader, scope model.Scope, found Rule, err error) (Rule, error) {
	if err == nil {
		err = staff.Within(ctx, r, scope, found.OwnerUnit, found.Employer)
	}
	if err != nil {
		return Rule{}, err
	}
	return found, nil
}

// Create drafts a rule. The scope must hold its people and its budget.
func Create(ctx context.Context, s Store, scope model.Scope, now time.Time, draft Rule) (Rule, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Rule{}, err
	}
	made := Rule{Header: model.NewHeader(id.String(), now), OwnerUnit: draft.OwnerUnit, Employer: draft.Employer, Spec: draft.Spec, State: Draft}
	if err := staff.MayOwn(ctx, s, scope, made.OwnerUnit, made.Employer); err != nil {
		return Rule{}, err
	}
	if err := made.check(ctx, s, scope); err != nil {
		return Rule{}, err
	}
	return made, s.SaveRule(ctx, made)
}

// Update changes the draft of a rule. What was published holds until it is published anew.
func Update(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, edit func(Rule) (Rule, error)) (Rule, error) {
	return change(ctx, s, scope, now, id, etag, func(r *Rule) error {
		edited, err := edit(*r)
		switch {
		case err != nil:
			return err
		case edited.OwnerUnit != r.OwnerUnit:
			return ErrOwnerFixed
		case edited.Employer != r.Employer:
			return ErrEmployerFixed
		}
		r.Spec = edited.Spec
		return r.check(ctx, s, scope)
	})
}

// Publish makes a version of the draft, which never changes. Of an active rule it holds at once.
func Publish(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Rule, error) {
	return change(ctx, s, scope, now, id, etag, func(r *Rule) error {
		if err := r.check(ctx, s, scope); err != nil {
			return err
		}
		if err := r.Spec.guard(); err != nil {
			return err
		}
		if err := staff.Others(ctx, s, now, r.OwnerUnit, r.Employer); err != nil {
			return err
		}
		r.Published++
		return s.AddVersion(ctx, Version{Rule: r.ID, Number: r.Published, Spec: r.Spec, PublishTime: now})
	})
}

// Activate has the last version grant for facts that come from now on.
func Activate(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Rule, error) {
	return change(ctx, s, scope, now, id, etag, func(r *Rule) error {
		if r.Published == 0 {
			// What could not be published says why rather than that it was not.
			if err := r.Spec.guard(); err != nil {
				return err
			}
			return ErrNotPublished
		}
		r.State = Active
		return staff.Others(ctx, s, now, r.OwnerUnit, r.Employer)
	})
}

// Pause has a rule grant nothing until it is activated again. What comes meanwhile is granted nothing for, unless it is replayed.
func Pause(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Rule, error) {
	return change(ctx, s, scope, now, id, etag, func(r *Rule) error {
		if r.State == Active {
			r.State = Paused
		}
		return nil
	})
}

// Archive ends a rule for good. What it has granted stays.
func Archive(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Rule, error) {
	return change(ctx, s, scope, now, id, etag, func(r *Rule) error { r.State = Archived; return nil })
}

func change(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, fn func(*Rule) error) (Rule, error) {
	found, err := s.RuleToChange(ctx, id)
	if found, err = within(ctx, s, scope, found, err); err != nil {
		return Rule{}, err
	}
	if err := found.CheckCurrent(etag); err != nil {
		return Rule{}, err
	}
	if found.State == Archived {
		return Rule{}, model.ErrArchived
	}
	if err := fn(&found); err != nil {
		return Rule{}, err
	}
	found.Touch(now)
	return found, s.SaveRule(ctx, found)
}

// check refuses what is no rule.
func (r Rule) check(ctx context.Context, s Store, scope model.Scope) error {
	spec := r.Spec
	for field, texts := range map[string]model.Text{"rule.display_name": spec.DisplayName, "rule.reason": spec.Reason} {
		if err := text.Localized(field, texts); err != nil {
			return err
		}
	}
	for _, language := range []string{"en", "zh-CN"} {
		if spec.Reason[language] == "" {
			return model.InvalidField("rule.reason", model.Say("has no text in %s", "缺少 %s 文本", language))
		}
	}
	if _, err := text.Zone("rule.time_zone", spec.Zone); err != nil {
		return err
	}
	if spec.End != model.NoDay && spec.End < spec.Start {
		return model.InvalidField("rule.end_date", model.Say("lies before the first day", "早于开始日期"))
	}
	if fact.Shapes[spec.On].OfNobody && spec.Share != ToTeam {
		return model.InvalidField("rule.share", model.Say("must be the team: such a fact is about nobody", "此类事件不针对个人，须发放给团队"))
	}
	if spec.Budget != "" {
		if err := staff.Within(ctx, s, scope, spec.Budget, r.Employer); err != nil {
			return err
		}
	}
	_, err := compile(spec)
	return err
}

// guard refuses what rewards single people for how much they did and nothing else: it turned colleagues against each other and raised
// complaints by a fifth.
func (s Spec) guard() error {
	if fact.Shapes[s.On].Volume && s.Share == ToPerson {
		return ErrVolumeAlone.At("rule.share", model.Say("must be the team where the volume of work is rewarded", "奖励工作量时须发放给团队"))
	}
	return nil
}
