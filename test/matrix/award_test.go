package matrix_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// awards has each part of the organisation give an award: of each there is a round that was announced, and an appeal against it.
func (w *world) awards(t *testing.T, ctx context.Context, our, their string) {
	var schemes, rounds, appeals target
	schemes.inside, rounds.inside, appeals.inside = w.award(t, ctx, w.ours)
	schemes.foreign, rounds.foreign, appeals.foreign = w.award(t, ctx, area{their, ""})
	schemes.colleague, rounds.colleague, appeals.colleague = w.award(t, ctx, area{our, vendor})
	w.targets["awardSchemes"], w.targets["awardRounds"], w.targets["awardAppeals"] = []target{schemes}, []target{rounds}, []target{appeals}
}

// award plays a round of an area without a panel: the first two of the crew are the parties, the third nominates the fourth, who wins and appeals.
func (w *world) award(t *testing.T, ctx context.Context, of area) (scheme, round, appeal string) {
	crew := w.crews[of]
	as := func(n int) context.Context { return calltest.As(t.Context(), w.login(t, ctx, crew[n])) }
	first, second, author, nominee := as(0), as(1), as(2), as(3)
	schemes, rounds := incentivev1.NewAwardSchemeServiceClient(w.Conn()), incentivev1.NewAwardRoundServiceClient(w.Conn())
	made, err := schemes.CreateAwardScheme(ctx, &incentivev1.CreateAwardSchemeRequest{AwardScheme: &incentivev1.AwardScheme{
		DisplayName: text("Star"), Unit: of.unit, Employer: of.employer, Winners: 1, Points: 1, AppealDays: 7, RevealDays: 1,
		Metrics: []*incentivev1.AwardMetric{{
			Key: "team", DisplayName: text("Team"), Weight: 100,
			Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_TEAM, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_VALUE,
		}},
	}})
	require.NoError(t, err)
	scheme = made.GetName()
	_, err = schemes.ActivateAwardScheme(ctx, &incentivev1.ActivateAwardSchemeRequest{Name: scheme})
	require.NoError(t, err)
	w.gets(t, ctx, "budget", of.unit)
	eventually := func(call func() error) {
		require.Eventually(t, func() bool { return call() == nil }, time.Minute, 20*time.Millisecond, "the roster knows the person")
	}
	eventually(func() error {
		made, err := rounds.CreateAwardRound(ctx, &incentivev1.CreateAwardRoundRequest{AwardRound: &incentivev1.AwardRound{
			AwardScheme: scheme, DisplayName: text("October"), StartDate: "2026-10-01", EndDate: "2026-10-31", Parties: crew[:2],
		}})
		round = made.GetName()
		return err
	})
	secret := bytes.Repeat([]byte{1}, 16)
	for i, party := range []context.Context{first, second} {
		_, err = rounds.CommitAwardRound(party, &incentivev1.CommitAwardRoundRequest{Name: round, Digest: commitment(round, []string{"1", "2"}[i], secret)})
		require.NoError(t, err)
	}
	_, err = rounds.OpenNominations(ctx, &incentivev1.OpenNominationsRequest{Name: round})
	require.NoError(t, err)
	eventually(func() error {
		_, err := incentivev1.NewAwardNominationServiceClient(w.Conn()).CreateAwardNomination(author, &incentivev1.CreateAwardNominationRequest{
			AwardNomination: &incentivev1.AwardNomination{AwardRound: round, Nominee: crew[3], Story: "stayed"},
		})
		return err
	})
	_, err = rounds.StartAwardScoring(ctx, &incentivev1.StartAwardScoringRequest{Name: round})
	require.NoError(t, err)
	_, err = rounds.BatchImportAwardFigures(ctx, &incentivev1.BatchImportAwardFiguresRequest{Name: round, Rows: []*incentivev1.AwardFigures{
		{Person: crew[3], Figures: []*incentivev1.AwardFigure{{Metric: "team", Value: "1"}}},
	}})
	require.NoError(t, err)
	_, err = rounds.OpenAwardPanel(ctx, &incentivev1.OpenAwardPanelRequest{Name: round})
	require.NoError(t, err)
	_, err = rounds.DecideAwardRound(ctx, &incentivev1.DecideAwardRoundRequest{Name: round})
	require.NoError(t, err)
	for _, party := range []context.Context{first, second} {
		_, err = rounds.RevealAwardRound(party, &incentivev1.RevealAwardRoundRequest{Name: round, Salt: secret, Secret: secret})
		require.NoError(t, err)
	}
	announced, err := rounds.AnnounceAwardRound(ctx, &incentivev1.AnnounceAwardRoundRequest{Name: round})
	require.NoError(t, err)
	require.Equal(t, crew[3:4], announced.GetWinners())
	said, err := incentivev1.NewAwardAppealServiceClient(w.Conn()).CreateAwardAppeal(nominee, &incentivev1.CreateAwardAppealRequest{
		AwardAppeal: &incentivev1.AwardAppeal{AwardRound: round, Text: "it was not me"},
	})
	require.NoError(t, err)
	return scheme, round, said.GetName()
}

// commitment is computed as the contract says, by none of Hearth's code. Salt and secret are the same here.
func commitment(round, party string, secret []byte) []byte {
	var all []byte
	for _, part := range [][]byte{[]byte("hearth award commitment 1"), []byte(round), []byte(party), secret, secret} {
		all = append(binary.BigEndian.AppendUint32(all, uint32(len(part))), part...)
	}
	digest := sha256.Sum256(all)
	return digest[:]
}
