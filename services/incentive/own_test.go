package incentive_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// harmless are the methods by which staff change something and give nobody anything, and why each needs no stranger. A method that is neither
// here nor tried below fails the test: whoever adds one says which it is.
var harmless = map[string][]string{
	"for all alike, and told to all": {
		"CreateAwardScheme", "UpdateAwardScheme", "ActivateAwardScheme", "ArchiveAwardScheme", "SetAllowancePolicy", "DeleteAllowancePolicy",
		"CreateReward", "UpdateReward", "ArchiveReward", "ChangeStock", "SetIndividualGoals", "CreateBadge", "ArchiveBadge", "SetUnrecognisedNamed",
		"CreateRule", "UpdateRule", "PauseRule", "ArchiveRule",
	},
	"leaves no choice, or is made before anybody knows who may win": {"CreateAwardRound", "OpenNominations", "StartAwardScoring", "OpenAwardPanel", "FinalizeAwardRound"},
	"gives to a unit or a fund, out of which others give":           {"AllotBudget", "WithdrawBudget", "CreateFund", "AllotFund"},
	"moves nothing": {"CreateLedger", "CloseLedger", "ReconcileLedger", "CloseAccount"},
	"asks for other eyes itself, or takes no decision": {"ReadOriginal", "RetypeLetter", "ApproveLetter", "ReportRecognition", "ReactToRecognition", "RemoveReaction", "ReadUnrecognised"},
	"takes back what would be theirs":                  {"WithdrawLetter", "DeclineLetter", "CancelRedemption", "RevokeBadge"},
}

// insider is somebody with every role, who tries to decide what is their own.
type insider struct {
	*house
	tried map[string]bool
}

// tries demands that a call of person 4 is refused since it is about themselves.
func (i *insider) tries(service, method string, req proto.Message) {
	i.Helper()
	err := i.Conn.Invoke(i.As("all-4"), "/hearth.incentive.v1."+service+"/"+method, req, &emptypb.Empty{})
	require.Equal(i, "SELF_NOT_ALLOWED", calltest.Reason(err), "%s: %v", method, err)
	i.tried[method] = true
}

func TestNobodyDecidesWhatIsTheirOwn(t *testing.T) {
	inHouse(t, func(h *house) {
		i := &insider{h, map[string]bool{}}
		s := inAwards(h)
		i.booksOf(s)
		i.bonuses()
		i.badges()
		i.redemptions(&shop{house: h, rewards: incentivev1.NewRewardServiceClient(h.Conn), redemptions: incentivev1.NewRedemptionServiceClient(h.Conn), points: s.books})
		i.thanked()
		i.letters(&desk{h, incentivev1.NewLetterServiceClient(h.Conn)})
		i.proposals(bureauIn(h))
		i.awards(s)
		i.alone()

		listed := slices.Concat(slices.Collect(maps.Values(harmless))...)
		for method := range i.tried {
			require.NotContains(h, listed, method)
		}
		require.ElementsMatch(h, changing(), append(listed, slices.Collect(maps.Keys(i.tried))...))
	})
}

// changing are the methods by which somebody changes what is not only their own.
func changing() (methods []string) {
	protoregistry.GlobalFiles.RangeFilesByPackage("hearth.incentive.v1", func(file protoreflect.FileDescriptor) bool {
		for n := range file.Services().Len() {
			all := file.Services().Get(n).Methods()
			for m := range all.Len() {
				permission, _ := proto.GetExtension(all.Get(m).Options(), optionv1.E_Permission).(*optionv1.Permission)
				if permission.GetMutates() && slices.ContainsFunc(permission.GetAllow(), func(rule *optionv1.Rule) bool {
					return rule.GetScope() != optionv1.ScopeKind_SCOPE_KIND_SELF
				}) {
					methods = append(methods, string(all.Get(m).Name()))
				}
			}
		}
		return true
	})
	return methods
}

