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
	for _, e := range outcomes[0].Entries {
		answer.Transfers = append(answer.Transfers, entryProto(e))
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
	if err := domain.OfOthers(ctx, s.read, postings); err != nil {
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
	found, err := s.read.Entry(ctx, id)
	if err != nil {
		return nil, err
	}
	return entryProto(found), nil
}

var newestFirst = list.Spec{Fields: map[string]list.Kind{"id": list.Int.Only()}, Default: "id desc"}

// ListTransfers lists the transfers of one account, newest first.
func (s *transfers) ListTransfers(ctx context.Context, req *incentivev1.ListTransfersRequest) (*incentivev1.ListTransfersResponse, error) {
	asked, err := newestFirst.Parse(ctx, "ListTransfers", "", "", req.GetPageToken(), req.GetPageSize(), req.GetAccount())
	if err != nil {
		return nil, err
	}
	account, err := s.read.Account(ctx, model.ID(req.GetAccount()))
	if err != nil {
		return nil, err
	}
	before := int64(math.MaxInt64)
	if len(asked.After) > 0 {
		before = asked.After[0].(int64)
	}
	found, err := s.read.History(ctx, account, before, asked.Size+1)
	if err != nil {
		return nil, err
	}
	size, next := newestFirst.Page(asked, len(found), func(last int) []any { return []any{found[last].At} })
	answer := &incentivev1.ListTransfersResponse{NextPageToken: next}
	for _, e := range found[:size] {
		answer.Transfers = append(answer.Transfers, entryProto(e))
	}
	return answer, nil
}

// posting reads transfers; field names them in what is refused.
func posting(ctx context.Context, field string, from []*incentivev1.Transfer) (domain.Posting, error) {
	actor, _ := model.ActorFrom(ctx)
	read := make(domain.Posting, len(from))
	for i, t := range from {
		at := field + "[" + strconv.Itoa(i) + "]."
		one := domain.Transfer{
			Kind: domain.Kind(t.GetKind()), Debit: model.ID(t.GetDebit()), Credit: model.ID(t.GetCredit()), Amount: t.GetAmount(),
			Expires: resource.Instant(t.GetExpireTime()).Truncate(time.Microsecond), Reason: t.GetReason(), Source: t.GetSource(), By: actor.Subject,
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

func entryProto(e domain.Entry) *incentivev1.Transfer {
	made := &incentivev1.Transfer{
		Name: model.Name("transfers", e.ID.String()), Kind: incentivev1.TransferKind(e.Kind),
		Debit: model.Name("accounts", e.Debit), Credit: model.Name("accounts", e.Credit), Amount: e.Amount,
		ExpireTime: resource.Timestamp(e.Expires), Day: e.Day.String(), Reason: e.Reason, Source: e.Source, Actor: e.By,
		CreateTime: resource.Timestamp(db.FromMicros(e.At)), DebitBalance: afterProto(e.DebitAfter), CreditBalance: afterProto(e.CreditAfter),
	}
	if e.Of != uuid.Nil {
		made.Of = model.Name("transfers", e.Of.String())
	}
	return made
}
