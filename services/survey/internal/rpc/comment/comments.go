// Package comment answers the calls about what people wrote in free words.
package comment

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

// Comments is CommentService.
type Comments struct {
	surveyv1.UnimplementedCommentServiceServer
	Read published.Reader
}

var (
	fields = list.Fields{"item": list.String.Only("=", "!="), "unit": list.Name("units")}

	commentList = list.Ascending(func(c published.Comment) int64 { return c.Place }, fields)
	themeList   = list.Ascending(func(t published.Themes) int64 { return t.Place }, fields)
)

// ListComments lists what people wrote, as it may be read.
func (s *Comments) ListComments(ctx context.Context, req *surveyv1.ListCommentsRequest) (*surveyv1.ListCommentsResponse, error) {
	page, next, err := commentList.Page(ctx, req, func(asked model.List) ([]published.Comment, error) {
		return published.ListComments(ctx, s.Read, model.ScopeFrom(ctx), wire.ReleaseOf(req.GetParent()), asked)
	})
	return &surveyv1.ListCommentsResponse{Comments: list.Protos(page, commentProto), NextPageToken: next}, err
}

// ListThemes lists what comments speak of.
func (s *Comments) ListThemes(ctx context.Context, req *surveyv1.ListThemesRequest) (*surveyv1.ListThemesResponse, error) {
	page, next, err := themeList.Page(ctx, req, func(asked model.List) ([]published.Themes, error) {
		return published.ListThemes(ctx, s.Read, model.ScopeFrom(ctx), wire.ReleaseOf(req.GetParent()), asked)
	})
	return &surveyv1.ListThemesResponse{Themes: list.Protos(page, themesProto), NextPageToken: next}, err
}

func commentProto(one published.Comment) *surveyv1.Comment {
	return &surveyv1.Comment{
		Item: one.Item, Unit: model.Name("units", one.Unit), UnitName: resource.Localized(one.Name.DisplayName), UnitCode: one.Name.Code, Text: one.Text,
	}
}

// themeNames are what themes are called, by their ids.
var themeNames = func() map[string]model.Text {
	names := map[string]model.Text{}
	for _, theme := range comment.Themes() {
		names[theme.ID] = theme.Name
	}
	return names
}()

func themesProto(of published.Themes) *surveyv1.ItemThemes {
	made := &surveyv1.ItemThemes{
		Item: of.Item, Unit: model.Name("units", of.Unit), UnitName: resource.Localized(of.Name.DisplayName), UnitCode: of.Name.Code,
		Comments: int64(of.Comments),
	}
	for _, theme := range of.Summary.Themes {
		made.Themes = append(made.Themes, &surveyv1.Theme{
			Theme: theme.Theme, DisplayName: resource.Localized(themeNames[theme.Theme]), Comments: int64(theme.Comments),
		})
	}
	for _, keyword := range of.Keywords {
		one := &surveyv1.Keyword{Word: keyword.Word, Comments: int64(keyword.Comments)}
		for _, with := range keyword.With {
			one.With = append(one.With, &surveyv1.Companion{Word: with.Word, Comments: int64(with.Comments)})
		}
		made.Keywords = append(made.Keywords, one)
	}
	return made
}

// CheckComment says what in a text may name somebody. It keeps nothing.
func (s *Comments) CheckComment(_ context.Context, req *surveyv1.CheckCommentRequest) (*surveyv1.CheckCommentResponse, error) {
	response := &surveyv1.CheckCommentResponse{}
	for _, mention := range comment.Personal(req.GetText()) {
		advice := comment.Advice(mention.Kind)
		response.Hints = append(response.Hints, &surveyv1.PersonalHint{
			Kind: surveyv1.PersonalKind(mention.Kind), Start: int32(mention.Start), Length: int32(mention.Stop - mention.Start),
			Advice: resource.Localized(model.Text{"en": advice.En, "zh-CN": advice.ZhCN}),
		})
	}
	return response, nil
}
