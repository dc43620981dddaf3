package rpc

import (
	"context"

	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

type norms struct {
	surveyv1.UnimplementedNormServiceServer
	base
}

// CreateNorm adds a figure from elsewhere.
func (s *norms) CreateNorm(ctx context.Context, req *surveyv1.CreateNormRequest) (*surveyv1.Norm, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Norm, error) {
		from := req.GetNorm()
		day, err := model.ParseDay(from.GetDate())
		if err != nil {
			return nil, model.InvalidField("norm.date", model.Say("is not a day such as 2026-11-22", "不是形如 2026-11-22 的日期"))
		}
		made, err := domain.CreateNorm(ctx, store, s.clock(), domain.Norm{
			Family: model.ID(from.GetFamily()), Of: from.GetOf(), Statistic: domain.NormStatistic(from.GetStatistic()), Value: from.GetValue(),
			N: from.GetN(), Population: from.GetPopulation().GetTexts(), Source: from.GetSource(), Licence: from.GetLicence(), Date: day,
		})
		return normProto(made), err
	})
}

var normSpec = list.Spec{
	Fields: map[string]list.Kind{
		"family": list.Name("instruments"), "of": list.String.Only("="), "create_time": list.Timestamp.Only(), "id": list.String.Only(),
	},
	Default: "create_time desc",
}

// ListNorms lists the norms, newest first.
func (s *norms) ListNorms(ctx context.Context, req *surveyv1.ListNormsRequest) (*surveyv1.ListNormsResponse, error) {
	asked, err := normSpec.Parse(ctx, "ListNorms", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Norms(ctx, asked)
	if err != nil {
		return nil, err
	}
	size, next := normSpec.Page(asked, len(found), func(last int) []any {
		return []any{db.Micros(found[last].CreateTime), found[last].ID}
	})
	return &surveyv1.ListNormsResponse{Norms: normProtos(found[:size]), NextPageToken: next}, nil
}

// DeleteNorm removes a norm.
func (s *norms) DeleteNorm(ctx context.Context, req *surveyv1.DeleteNormRequest) (*emptypb.Empty, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*emptypb.Empty, error) {
		return &emptypb.Empty{}, domain.DeleteNorm(ctx, store, model.ID(req.GetName()))
	})
}

func normProtos(all []domain.Norm) (made []*surveyv1.Norm) {
	for _, one := range all {
		made = append(made, normProto(one))
	}
	return made
}

func normProto(n domain.Norm) *surveyv1.Norm {
	return &surveyv1.Norm{
		Name: model.Name("norms", n.ID), Family: model.Name("instruments", n.Family), Of: n.Of, Statistic: surveyv1.NormStatistic(n.Statistic),
		Value: n.Value, N: n.N, Population: resource.Localized(n.Population), Source: n.Source, Licence: n.Licence, Date: n.Date.String(),
		CreateTime: resource.Timestamp(n.CreateTime),
	}
}
