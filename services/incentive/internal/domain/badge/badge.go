// Package badge has teams, and single people where their site allows it, earn badges: by what happens, by a goal, by years of service, or by
// the hand of somebody who says what for. Each holder earns a badge once; what was earned is only taken back by somebody who says why. A
// count is a row that each fact adds to. Nothing is ever counted again from the beginning.
package badge

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// The refusals of badges.
var (
	ErrVolumeAlone   = model.NewFault("SCHEME_OF_VOLUME_ALONE")
	ErrIndividualOff = model.NewFault("INDIVIDUAL_GOALS_OFF")
	ErrNotByHand     = model.InvalidField("badge", model.Say("is earned, and not given by hand", "只能自动获得，不能手动授予"))
)

// Holder is who can hold a badge. The numbers are those of hearth.incentive.v1.BadgeHolder.
type Holder int32

// The holders.
const (
	OfTeam Holder = iota + 1
	OfPerson
)

// Way is what earns a badge.
type Way int32

// The ways.
const (
	ByCount Way = iota + 1
	ByGoal
	ByYears
	ByHand
)

// Draft is what people decide about a badge.
type Draft struct {
	DisplayName, Description model.Text
	// Picture is an https URL, or "".
	Picture string
	// Unit is whose people and teams can earn it, all below it included; Employer, where it is not "", whose people of it.
	Unit, Employer string
	For            Holder
	By             Way
	// On is what counts, where it is earned ByCount: what shows the Behavior or completes the Training, where these are not "".
	On                 fact.Type
	Behavior, Training string
	// Goal is the one by which it is earned.
	Goal string
	// Levels are how many facts or years earn each level, ascending.
	Levels []int64
}

// Badge is what can be earned.
type Badge struct {
	model.Header
	Draft
	Archived bool
}

// Level is the level that a count has earned; 0 for none.
func (b Badge) Level(count int64) int {
	level := 0
	for level < len(b.Levels) && count >= b.Levels[level] {
		level++
	}
	return level
}

// Next is how many earn the next level; 0 where there is none.
func (b Badge) Next(level int) int64 {
	if level < len(b.Levels) {
		return b.Levels[level]
	}
	return 0
}

// Reader reads badges and who holds them. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Badge(ctx context.Context, id string) (Badge, error)
	// Badges lists those within the scope, one more than a page.
	Badges(ctx context.Context, scope model.Scope, list model.List) ([]Badge, error)
	// Progress lists the badges that can be earned at a place, those of single people only where single says so, one more than a page.
	Progress(ctx context.Context, at staff.Place, path []string, single bool, list model.List) ([]Progress, error)
	// Individual says whether a site allows goals and badges of single people.
	Individual(ctx context.Context, site string) (bool, error)
	Awards
}

// Store changes badges and who holds them, within one transaction.
type Store interface {
	Reader
	Earning
	Goal(ctx context.Context, id string) (goal.Goal, error)
	AddBadge(ctx context.Context, b Badge) error
	Archive(ctx context.Context, b Badge) error
	SetHidden(ctx context.Context, person string, hidden bool) error
}

// Create adds a badge. The scope must hold whose it is.
func Create(ctx context.Context, s Store, scope model.Scope, now time.Time, draft Draft) (Badge, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Badge{}, err
	}
	b := Badge{Header: model.NewHeader(id.String(), now), Draft: draft}
	if err := b.check(); err != nil {
		return Badge{}, err
	}
	if b.By == ByGoal {
		if err := b.ofGoal(ctx, s, scope); err != nil {
			return Badge{}, err
		}
	}
	if err := staff.MayOwn(ctx, s, scope, b.Unit, b.Employer); err != nil {
		return Badge{}, err
	}
	return b, s.AddBadge(ctx, b)
}

