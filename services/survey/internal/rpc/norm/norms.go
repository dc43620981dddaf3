// Package norm answers the calls about norms: figures from elsewhere.
package norm

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
)

// Register adds NormService.
func Register(r grpc.ServiceRegistrar, read norm.Reader, work request.Work[norm.Store]) {
	surveyv1.RegisterNormServiceServer(r, &norms{read: read, work: work})
}

type norms struct {
	surveyv1.UnimplementedNormServiceServer
	read norm.Reader
	work request.Work[norm.Store]
}

// CreateNorm adds a figure from elsewhere.
func (s *norms) CreateNorm(ctx context.Context, req *surveyv1.CreateNormRequest) (*surveyv1.Norm, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store norm.Store) (*surveyv1.Norm, error) {
		from := req.GetNorm()
		day, err := text.Day("norm.date", from.GetDate())
		if err != nil {
			return nil, err
		}
		made, err := norm.Create(ctx, store, s.work.Clock(), norm.Norm{
			Family: model.ID(from.GetFamily()), Of: from.GetOf(), Statistic: norm.Statistic(from.GetStatistic()), Value: from.GetValue(),
			N: from.GetN(), Population: from.GetPopulation().GetTexts(), Source: from.GetSource(), Licence: from.GetLicence(), Date: day,
		})
		return normProto(made), err
	})
}

var normList = list.NewestFirst(func(n norm.Norm) (time.Time, string) { return n.CreateTime, n.ID }, list.Fields{
	"family": list.Name("instruments"), "of": list.String.Only("="),
})

// ListNorms lists the norms, newest first.
func (s *norms) ListNorms(ctx context.Context, req *surveyv1.ListNormsRequest) (*surveyv1.ListNormsResponse, error) {
	page, next, err := normList.Page(ctx, req, func(asked model.List) ([]norm.Norm, error) { return s.read.Norms(ctx, asked) })
	return &surveyv1.ListNormsResponse{Norms: Protos(page), NextPageToken: next}, err
}

// DeleteNorm removes a norm.
func (s *norms) DeleteNorm(ctx context.Context, req *surveyv1.DeleteNormRequest) (*emptypb.Empty, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store norm.Store) (*emptypb.Empty, error) {
		return &emptypb.Empty{}, norm.Delete(ctx, store, model.ID(req.GetName()))
	})
}

// Protos are norms in the words of the contract.
func Protos(all []norm.Norm) []*surveyv1.Norm { return list.Protos(all, normProto) }

func normProto(n norm.Norm) *surveyv1.Norm {
	return &surveyv1.Norm{
		Name: model.Name("norms", n.ID), Family: model.Name("instruments", n.Family), Of: n.Of, Statistic: surveyv1.NormStatistic(n.Statistic),
		Value: n.Value, N: n.N, Population: resource.Localized(n.Population), Source: n.Source, Licence: n.Licence, Date: n.Date.String(),
		CreateTime: resource.Timestamp(n.CreateTime),
	}
}