func (i *insider) booksOf(s *stage) {
	i.Helper()
	source, own, other := s.account(s.books, "source", ""), s.account(s.books, "earned", person(4)), s.budget // of nobody
	i.tries("AccountService", "CreateAccount", &incentivev1.CreateAccountRequest{Account: &incentivev1.Account{
		Ledger: s.books.GetName(), Purpose: "earned", Owner: person(4), Overdraft: true,
	}})
	for _, account := range []*incentivev1.Account{own, other} {
		given := direct(source, account, 10)
		if account == own {
			i.tries("TransferService", "PostTransfers", &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{given}})
			continue
		}
		_, err := i.transfers.PostTransfers(i.As("all-4"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{given}})
		require.NoError(i, err, "to somebody else")
	}
	given := direct(source, own, 1)
	_, err := i.transfers.PostTransfers(i.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{given}})
	require.NoError(i, err)
	i.tries("TransferService", "BatchPostTransfers", &incentivev1.BatchPostTransfersRequest{Postings: []*incentivev1.Posting{{Transfers: []*incentivev1.Transfer{{
		Name: transferName(), Kind: incentivev1.TransferKind_TRANSFER_KIND_REVERSAL, Of: given.GetName(), Reason: "back",
	}}}}})
}

func (i *insider) bonuses() {
	i.Helper()
	i.allot("acme", 1000)
	i.tries("PayoutService", "OrderPayout", bonus(4, 10))
	ordered, err := i.payouts().OrderPayout(i.As("culture"), bonus(4, 10))
	require.NoError(i, err)
	i.tries("PayoutService", "AcknowledgePayout", &incentivev1.AcknowledgePayoutRequest{Name: ordered.GetName(), PayrollReference: "r1"})
	i.tries("PayoutService", "RejectPayout", &incentivev1.RejectPayoutRequest{Name: ordered.GetName(), Reason: "later"})
	_, err = i.payouts().OrderPayout(i.As("all-4"), bonus(2, 10))
	require.NoError(i, err, "for somebody else")
	goal := i.goalOf(func(g *incentivev1.Goal) { g.Unit, g.Person = "", person(4) })
	i.tries("GoalService", "CreateGoal", &incentivev1.CreateGoalRequest{Goal: goal})
}

func (i *insider) badges() {
	i.Helper()
	i.allowSingle()
	i.tries("BadgeAwardService", "AwardBadge", &incentivev1.AwardBadgeRequest{Badge: i.made().GetName(), Person: person(4), Story: "For my own night."})
}

func (i *insider) redemptions(s *shop) {
	i.Helper()
	s.earns(4, 10)
	made, err := s.redeem(4, s.reward(10, 1, nil))
	require.NoError(i, err)
	i.tries("RedemptionService", "FulfilRedemption", &incentivev1.FulfilRedemptionRequest{Name: made.GetName()})
	_, err = s.redemptions.FulfilRedemption(s.As("culture"), &incentivev1.FulfilRedemptionRequest{Name: made.GetName()})
	require.NoError(i, err)
	i.tries("RedemptionService", "RefundRedemption", &incentivev1.RefundRedemptionRequest{Name: made.GetName(), Reason: "no use"})
}

func (i *insider) thanked() {
	i.Helper()
	for _, given := range []*incentivev1.Recognition{i.gives(2, thanks(4, 6)), i.gives(4, thanks(6))} {
		i.tries("ModerationService", "HideRecognition", &incentivev1.HideRecognitionRequest{Name: given.GetName(), Reason: "It hurts."})
		_, err := i.hide("culture", given.GetName(), false)
		require.NoError(i, err)
		i.tries("ModerationService", "RestoreRecognition", &incentivev1.RestoreRecognitionRequest{Name: given.GetName()})
	}
	_, err := i.hide("all-4", i.gives(2, thanks(6)).GetName(), false)
	require.NoError(i, err, "between others")
}

