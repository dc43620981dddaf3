// Package release answers the calls about what may be seen of a closed survey.
package release

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	asked "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/comment"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/comparison"
)

// Parts are what the calls are answered with.
type Parts struct {
	Read  comparison.Reader
	Clock model.Clock
	// Compiled is the instrument of a survey that was opened; model.ErrNotFound for what is not there, or a draft.
	Compiled func(ctx context.Context, survey string) (asked.Instrument, error)
}

// Register adds ReleaseService, CommentService and ComparisonService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	surveyv1.RegisterReleaseServiceServer(r, &releases{read: p.Read, clock: p.Clock, compiled: p.Compiled})
	surveyv1.RegisterCommentServiceServer(r, &comment.Comments{Read: p.Read})
	surveyv1.RegisterComparisonServiceServer(r, &comparison.Comparisons{Read: p.Read})
}

type releases struct {
	surveyv1.UnimplementedReleaseServiceServer
	read     comparison.Reader
	clock    model.Clock
	compiled func(ctx context.Context, survey string) (asked.Instrument, error)
}

// PreviewRelease says what a release can show at most.
func (s *releases) PreviewRelease(ctx context.Context, req *surveyv1.PreviewReleaseRequest) (*surveyv1.ReleasePreview, error) {
	preview, err := domain.PreviewRelease(ctx, s.read, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetSurvey()))
	if err != nil {
		return nil, err
	}
	split := preview.Survey.Split
	response := &surveyv1.ReleasePreview{K: int32(split.K)}
	for i, unit := range preview.Tree.Units {
		if !preview.Reached[i] {
			continue
		}
		one := &surveyv1.PreviewUnit{Unit: model.Name("units", unit.ID), Reported: unit.Reported}
		if unit.Reported {
			one.Eligible = int64(unit.Eligible)
		}
		if unit.With != i && preview.Reached[unit.With] {
			one.MergedInto = new(model.Name("units", preview.Tree.Units[unit.With].ID))
		}
		for l, units := range preview.Cells.Levels {
			if units[i] {
				one.Levels = append(one.Levels, preview.Tree.Levels[0][l])
			}
		}
		response.Units = append(response.Units, one)
	}
	if len(preview.Reached) == 0 || !preview.Reached[0] {
		return response, nil
	}
	response.Eligible = response.GetUnits()[0].GetEligible()
	first := len(preview.Tree.Levels) - len(preview.Cells.Roots)
	for i, published := range preview.Cells.Roots {
		levels := &surveyv1.PreviewLevels{Attribute: surveyv1.Attribute(split.RootAttributes[i])}
		for l, is := range published {
			if is {
				levels.Levels = append(levels.Levels, preview.Tree.Levels[first+i][l])
			}
		}
		response.RootLevels = append(response.RootLevels, levels)
	}
	return response, nil
}
