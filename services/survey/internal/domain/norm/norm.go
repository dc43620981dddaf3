// Package norm holds figures from elsewhere, which are shown beside those of a release.
package norm

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Reader reads norms, and the instruments that they are of. What does not exist is model.ErrNotFound.
type Reader interface {
	Instrument(ctx context.Context, id string) (domain.Instrument, error)
	// Norms lists all, one more than a page: they hold nothing about anybody here.
	Norms(ctx context.Context, list model.List) ([]Norm, error)
}

// Store reads and writes within a transaction.
type Store interface {
	Reader
	// AddNorm inserts a norm, and DeleteNorm removes one and says whether there was one.
	AddNorm(ctx context.Context, norm Norm) error
	DeleteNorm(ctx context.Context, id string) (bool, error)
}

// Norm is a figure from elsewhere, which is shown beside those of a release and never counted in.
type Norm struct {
	ID string
	// Family is the bare id of the family of instruments, and Of a column or a construct of it.
	Family, Of string
	Statistic  Statistic
	Value      float64
	// N is of how many people; 0 when the source does not say.
	N          int64
	Population model.Text
	// Source is where it is from, and Licence under which terms it may be shown.
	Source, Licence string
	Date            model.Day
	CreateTime      time.Time
}

// Statistic is which figure a norm is. The numbers are those of hearth.survey.v1.NormStatistic.
type Statistic int32

// The figures.
const (
	Mean Statistic = iota + 1
	Favourable
	Index
	Score
)

// Create adds one. Its family may be any instrument of the family.
func Create(ctx context.Context, s Store, now time.Time, norm Norm) (Norm, error) {
	kept, err := s.Instrument(ctx, norm.Family)
	if err != nil {
		return Norm{}, err
	}
	asks, err := instrument.New(kept.Content)
	if err != nil {
		return Norm{}, err
	}
	if err := norm.check(form.Of(asks)); err != nil {
		return Norm{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Norm{}, err
	}
	norm.ID, norm.Family, norm.CreateTime = id.String(), kept.Family, now
	return norm, s.AddNorm(ctx, norm)
}

func (n Norm) check(f form.Form) error {
	column := slices.IndexFunc(f.Columns, func(c form.Column) bool { return c.ID == n.Of && c.Scale != nil })
	construct := slices.ContainsFunc(f.Constructs, func(c form.Construct) bool { return c.ID == n.Of })
	low, high := 0.0, 1.0
	switch {
	case column < 0 && !construct:
		return model.InvalidField("norm.of", model.Say("names no item with an order of options and no construct of the instrument", "不是问卷中选项有序的题目，也不是其维度"))
	case n.Statistic == Score && (column < 0 || !f.Columns[column].NPS):
		return model.InvalidField("norm.statistic", model.Say("is of an NPS alone", "仅适用于净推荐值题"))
	case n.Statistic == Score:
		low, high = -100, 100
	case n.Statistic == Index:
		high = 100
	case n.Statistic == Mean && column >= 0:
		low, high = f.Columns[column].Scale.Min(), f.Columns[column].Scale.Max()
	case n.Statistic == Mean:
		return nil // the items of a construct may have several scales
	}
	if n.Value < low || n.Value > high {
		return model.InvalidField("norm.value", model.Say("is not from %v to %v", "不在 %v 至 %v 之间", low, high))
	}
	return nil
}

// Delete removes one.
func Delete(ctx context.Context, s Store, id string) error {
	found, err := s.DeleteNorm(ctx, id)
	if err == nil && !found {
		return model.ErrNotFound
	}
	return err
}

// mostNorms is how many stand beside figures; the newest.
const mostNorms = 1000

// Of are those of the family of an instrument, the newest first.
func Of(ctx context.Context, r Reader, instrument string) ([]Norm, error) {
	kept, err := r.Instrument(ctx, instrument)
	if err != nil {
		return nil, err
	}
	norms, err := r.Norms(ctx, model.List{
		Conditions: []model.Condition{{Field: "family", Op: "=", Value: kept.Family}},
		Order:      []model.Order{{Field: "create_time", Desc: true}}, Size: mostNorms,
	})
	return norms[:min(len(norms), mostNorms)], err
}
