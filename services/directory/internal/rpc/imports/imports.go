// Package imports answers the calls that bring in whole files of other systems.
package imports

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/text"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/wire"
)

// Register adds ImportService. nudge runs when an import has been started.
func Register(r grpc.ServiceRegistrar, d *db.DB, clock model.Clock, nudge func()) {
	fine := clock
	clock = func() time.Time { return fine().Truncate(time.Microsecond) }
	directoryv1.RegisterImportServiceServer(r, &imports{
		db: d, clock: clock, nudge: nudge,
		work: request.Work[*db.Tx]{DB: d, Bind: func(tx *db.Tx) *db.Tx { return tx }, Clock: clock},
	})
}

type imports struct {
	directoryv1.UnimplementedImportServiceServer
	db    *db.DB
	clock model.Clock
	nudge func()
	work  request.Work[*db.Tx]
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
	u := &upload{db: s.db}
	defer u.forget(ctx)
	if err := u.open(ctx, options, s.clock()); err != nil {
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
		return domain.Options{}, model.InvalidField("options", "must come first")
	}
	options := domain.Options{
		Source: req.GetSource(), DryRun: req.GetDryRun(), Complete: req.GetComplete(), Employers: req.GetEmployers(),
		LimitPercent: int(req.GetRemovalLimitPercent()), Effective: model.DayOf(s.clock()),
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
	return options, store.CheckFree(ctx, s.db.Read(), options.Source)
}

// begin starts the import of a complete upload, or answers once more with the one that the same upload started before.
func (s *imports) begin(ctx context.Context, u *upload, req *directoryv1.ImportOptions) (*typev1.Operation, error) {
	digest := u.sum()
	started, err := request.Do(ctx, s.work, req, func(ctx context.Context, tx *db.Tx) (*typev1.Operation, error) {
		id, err := store.Begin(ctx, tx, u.id, u.rows, digest, s.clock())
		if err != nil {
			return nil, err
		}
		tx.AfterCommit(s.nudge)
		return operation.Get(ctx, tx, model.ScopeFrom(ctx), id)
	})
	if err != nil {
		return nil, err
	}
	file, err := store.ByOperation(ctx, s.db.Read(), model.ID(started.GetName()))
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

// resultSpec lists results in the order of the rows.
var resultSpec = list.Spec{Fields: map[string]list.Kind{"id": list.Int.Only()}}

var changed = []source.Outcome{source.Created, source.Updated, source.Refused, source.Ended}

func (s *imports) ListImportRows(ctx context.Context, req *directoryv1.ListImportRowsRequest) (*directoryv1.ListImportRowsResponse, error) {
	outcomes := changed
	if asked := req.GetOutcomes(); len(asked) > 0 {
		outcomes = nil
		for _, outcome := range asked {
			outcomes = append(outcomes, source.Outcome(outcome))
		}
	}
	file, err := store.ByOperation(ctx, s.db.Read(), model.ID(req.GetParent()))
	if err != nil {
		return nil, err
	}
	var seal []string
	for _, outcome := range slices.Sorted(slices.Values(outcomes)) {
		seal = append(seal, directoryv1.RowOutcome(outcome).String())
	}
	l, err := resultSpec.Parse(ctx, "ListImportRows", "", "", req.GetPageToken(), req.GetPageSize(), req.GetParent(), strings.Join(seal, ","))
	if err != nil {
		return nil, err
	}
	found, err := store.Results(ctx, s.db.Read(), file, l, outcomes)
	if err != nil {
		return nil, err
	}
	size, next := resultSpec.Page(l, len(found), func(last int) []any { return []any{found[last].Row} })
	response := &directoryv1.ListImportRowsResponse{NextPageToken: next}
	for _, result := range found[:size] {
		collection := "people"
		if result.Unit {
			collection = "units"
		}
		if result.Outcome == source.Ended {
			result.Row = 0 // no row says so, that is the point
		}
		response.Results = append(response.Results, wire.Result(result.Result, collection))
	}
	return response, nil
}
