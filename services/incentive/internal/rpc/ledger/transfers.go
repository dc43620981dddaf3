package ledger

import (
	"context"
	"math"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger/outside"
)

type transfers struct {
	incentivev1.UnimplementedTransferServiceServer
	base
	post func(ctx context.Context, postings []domain.Posting) ([]domain.Outcome, error)
}

// mostTransfers is how many one call may post.
const mostTransfers = 10_000

// PostTransfers takes transfers that stand or fall together.
func (s *transfers) PostTransfers(ctx context.Context, req *incentivev1.PostTransfersRequest) (*incentivev1.PostTransfersResponse, error) {
	posting, err := posting(ctx, "transfers", req.GetTransfers())
	if err != nil {
		return nil, err
	}
	outcomes, err := s.take(ctx, posting)
	if err != nil {
		return nil, err
	}
	if outcomes[0].Err != nil {
		return nil, outcomes[0].Err
	}
	answer := &incentivev1.PostTransfersResponse{Replay: outcomes[0].Replay}
	for _, t := range outside.Answer(outcomes[0]) {
		answer.Transfers = append(answer.Transfers, transferProto(t))
	}
	return answer, nil
}

// BatchPostTransfers takes postings, each of which stands or falls by itself.
func (s *transfers) BatchPostTransfers(ctx context.Context, req *incentivev1.BatchPostTransfersRequest) (*incentivev1.BatchPostTransfersResponse, error) {
	postings := make([]domain.Posting, len(req.GetPostings()))
	all := 0
	for i, from := range req.GetPostings() {
		var err error
		if postings[i], err = posting(ctx, "postings["+strconv.Itoa(i)+"].transfers", from.GetTransfers()); err != nil {
			return nil, err
		}
		if all += len(postings[i]); all > mostTransfers {
			return nil, model.InvalidField("postings", model.Say("hold more than %d transfers", "转账总数超过 %d 笔", mostTransfers))
		}
	}
	outcomes, err := s.take(ctx, postings...)
	if err != nil {
		return nil, err
	}
	locale := refusal.Locale(ctx)
	answer := &incentivev1.BatchPostTransfersResponse{Results: make([]*incentivev1.PostingResult, len(outcomes))}
	for i, outcome := range outcomes {
		result := &incentivev1.PostingResult{Replay: outcome.Replay}
		if outcome.Err != nil {
			status, _ := refusal.Status(outcome.Err, locale)
			result.Error = status.Proto()
		} else {
			result.CreateTime = resource.Timestamp(db.FromMicros(outcome.Entries[len(outcome.Entries)-1].At))
		}
		answer.Results[i] = result
	}
	return answer, nil
}

// take posts what moves nothing of the caller's own.
func (s *transfers) take(ctx context.Context, postings ...domain.Posting) ([]domain.Outcome, error) {
	if err := s.read.OfOthers(ctx, postings); err != nil {
		return nil, err
	}
	return s.post(ctx, postings)
}

// GetTransfer reads one transfer.
func (s *transfers) GetTransfer(ctx context.Context, req *incentivev1.GetTransferRequest) (*incentivev1.Transfer, error) {
	id, err := uuid.Parse(model.ID(req.GetName()))
	if err != nil {
		return nil, model.ErrNotFound
	}
	found, err := s.read.Transfer(ctx, model.SubjectFrom(ctx), id)
	if err != nil {
		return nil, err
	}
	return transferProto(found), nil
}

var transferList = list.Descending(func(t outside.Transfer) int64 { return t.At }, nil)

// ListTransfers lists the transfers of one account, newest first.
func (s *transfers) ListTransfers(ctx context.Context, req *incentivev1.ListTransfersRequest) (*incentivev1.ListTransfersResponse, error) {
	page, next, err := transferList.Page(ctx, req, func(asked model.List) ([]outside.Transfer, error) {
		before := int64(math.MaxInt64)
		if len(asked.After) > 0 {
			before = asked.After[0].(int64)
		}
		return s.read.Transfers(ctx, model.SubjectFrom(ctx), model.ID(req.GetAccount()), before, asked.Size+1)
	})
	return &incentivev1.ListTransfersResponse{Transfers: list.Protos(page, transferProto), NextPageToken: next}, err
}

// posting reads transfers; field names them in what is refused.
func posting(ctx context.Context, field string, from []*incentivev1.Transfer) (domain.Posting, error) {
	by := model.SubjectFrom(ctx)
	read := make(domain.Posting, len(from))
	for i, t := range from {
		at := field + "[" + strconv.Itoa(i) + "]."
		one := domain.Transfer{
			Kind: domain.Kind(t.GetKind()), Debit: model.ID(t.GetDebit()), Credit: model.ID(t.GetCredit()), Amount: t.GetAmount(),
			Expires: resource.Instant(t.GetExpireTime()).Truncate(time.Microsecond), Reason: t.GetReason(), Source: t.GetSource(), By: by,
		}
		var err error
		if one.ID, err = id(at+"name", t.GetName()); err != nil {
			return nil, err
		}
		if one.Of, err = id(at+"of", t.GetOf()); err != nil {
			return nil, err
		}
		if one.Day, err = text.Day(at+"day", t.GetDay()); err != nil {
			return nil, err
		}
		read[i] = one
	}
	return read, nil
}

func id(field, name string) (uuid.UUID, error) {
	if name == "" {
		return uuid.Nil, nil
	}
	parsed, err := uuid.Parse(model.ID(name))
	if err != nil || parsed == uuid.Nil {
		return uuid.Nil, model.InvalidField(field, model.NotAName("transfers"))
	}
	return parsed, nil
}

func transferProto(t outside.Transfer) *incentivev1.Transfer {
	return &incentivev1.Transfer{
		Name: transferName(t.ID), Kind: incentivev1.TransferKind(t.Kind), Debit: accountName(t.Debit), Credit: accountName(t.Credit), Amount: t.Amount,
		Of: transferName(t.Of), ExpireTime: resource.Timestamp(t.Expires), Day: t.Day.String(), Reason: t.Reason, Source: t.Source, Actor: t.By,
		CreateTime: resource.Timestamp(db.FromMicros(t.At)), DebitBalance: afterProto(t.DebitAfter), CreditBalance: afterProto(t.CreditAfter),
	}
}

// transferName is "" of what is not told, and so is accountName.
func transferName(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return model.Name("transfers", id.String())
}

func accountName(id string) string {
	if id == "" {
		return ""
	}
	return model.Name("accounts", id)
}
