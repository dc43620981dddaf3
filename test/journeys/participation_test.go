package journeys_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// worth is what a survey is worth to whoever takes part.
const worth = 4711

// Three of six people answer, and get their points after the close: they alone are told, in their wallets, and in no one's reach is anything from
// which it could be told who they are.
func TestPointsForTakingPartAreTheirOwnersSecret(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		o := open(t, h, 6)
		lead := o.employ(t, "the lead", o.team, "in-house", optionv1.Role_ROLE_TEAM_LEAD, optionv1.Role_ROLE_MANAGER, optionv1.Role_ROLE_CULTURE_ADMIN)
		require.Eventually(t, func() bool {
			_, err := incentivev1.NewParticipationServiceClient(h.Conn()).SetParticipationPolicy(o.admin, &incentivev1.SetParticipationPolicyRequest{
				Policy: &incentivev1.ParticipationPolicy{Unit: o.team, Points: worth},
			})
			return err == nil
		}, patience, 50*time.Millisecond, "the roster knows the team")
		for i := range 3 {
			o.answer(t, o.people[2*i], int32(1+i), "")
		}
		for _, p := range o.people {
			require.Zero(t, o.purse(t, p).GetEarned(), "the survey is open")
		}
		_, err := surveyv1.NewSurveyServiceClient(h.Conn()).CloseSurvey(o.admin, &surveyv1.CloseSurveyRequest{Name: o.survey})
		require.NoError(t, err)
		for i := range 3 {
			require.Eventually(t, func() bool { return o.purse(t, o.people[2*i]).GetEarned() == worth }, patience, 50*time.Millisecond)
			require.Zero(t, o.purse(t, o.people[2*i+1]).GetEarned(), "who did not answer gets nothing")
		}
		line, err := incentivev1.NewWalletServiceClient(h.Conn()).ListWalletEntries(o.people[0].as(t), &incentivev1.ListWalletEntriesRequest{
			Part: incentivev1.WalletPart_WALLET_PART_EARNED,
		})
		require.NoError(t, err)
		require.Len(t, line.GetEntries(), 1)
		require.Equal(t, "4711 points because you took part in a survey", line.GetEntries()[0].GetText().GetTexts()["en"])
		require.Empty(t, line.GetEntries()[0].GetSource())

		system, council := o.key(t, optionv1.Role_ROLE_SYSTEM, "", ""), o.key(t, optionv1.Role_ROLE_WORKS_COUNCIL, "", "")
		analyst := o.key(t, optionv1.Role_ROLE_ANALYST, "", "")
		for who, ctx := range map[string]context.Context{"admin": o.admin, "system": system, "council": council, "analyst": analyst, "lead": lead.as(t), "colleague": o.people[1].as(t)} {
			told := o.incentiveTells(ctx, t)
			require.NotContains(t, told, "4711", who)
			for i, p := range o.people {
				if i != 1 || who != "colleague" {
					require.NotContains(t, told, strings.TrimPrefix(p.name, "people/"), who)
				}
			}
		}
		require.Empty(t, h.Said(t, "incentive"))
		for _, msg := range h.Said(t, "survey") {
			require.NotContains(t, string(msg.Data()), "people/")
		}
		require.Equal(t, o.keptInTheirStead(t, o.people[1]), o.keptInTheirStead(t, o.people[0]), "who asks in somebody's stead is told the same")
		_, err = surveyv1.NewParticipationServiceClient(h.Conn()).ListParticipants(system, &surveyv1.ListParticipantsRequest{Survey: o.survey})
		require.Equal(t, "PERMISSION_DENIED", calltest.Reason(err))
	}, house.Heard(t))
}

// incentiveTells is all that the lists of the incentive service tell somebody, in one text. What they may not call tells nothing.
func (o *office) incentiveTells(ctx context.Context, t *testing.T) string {
	var told strings.Builder
	tell := func(answer proto.Message, err error) {
		if err != nil {
			require.Contains(t, []string{"PERMISSION_DENIED", "ACCOUNT_SEALED", "NOT_FOUND"}, calltest.Reason(err))
			return
		}
		text, err := protojson.Marshal(answer)
		require.NoError(t, err)
		told.Write(text)
	}
	accounts, err := incentivev1.NewAccountServiceClient(o.Conn()).ListAccounts(ctx, &incentivev1.ListAccountsRequest{PageSize: 1000})
	tell(accounts, err)
	for _, account := range accounts.GetAccounts() {
		transfers, err := incentivev1.NewTransferServiceClient(o.Conn()).ListTransfers(ctx, &incentivev1.ListTransfersRequest{Account: account.GetName(), PageSize: 1000})
		tell(transfers, err)
	}
	operations, err := incentivev1.NewOperationServiceClient(o.Conn()).ListOperations(ctx, &typev1.ListOperationsRequest{PageSize: 1000})
	tell(operations, err)
	for _, operation := range operations.GetOperations() {
		require.Zero(t, operation.GetProgress()+operation.GetTotal(), "an operation would count who took part")
	}
	entries, err := incentivev1.NewAuditServiceClient(o.Conn()).ListAuditEntries(ctx, &typev1.ListAuditEntriesRequest{
		PageSize: 1000, Filter: `method != "hearth.incentive.v1.ParticipationService/SetParticipationPolicy"`,
	})
	tell(entries, err)
	feed, err := incentivev1.NewRecognitionServiceClient(o.Conn()).ListRecognitions(ctx, &incentivev1.ListRecognitionsRequest{PageSize: 1000})
	tell(feed, err)
	budgets, err := incentivev1.NewBudgetServiceClient(o.Conn()).ListBudgets(ctx, &incentivev1.ListBudgetsRequest{PageSize: 1000})
	tell(budgets, err)
	redemptions, err := incentivev1.NewRedemptionServiceClient(o.Conn()).ListRedemptions(ctx, &incentivev1.ListRedemptionsRequest{PageSize: 1000})
	tell(redemptions, err)
	return told.String()
}

var (
	ids      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	instants = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)
)

// keptInTheirStead is what an admin is told that the incentive service keeps of somebody, without ids and times.
func (o *office) keptInTheirStead(t *testing.T, p person) string {
	export, err := directoryv1.NewPersonServiceClient(o.Conn()).ExportPerson(o.admin, &directoryv1.ExportPersonRequest{Name: p.name})
	require.NoError(t, err)
	for _, part := range export.GetParts() {
		if part.GetService() == "incentive" {
			require.True(t, json.Valid([]byte(part.GetJson())))
			return instants.ReplaceAllString(ids.ReplaceAllString(part.GetJson(), "id"), "then")
		}
	}
	require.Fail(t, "the incentive service keeps nothing")
	return ""
}