// check is what needs no database.
func (b *Badge) check() error {
	if err := text.Localized("badge.display_name", b.DisplayName); err != nil {
		return err
	}
	if err := text.Localized("badge.description", b.Description); err != nil {
		return err
	}
	if err := picture(b.Picture); err != nil {
		return err
	}
	shape := fact.Shapes[b.On]
	switch {
	case b.By == 0:
		return model.InvalidField("badge.earned_by", model.Missing)
	case b.Unit == "" && b.By != ByGoal:
		return model.InvalidField("badge.unit", model.Missing)
	case b.By == ByGoal && b.For != OfTeam:
		return model.InvalidField("badge.holder", model.Say("must be a team: it earns the badge with its goal", "须为团队：团队达成目标即获得徽章"))
	case b.By == ByYears && b.For != OfPerson:
		return model.InvalidField("badge.holder", model.Say("must be a person: teams have no years of service", "须为个人：团队没有工龄"))
	case !rising(b.Levels):
		return model.InvalidField(b.levels(), model.Say("do not ascend", "须逐级递增"))
	case b.By == ByCount && b.For == OfPerson && shape.Volume:
		return ErrVolumeAlone.At("badge.holder", model.Say("must be a team where the volume of work is rewarded", "奖励工作量时须为团队徽章"))
	case b.By == ByCount && b.For == OfPerson && shape.OfNobody:
		return model.InvalidField("badge.holder", model.Say("must be a team: such a fact is about nobody", "此类事件不针对个人，须为团队徽章"))
	case b.Training != "" && b.On != fact.TrainingCompleted:
		return model.InvalidField("badge.count.training", model.Say("must be empty: such a fact is of no training", "此类事件与培训无关，须留空"))
	}
	return b.On.CheckBehavior("badge.count.behavior", b.Behavior)
}

// levels is the field in which they stand.
func (b *Badge) levels() string {
	if b.By == ByYears {
		return "badge.years.levels"
	}
	return "badge.count.levels"
}

func rising(levels []int64) bool {
	return slices.IsSorted(levels) && len(slices.Compact(slices.Clone(levels))) == len(levels)
}

func picture(uri string) error {
	if uri == "" {
		return nil
	}
	if err := text.Line("badge.picture_uri", uri, 500); err != nil {
		return err
	}
	at, err := url.Parse(uri)
	if err != nil || at.Scheme != "https" || at.Host == "" || at.User != nil {
		return model.InvalidField("badge.picture_uri", model.Say("is not an https URL", "不是 https 网址"))
	}
	return nil
}

// ofGoal puts a badge where its goal is, which nobody reaches until the transaction ends.
func (b *Badge) ofGoal(ctx context.Context, s Store, scope model.Scope) error {
	if err := s.Alone(ctx); err != nil {
		return err
	}
	g, err := s.Goal(ctx, b.Goal)
	if err == nil {
		err = staff.Within(ctx, s, scope, g.Unit, g.Employer)
	}
	switch {
	case err != nil:
		return err
	case g.Person != "" || g.State != goal.InProgress:
		return model.InvalidField("badge.goal", model.Say("is not of a team, or is over", "不是团队目标，或已结束"))
	case b.Unit != "" && b.Unit != g.Unit:
		return model.InvalidField("badge.unit", model.Say("is not that of the goal", "与目标所属单元不一致"))
	case b.Employer != "" && b.Employer != g.Employer:
		return model.InvalidField("badge.employer", model.Say("is not that of the goal", "与目标所属用人单位不一致"))
	}
	b.Unit, b.Employer = g.Unit, g.Employer
	return nil
}

// Get reads a badge within the scope.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Badge, error) {
	b, err := r.Badge(ctx, id)
	if err == nil {
		err = staff.Within(ctx, r, scope, b.Unit, b.Employer)
	}
	if err != nil {
		return Badge{}, err
	}
	return b, nil
}

// Archive has nobody earn a badge any more.
func Archive(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (Badge, error) {
	if err := s.Alone(ctx); err != nil {
		return Badge{}, err
	}
	b, err := Get(ctx, s, scope, id)
	if err != nil || b.Archived {
		return b, err
	}
	b.Archived = true
	b.Touch(now)
	return b, s.Archive(ctx, b)
}