func (i *insider) letters(d *desk) {
	i.Helper()
	i.tries("LetterService", "CreateLetter", intake(teamA, person(4)))
	empty := d.create("system", intake(teamA)).GetName()
	i.tries("LetterService", "MatchLetter", &incentivev1.MatchLetterRequest{Name: empty, People: []string{person(2), person(4)}})
	name := d.approved(person(4))
	d.answer(4, name, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
	i.tries("LetterService", "RecordCustomerConsent", &incentivev1.RecordCustomerConsentRequest{
		Name: name, Consent: incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN, AskedBy: incentivev1.LetterChannel_LETTER_CHANNEL_PHONE, AskedDate: "2026-11-21",
	})
	d.customer(name, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
	i.tries("LetterService", "PublishLetter", &incentivev1.PublishLetterRequest{Name: name})
}

func (i *insider) proposals(b *bureau) {
	i.Helper()
	fund := b.fund(root, "acme", 100)
	made, err := b.propose(2, fund, []string{person(4)}, 10)
	require.NoError(i, err)
	i.tries("ProposalService", "SponsorProposal", &incentivev1.SponsorProposalRequest{Name: made.GetName()})
	_, err = b.proposals.SponsorProposal(b.As("manager-a"), &incentivev1.SponsorProposalRequest{Name: made.GetName()})
	require.NoError(i, err)
	open := &incentivev1.OpenScoringRequest{Name: made.GetName(), Scorers: []string{person(12)}}
	i.tries("ProposalService", "OpenScoring", open)
	_, err = b.proposals.OpenScoring(b.As("culture"), open)
	require.NoError(i, err)
	i.tries("ProposalService", "CloseScoring", &incentivev1.CloseScoringRequest{Name: made.GetName()})
	require.NoError(i, b.score(12, made, 5))
	i.tries("ProposalService", "DecideProposal", &incentivev1.DecideProposalRequest{Name: made.GetName(), Approve: true, Reason: "mine"})
	_, err = b.decide(made, true)
	require.NoError(i, err)
	require.NoError(i, b.report(2, made, 1))
	i.tries("TrancheService", "PayTranche", &incentivev1.PayTrancheRequest{Name: made.GetName(), Milestone: 1})
	_, err = b.pay(made, 1, 0)
	require.NoError(i, err)
	i.tries("TrancheService", "ReverseTranche", &incentivev1.ReverseTrancheRequest{Name: made.GetName(), Milestone: 1, Reason: "no"})
	i.tries("ProposalService", "CloseProposal", &incentivev1.CloseProposalRequest{Name: made.GetName(), Result: "done"})
}

func (i *insider) awards(s *stage) {
	i.Helper()
	s.fill(100)
	round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
	s.Refused("AWARD_NOT_ELIGIBLE", s.nominate(round, 6, firstParty))
	s.Refused("AWARD_NOT_ELIGIBLE", s.nominate(round, 6, panel[0]))
	require.NoError(i, s.nominate(round, 6, 4))
	require.NoError(i, s.nominate(round, 7, 3))
	s.toScoring(round)
	brought, err := s.rounds.BatchImportAwardFigures(s.As("all-4"), &incentivev1.BatchImportAwardFiguresRequest{
		Name: round.GetName(), Rows: []*incentivev1.AwardFigures{figures(4, 100), figures(3, 95)}, RequestId: uuid.NewString(),
	})
	require.NoError(i, err)
	require.EqualValues(i, 1, brought.GetImported(), "of somebody else")
	require.Equal(i, "SELF_NOT_ALLOWED", brought.GetRefusals()[0].GetReason())
	i.tried["BatchImportAwardFigures"] = true
	s.toPanel(round, 3)
	i.tries("AwardRoundService", "CancelAwardRound", &incentivev1.CancelAwardRoundRequest{Name: round.GetName(), Reason: "mine"})
	i.tries("AwardPanelService", "AppointAwardPanelist", &incentivev1.AppointAwardPanelistRequest{Name: round.GetName(), Person: person(12)})
	i.tries("AwardRoundService", "DecideAwardRound", &incentivev1.DecideAwardRoundRequest{Name: round.GetName()})
	s.judged(round)
	require.NoError(i, s.reveal(round, firstParty))
	require.NoError(i, s.reveal(round, secondParty))
	i.tries("AwardRoundService", "AnnounceAwardRound", &incentivev1.AnnounceAwardRoundRequest{Name: round.GetName()})
	_, err = s.announce(round)
	require.NoError(i, err)
	for _, by := range []int{4, 9} {
		appeal, err := s.appeals.CreateAwardAppeal(s.As(token(by)), &incentivev1.CreateAwardAppealRequest{AwardAppeal: &incentivev1.AwardAppeal{
			AwardRound: round.GetName(), Text: "my ratings are missing",
		}})
		require.NoError(i, err)
		i.tries("AwardAppealService", "UpholdAwardAppeal", &incentivev1.UpholdAwardAppealRequest{Name: appeal.GetName(), Answer: "yes", Disqualified: []string{person(3)}})
		i.tries("AwardAppealService", "DismissAwardAppeal", &incentivev1.DismissAwardAppealRequest{Name: appeal.GetName(), Answer: "no"})
	}
}
