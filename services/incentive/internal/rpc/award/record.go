package award

import (
	"context"
	"encoding/json"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/decisions"
	usecase "github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/schemes"
)

type records struct {
	incentivev1.UnimplementedAwardRecordServiceServer
	base
}

// GetAwardPublicRecord reads who won.
func (s *records) GetAwardPublicRecord(ctx context.Context, req *incentivev1.GetAwardPublicRecordRequest) (*incentivev1.AwardPublicRecord, error) {
	round, err := usecase.Get(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	filled, at, err := decisions.Filled(ctx, s.read, round)
	if err != nil {
		return nil, err
	}
	public := filled.Public()
	return &incentivev1.AwardPublicRecord{
		AwardRound: public.Round, Revision: int32(public.Revision), MerkleRoot: public.Root[:], Winners: public.Winners, Undrawn: public.Undrawn,
		People: public.People, Stood: public.Stood, DecideTime: resource.Timestamp(at),
	}, nil
}

// GetOwnAwardStanding reads the caller's own row.
func (s *records) GetOwnAwardStanding(ctx context.Context, req *incentivev1.GetOwnAwardStandingRequest) (*incentivev1.AwardStanding, error) {
	round, own, err := decisions.Own(ctx, s.read, model.ScopeFrom(ctx).Self, model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(own)
	return &incentivev1.AwardStanding{
		AwardRound: name(roundCollection, round.ID), Revision: int32(round.Revision), Label: own.Row.Label, Won: own.Row.Won,
		NotCandidate: own.Row.Barred, Place: own.Row.Place, Score: own.Row.Score.String(), Document: document,
	}, err
}

// piece is how much of a record one message holds.
const piece = 256 << 10

// ExportAwardAuditRecord streams all that a round was decided by. The audit entry is there before the first byte is sent.
func (s *records) ExportAwardAuditRecord(req *incentivev1.ExportAwardAuditRecordRequest, stream grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	var document []byte
	_, err := request.Do(stream.Context(), s.work, req, func(ctx context.Context, store domain.Store) (*emptypb.Empty, error) {
		round, err := usecase.Get(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		if err != nil {
			return nil, err
		}
		filled, _, err := decisions.Filled(ctx, store, round)
		if err == nil {
			document, err = filled.Text()
		}
		return &emptypb.Empty{}, err
	})
	for err == nil && len(document) > 0 {
		size := min(piece, len(document))
		err = stream.Send(&httpbody.HttpBody{ContentType: "application/json", Data: document[:size]})
		document = document[size:]
	}
	return err
}

// GetAwardEquity compares how often groups won over twelve months.
func (s *records) GetAwardEquity(ctx context.Context, req *incentivev1.GetAwardEquityRequest) (*incentivev1.AwardEquity, error) {
	scheme, err := schemes.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	last := model.DayOf(s.work.Clock().UTC())
	if req.GetEndDate() != "" {
		if last, err = text.Day("end_date", req.GetEndDate()); err != nil {
			return nil, err
		}
	}
	first, compared, err := decisions.Equity(ctx, s.read, scheme.ID, last)
	answer := &incentivev1.AwardEquity{AwardScheme: name(schemeCollection, scheme.ID), StartDate: first.String(), EndDate: last.String()}
	for _, by := range compared {
		comparison := &incentivev1.AwardEquityComparison{Attribute: by.Attribute}
		for _, r := range by.Rates {
			comparison.Rates = append(comparison.Rates, &incentivev1.AwardRate{
				Group: r.Group, People: r.People, Winners: r.Chosen, Rate: r.Rate, Ratio: r.Ratio, P: r.P, Verdict: incentivev1.AwardEquityVerdict(r.Verdict),
			})
		}
		answer.Comparisons = append(answer.Comparisons, comparison)
	}
	return answer, err
}
