// Package comparison answers the calls that set cells beside each other.
package comparison

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparing"
	judged "github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	norms "github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

// Reader reads cells, and the norms beside them.
type Reader interface {
	published.Reader
	norms.Reader
}

// Comparisons is ComparisonService.
type Comparisons struct {
	surveyv1.UnimplementedComparisonServiceServer
	Read Reader
}

// CompareCells compares two cells that the caller can list.
func (s *Comparisons) CompareCells(ctx context.Context, req *surveyv1.CompareCellsRequest) (*surveyv1.CellComparison, error) {
	second := req.GetSecondRelease()
	if second == "" {
		second = req.GetParent()
	}
	a, b, made, err := comparing.Cells(ctx, s.Read, model.ScopeFrom(ctx), cellKey(req.GetParent(), req.GetFirst()), cellKey(second, req.GetSecond()))
	if err != nil {
		return nil, err
	}
	response := Comparison(a, b, made)
	beside, err := norms.Of(ctx, s.Read, a.Survey.Instrument)
	response.Norms = norm.Protos(beside)
	return response, err
}

// Comparison is what of two cells was compared, without norms.
func Comparison(a, b comparing.ReadCell, made judged.Comparison) *surveyv1.CellComparison {
	response := &surveyv1.CellComparison{
		First: compared(a), Second: compared(b), Tests: int32(made.Tests), LeftOut: made.LeftOut,
	}
	for _, item := range made.Items {
		response.Items = append(response.Items, itemComparison(item))
	}
	for _, construct := range made.Constructs {
		response.Constructs = append(response.Constructs, constructComparison(construct))
	}
	return response
}

func cellKey(release string, key *surveyv1.CellKey) comparing.Key {
	return comparing.Key{
		Survey: wire.ReleaseOf(release), Unit: model.ID(key.GetUnit()), Attribute: domain.Attribute(key.GetAttribute()), Level: key.GetLevel(),
	}
}

func compared(c comparing.ReadCell) *surveyv1.ComparedCell {
	return &surveyv1.ComparedCell{Release: wire.Release(c.Survey.ID), Cell: figure.Cell(c.Cell), Rest: c.Rest}
}

func itemComparison(item judged.Item) *surveyv1.ItemComparison {
	made := &surveyv1.ItemComparison{Item: item.ID, Hidden: item.Hidden}
	if item.Hidden {
		return made
	}
	made.First, made.Second = figure.Item(item.ID, item.First), figure.Item(item.ID, item.Second)
	made.Difference, made.Mean = item.Difference, meanTest(item.Mean)
	made.Favourable = figure.ShareTest(item.Favourable)
	return made
}

func constructComparison(construct judged.Construct) *surveyv1.ConstructComparison {
	made := &surveyv1.ConstructComparison{Construct: construct.ID, Hidden: construct.Hidden}
	if construct.Hidden {
		return made
	}
	made.First, made.Second = figure.Construct(construct.ID, construct.First), figure.Construct(construct.ID, construct.Second)
	made.Difference, made.Mean, made.Favourable = construct.Difference, meanTest(construct.Mean), figure.ShareTest(construct.Favourable)
	return made
}

func meanTest(t *judged.Test) *surveyv1.MeanTest {
	if t == nil {
		return nil
	}
	return &surveyv1.MeanTest{
		Low: t.Interval.Low, High: t.Interval.High, T: t.T, Df: t.DF, P: t.P, Q: t.Q, HedgesG: t.HedgesG,
		Verdict: surveyv1.Verdict(t.Verdict),
	}
}
