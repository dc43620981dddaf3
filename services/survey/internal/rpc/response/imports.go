package response

import (
	"bytes"
	"context"
	"errors"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/ahead"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	asked "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
)

type imports struct {
	surveyv1.UnimplementedResponseImportServiceServer
	read     domain.Reader
	work     request.Work[domain.Store]
	compiled Compiled
}

var errReused = model.NewFault("REQUEST_ID_REUSED")

// BatchImportResponses takes some sheets in one transaction.
func (s *imports) BatchImportResponses(ctx context.Context, req *surveyv1.BatchImportResponsesRequest) (*surveyv1.ImportResponsesResponse, error) {
	t := newTally(req.GetRequestId() != "")
	if err := t.read(req.GetRows()); err != nil {
		return nil, err
	}
	digest := t.sum()
	into, err := s.into(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	answer, err := request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.ImportResponsesResponse, error) {
		fresh := into
		refused, err := domain.Import(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), into.survey, fresh.pack(req.GetRows()))
		if err != nil {
			return nil, err
		}
		count := tally{answer: &surveyv1.ImportResponsesResponse{Digest: digest}}
		count.add(refused)
		return count.answer, nil
	})
	return same(answer, digest, err)
}

// ImportResponses takes sheets message by message, each message in a transaction, while the next messages are received and packed. The
// last transaction is that of the answer to the request id and the audit entry.
func (s *imports) ImportResponses(stream grpc.ClientStreamingServer[surveyv1.ImportResponsesRequest, surveyv1.ImportResponsesResponse]) error {
	ctx := stream.Context()
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	options := first.GetOptions()
	if options == nil {
		return model.InvalidField("options", model.Say("must come first", "必须最先发送"))
	}
	into, err := s.into(ctx, options.GetName())
	if err != nil {
		return err
	}
	t := newTally(options.GetRequestId() != "")
	_, failed := domain.ForImport(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), into.survey)
	// What came once may come again when the survey is closed: then the request id is still answered.
	again := func() bool { return t.hash != nil && isFault(failed) }
	if failed != nil && !again() {
		return failed
	}
	err = ahead.Each(stream.Recv, func(message *surveyv1.ImportResponsesRequest) (domain.Packed, error) {
		if message.GetRows() == nil {
			return domain.Packed{}, model.InvalidField("options", model.Say("must come once, as the first message", "只能出现一次，且必须在第一条消息中"))
		}
		rows := message.GetRows().GetRows()
		return into.pack(rows), t.read(rows)
	}, func(packed domain.Packed) error {
		if failed == nil {
			failed = s.take(ctx, into.survey, t, packed)
		}
		if failed != nil && !again() {
			return failed
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.answer.Digest = t.sum()
	answer, err := request.Do(ctx, s.work, options, func(context.Context, domain.Store) (*surveyv1.ImportResponsesResponse, error) {
		return t.answer, failed
	})
	if answer, err = same(answer, t.answer.GetDigest(), err); err != nil {
		return err
	}
	return stream.SendAndClose(answer)
}

func isFault(err error) bool {
	_, is := errors.AsType[*model.Fault](err)
	return is
}

// same refuses the answer to a request id under which other rows came.
func same(answer *surveyv1.ImportResponsesResponse, digest []byte, err error) (*surveyv1.ImportResponsesResponse, error) {
	if err == nil && !bytes.Equal(answer.GetDigest(), digest) {
		return nil, errReused
	}
	return answer, err
}

// into begins an import. Whether the survey is there and takes it is found out later, within the scope.
func (s *imports) into(ctx context.Context, name string) (into intake, err error) {
	into.survey = model.ID(name)
	if into.asks, err = s.compiled(ctx, into.survey); errors.Is(err, model.ErrNotFound) {
		err = nil
	}
	return into, err
}

// take keeps the rows of one message.
func (s *imports) take(ctx context.Context, survey string, t *tally, packed domain.Packed) error {
	var refused []error
	err := s.work.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		refused, err = domain.Import(ctx, s.work.Bind(tx), model.ScopeFrom(ctx), s.work.Clock(), survey, packed)
		return err
	})
	if err == nil {
		t.add(refused)
	}
	return err
}

// intake is an import under way into a survey.
type intake struct {
	survey string
	asks   asked.Instrument
	rows   domain.Rows
}

func (i *intake) pack(rows []*surveyv1.ResponseRow) domain.Packed {
	all := make([]domain.ImportRow, len(rows))
	for n, row := range rows {
		all[n] = domain.ImportRow{Person: personOf(row), Contact: contactOf(row.GetContact()), Answers: instrument.ReadAnswers(row.GetAnswers())}
	}
	return i.rows.Pack(i.asks, all)
}
