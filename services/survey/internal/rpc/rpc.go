// Package rpc answers the calls of the survey service: from the contract's words to use cases, and back.
package rpc

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Parts are what the calls are answered with.
type Parts struct {
	DB   *db.DB
	Read domain.Reader
	// Bind makes the domain's store of a transaction.
	Bind func(*db.Tx) domain.Store
	// Compiled is the instrument of a survey that was opened; model.ErrNotFound for what is not there, or a draft.
	Compiled func(ctx context.Context, survey string) (instrument.Instrument, error)
	// Library are the instruments that come with Hearth. They are not changed.
	Library []*surveyv1.Instrument
	Clock   model.Clock
}

// Register adds all services of the contract.
func Register(r grpc.ServiceRegistrar, p Parts) {
	b := base{db: p.DB, read: p.Read, work: request.Work[domain.Store]{DB: p.DB, Bind: p.Bind, Clock: p.Clock}, clock: p.Clock}
	surveyv1.RegisterInstrumentServiceServer(r, &instruments{base: b, library: p.Library})
	surveyv1.RegisterSurveyServiceServer(r, &surveys{base: b})
	surveyv1.RegisterPulseServiceServer(r, &pulses{base: b})
	surveyv1.RegisterReleaseServiceServer(r, &releases{base: b, compiled: p.Compiled})
	surveyv1.RegisterCommentServiceServer(r, &comments{base: b})
	surveyv1.RegisterComparisonServiceServer(r, &comparisons{base: b})
	surveyv1.RegisterNormServiceServer(r, &norms{base: b})
	surveyv1.RegisterResponseImportServiceServer(r, &responseImports{base: b, compiled: p.Compiled})
	surveyv1.RegisterResponseServiceServer(r, &responses{base: b, compiled: p.Compiled})
	surveyv1.RegisterAuditServiceServer(r, &audit{base: b})
	surveyv1.RegisterPrivacyServiceServer(r, &privacy{base: b})
}

type base struct {
	db    *db.DB
	read  domain.Reader
	work  request.Work[domain.Store]
	clock model.Clock
}
