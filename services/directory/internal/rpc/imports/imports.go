// Package imports answers the calls that bring in whole files of other systems.
package imports

import (
	"context"
	"errors"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

// Parts are what the calls are answered with.
type Parts struct {
	DB   *db.DB
	Read domain.Reader
	// Bind makes the domain's store of a transaction.
	Bind  func(*db.Tx) domain.Store
	Clock model.Clock
	// Nudge runs when an import has been started.
	Nudge func()
}

// Register adds ImportService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	bind := func(tx *db.Tx) change { return change{p.Bind(tx), tx} }
	directoryv1.RegisterImportServiceServer(r, &imports{Parts: p, work: request.Work[change]{DB: p.DB, Bind: bind, Clock: p.Clock}})
}

type imports struct {
	directoryv1.UnimplementedImportServiceServer
	Parts
	work request.Work[change]
}

// change is the store with its transaction, in which operations are kept too.
type change struct {
	domain.Store
	tx *db.Tx
}

func (s *imports) ImportPeople(stream grpc.ClientStreamingServer[directoryv1.ImportPeopleRequest, typev1.Operation]) error {
	ctx := stream.Context()
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	options, err := s.options(ctx, first.GetOptions())
	if err != nil {
		return err
	}
	u := &upload{db: s.DB, bind: s.Bind}
	defer u.forget(ctx)
	if err := u.open(ctx, options, s.Clock()); err != nil {
		return err
	}
	if err := u.receive(stream); err != nil {
		return err
	}
	started, err := s.begin(ctx, u, first.GetOptions())
	if err != nil {
		return err
	}
	return stream.SendAndClose(started)
}

// options reads and checks the first message.
func (s *imports) options(ctx context.Context, req *directoryv1.ImportOptions) (domain.Options, error) {
	if req == nil {
		return domain.Options{}, model.InvalidField("options", model.Say("must come first", "必须最先发送"))
	}
	options := domain.Options{
		Source: req.GetSource(), DryRun: req.GetDryRun(), Complete: req.GetComplete(), Employers: req.GetEmployers(),
		LimitPercent: int(req.GetRemovalLimitPercent()), Effective: model.DayOf(s.Clock()),
	}
	if err := text.Code("options.source", options.Source, 32); err != nil {
		return options, err
	}
	if req.GetEffectiveDate() != "" {
		var err error
		if options.Effective, err = text.Day("options.effective_date", req.GetEffectiveDate()); err != nil {
			return options, err
		}
	}
	if req.GetRequestId() != "" {
		return options, nil // it may be the same upload again, whose import is running
	}
	return options, s.Read.CheckFree(ctx, options.Source)
}

// begin starts the import of a complete upload, or answers once more with the one that the same upload started before.
func (s *imports) begin(ctx context.Context, u *upload, req *directoryv1.ImportOptions) (*typev1.Operation, error) {
	digest := u.sum()
	started, err := request.Do(ctx, s.work, req, func(ctx context.Context, c change) (*typev1.Operation, error) {
		id, err := c.Begin(ctx, u.id, u.rows, digest, s.Clock())
		if err != nil {
			return nil, err
		}
		c.tx.AfterCommit(s.Nudge)
		return operation.Get(ctx, c.tx, model.ScopeFrom(ctx), id)
	})
	if err != nil {
		return nil, err
	}
	file, err := s.Read.ByOperation(ctx, model.ID(started.GetName()))
	switch {
	case errors.Is(err, model.ErrNotFound):
		return started, nil // so long ago that only the answer is left
	case err != nil:
		return nil, err
	case string(file.Digest) != string(digest):
		return nil, errReused
	}
	u.begun = file.ID == u.id
	return started, nil
}

var errReused = model.NewFault("REQUEST_ID_REUSED")

// resultList lists results in the order of the rows.
var resultList = list.Ascending(func(r domain.Result) int64 { return r.Row }, nil)

var changed = []source.Outcome{source.Created, source.Updated, source.Refused, source.Ended}

func (s *imports) ListImportRows(ctx context.Context, req *directoryv1.ListImportRowsRequest) (*directoryv1.ListImportRowsResponse, error) {
	outcomes := changed
	if asked := req.GetOutcomes(); len(asked) > 0 {
		outcomes = nil
		for _, outcome := range asked {
			outcomes = append(outcomes, source.Outcome(outcome))
		}
	}
	file, err := s.Read.ByOperation(ctx, model.ID(req.GetParent()))
	if err != nil {
		return nil, err
	}
	page, next, err := resultList.Page(ctx, req, func(asked model.List) ([]domain.Result, error) {
		return s.Read.Results(ctx, file, asked, outcomes)
	})
	if err != nil {
		return nil, err
	}
	response := &directoryv1.ListImportRowsResponse{NextPageToken: next}
	for _, result := range page {
		collection := "people"
		if result.Unit {
			collection = "units"
		}
		if result.Outcome == source.Ended {
			result.Row = 0 // no row says so, that is the point
		}
		response.Results = append(response.Results, wire.Result(result.Result, collection, refusal.Locale(ctx)))
	}
	return response, nil
}
