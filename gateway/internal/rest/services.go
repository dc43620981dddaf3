package rest

import (
	"context"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

type registration func(mux *runtime.ServeMux, conn Conn) error

// services are all that have URLs; a test finds one that is missing. The last one is asked first: a service with a verb on another's
// resource, "surveys/*:myResponse", stands behind the one that reads the resource, which would take the verb for a part of the name.
var services = []registration{
	of("directory", directoryv1.NewAuditServiceClient, directoryv1.RegisterAuditServiceHandlerClient),
	of("directory", directoryv1.NewBindingServiceClient, directoryv1.RegisterBindingServiceHandlerClient),
	of("directory", directoryv1.NewImportServiceClient, directoryv1.RegisterImportServiceHandlerClient),
	of("directory", directoryv1.NewKeyServiceClient, directoryv1.RegisterKeyServiceHandlerClient),
	of("directory", directoryv1.NewOperationServiceClient, directoryv1.RegisterOperationServiceHandlerClient),
	of("directory", directoryv1.NewPersonServiceClient, directoryv1.RegisterPersonServiceHandlerClient),
	of("directory", directoryv1.NewSiteServiceClient, directoryv1.RegisterSiteServiceHandlerClient),
	of("directory", directoryv1.NewTokenServiceClient, directoryv1.RegisterTokenServiceHandlerClient),
	of("directory", directoryv1.NewUnitServiceClient, directoryv1.RegisterUnitServiceHandlerClient),
	of("incentive", incentivev1.NewAccountServiceClient, incentivev1.RegisterAccountServiceHandlerClient),
	of("incentive", incentivev1.NewAnniversaryServiceClient, incentivev1.RegisterAnniversaryServiceHandlerClient),
	of("incentive", incentivev1.NewAuditServiceClient, incentivev1.RegisterAuditServiceHandlerClient),
	of("incentive", incentivev1.NewAwardAppealServiceClient, incentivev1.RegisterAwardAppealServiceHandlerClient),
	of("incentive", incentivev1.NewAwardNominationServiceClient, incentivev1.RegisterAwardNominationServiceHandlerClient),
	of("incentive", incentivev1.NewAwardSchemeServiceClient, incentivev1.RegisterAwardSchemeServiceHandlerClient),
	of("incentive", incentivev1.NewAwardRoundServiceClient, incentivev1.RegisterAwardRoundServiceHandlerClient),
	of("incentive", incentivev1.NewAwardPanelServiceClient, incentivev1.RegisterAwardPanelServiceHandlerClient),
	of("incentive", incentivev1.NewAwardRecordServiceClient, incentivev1.RegisterAwardRecordServiceHandlerClient),
	of("incentive", incentivev1.NewFairnessServiceClient, incentivev1.RegisterFairnessServiceHandlerClient),
	of("incentive", incentivev1.NewFundServiceClient, incentivev1.RegisterFundServiceHandlerClient),
	of("incentive", incentivev1.NewProposalServiceClient, incentivev1.RegisterProposalServiceHandlerClient),
	of("incentive", incentivev1.NewTrancheServiceClient, incentivev1.RegisterTrancheServiceHandlerClient),
	of("incentive", incentivev1.NewAllowanceServiceClient, incentivev1.RegisterAllowanceServiceHandlerClient),
	of("incentive", incentivev1.NewBudgetServiceClient, incentivev1.RegisterBudgetServiceHandlerClient),
	of("incentive", incentivev1.NewGoalServiceClient, incentivev1.RegisterGoalServiceHandlerClient),
	of("incentive", incentivev1.NewBadgeServiceClient, incentivev1.RegisterBadgeServiceHandlerClient),
	of("incentive", incentivev1.NewBadgeAwardServiceClient, incentivev1.RegisterBadgeAwardServiceHandlerClient),
	of("incentive", incentivev1.NewLedgerServiceClient, incentivev1.RegisterLedgerServiceHandlerClient),
	of("incentive", incentivev1.NewLetterServiceClient, incentivev1.RegisterLetterServiceHandlerClient),
	of("incentive", incentivev1.NewOperationServiceClient, incentivev1.RegisterOperationServiceHandlerClient),
	of("incentive", incentivev1.NewRewardServiceClient, incentivev1.RegisterRewardServiceHandlerClient),
	of("incentive", incentivev1.NewRedemptionServiceClient, incentivev1.RegisterRedemptionServiceHandlerClient),
	of("incentive", incentivev1.NewRuleServiceClient, incentivev1.RegisterRuleServiceHandlerClient),
	of("incentive", incentivev1.NewRecognitionServiceClient, incentivev1.RegisterRecognitionServiceHandlerClient),
	of("incentive", incentivev1.NewModerationServiceClient, incentivev1.RegisterModerationServiceHandlerClient),
	of("incentive", incentivev1.NewParticipationServiceClient, incentivev1.RegisterParticipationServiceHandlerClient),
	of("incentive", incentivev1.NewPayoutServiceClient, incentivev1.RegisterPayoutServiceHandlerClient),
	of("incentive", incentivev1.NewTransferServiceClient, incentivev1.RegisterTransferServiceHandlerClient),
	of("incentive", incentivev1.NewWalletServiceClient, incentivev1.RegisterWalletServiceHandlerClient),
	of("survey", surveyv1.NewAuditServiceClient, surveyv1.RegisterAuditServiceHandlerClient),
	of("survey", surveyv1.NewCommentServiceClient, surveyv1.RegisterCommentServiceHandlerClient),
	of("survey", surveyv1.NewComparisonServiceClient, surveyv1.RegisterComparisonServiceHandlerClient),
	of("survey", surveyv1.NewInstrumentServiceClient, surveyv1.RegisterInstrumentServiceHandlerClient),
	of("survey", surveyv1.NewSurveyServiceClient, surveyv1.RegisterSurveyServiceHandlerClient),
	of("survey", surveyv1.NewNormServiceClient, surveyv1.RegisterNormServiceHandlerClient),
	of("survey", surveyv1.NewPulseServiceClient, surveyv1.RegisterPulseServiceHandlerClient),
	of("survey", surveyv1.NewReleaseServiceClient, surveyv1.RegisterReleaseServiceHandlerClient),
	of("survey", surveyv1.NewResponseImportServiceClient, surveyv1.RegisterResponseImportServiceHandlerClient),
	of("survey", surveyv1.NewResponseServiceClient, surveyv1.RegisterResponseServiceHandlerClient),
}

func of[C any](service string, client func(grpc.ClientConnInterface) C, register func(context.Context, *runtime.ServeMux, C) error) registration {
	return func(mux *runtime.ServeMux, conn Conn) error {
		return register(context.Background(), mux, client(conn(service)))
	}
}
