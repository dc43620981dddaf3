package incentive_test

import (
	"bytes"
	"errors"
	"io"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

// stage is a house in which rounds are played. Of the panel two work in each unit, so that everybody can be scored by two.
type stage struct {
	*house
	schemes     incentivev1.AwardSchemeServiceClient
	rounds      incentivev1.AwardRoundServiceClient
	nominations incentivev1.AwardNominationServiceClient
	panel       incentivev1.AwardPanelServiceClient
	records     incentivev1.AwardRecordServiceClient
	appeals     incentivev1.AwardAppealServiceClient
	books       *incentivev1.Ledger
	budget      *incentivev1.Account
}

// firstParty and secondParty commit for the tests; the panel are those who score.
const firstParty, secondParty = 5, 16

var panel = []int{1, 2, 13, 14}

func inAwards(h *house) *stage {
	s := &stage{
		house: h, schemes: incentivev1.NewAwardSchemeServiceClient(h.Conn), rounds: incentivev1.NewAwardRoundServiceClient(h.Conn),
		nominations: incentivev1.NewAwardNominationServiceClient(h.Conn), panel: incentivev1.NewAwardPanelServiceClient(h.Conn),
		records: incentivev1.NewAwardRecordServiceClient(h.Conn), appeals: incentivev1.NewAwardAppealServiceClient(h.Conn), books: h.ledger(),
	}
	s.budget = h.account(s.books, "budget", "units/"+root)
	return s
}

func (s *stage) fill(points int64) {
	s.Helper()
	_, err := s.transfers.PostTransfers(s.As("system"), &incentivev1.PostTransfersRequest{
		Transfers: []*incentivev1.Transfer{direct(s.account(s.books, "source", ""), s.budget, points)},
	})
	require.NoError(s, err)
}

func words(en string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": "星"}}
}

func star() *incentivev1.AwardScheme {
	scheme := &incentivev1.AwardScheme{
		DisplayName: words("Service star"), Unit: "units/" + root, PanelPercent: 20, MinimumContacts: 50, EmployedDays: 90, CoolDownMonths: 6,
		Quorum: 2, Winners: 1, Points: 60, AppealDays: 7, RevealDays: 3,
		Metrics: []*incentivev1.AwardMetric{
			{Key: "csat", DisplayName: words("Satisfaction"), Weight: 40, Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_OUTCOME, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_RATE},
			{Key: "team", DisplayName: words("Team quality"), Weight: 40, Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_TEAM, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_VALUE},
		},
	}
	for _, n := range panel {
		scheme.Panel = append(scheme.Panel, person(n))
	}
	return scheme
}

func (s *stage) scheme(of *incentivev1.AwardScheme) *incentivev1.AwardScheme {
	s.Helper()
	made, err := s.schemes.CreateAwardScheme(s.As("culture"), &incentivev1.CreateAwardSchemeRequest{AwardScheme: of})
	require.NoError(s, err)
	made, err = s.schemes.ActivateAwardScheme(s.As("culture"), &incentivev1.ActivateAwardSchemeRequest{Name: made.GetName()})
	require.NoError(s, err)
	return made
}

// secret is what a party committed to in the tests.
func secret(party int) (salt, secret []byte) {
	return bytes.Repeat([]byte{byte(party)}, 16), bytes.Repeat([]byte{byte(100 + party)}, 32)
}

// opened is a round in which people nominate.
func (s *stage) opened(scheme *incentivev1.AwardScheme, start, end string) *incentivev1.AwardRound {
	s.Helper()
	round, err := s.rounds.CreateAwardRound(s.As("culture"), &incentivev1.CreateAwardRoundRequest{AwardRound: &incentivev1.AwardRound{
		AwardScheme: scheme.GetName(), DisplayName: words("October"), StartDate: start, EndDate: end, Parties: []string{person(firstParty), person(secondParty)},
	}})
	require.NoError(s, err)
	for i, party := range []int{firstParty, secondParty} {
		salt, hidden := secret(party)
		digest, err := draw.Commitment(round.GetName(), draw.Contribution{Party: []string{"1", "2"}[i], Salt: salt, Secret: hidden})
		require.NoError(s, err)
		_, err = s.rounds.OpenNominations(s.As("culture"), &incentivev1.OpenNominationsRequest{Name: round.GetName()})
		s.Refused("AWARD_ROUND_STATE", err)
		_, err = s.rounds.CommitAwardRound(s.As(token(party)), &incentivev1.CommitAwardRoundRequest{Name: round.GetName(), Digest: digest[:]})
		require.NoError(s, err)
	}
	round, err = s.rounds.OpenNominations(s.As("culture"), &incentivev1.OpenNominationsRequest{Name: round.GetName()})
	require.NoError(s, err)
	return round
}

func (s *stage) nominate(round *incentivev1.AwardRound, author, nominee int) error {
	_, err := s.nominations.CreateAwardNomination(s.As(token(author)), &incentivev1.CreateAwardNominationRequest{AwardNomination: &incentivev1.AwardNomination{
		AwardRound: round.GetName(), Nominee: person(nominee), Story: "stayed with a customer until it was solved",
	}})
	return err
}

func figures(n int, hits int64) *incentivev1.AwardFigures {
	quality := "4.2"
	if n >= 12 {
		quality = "3.9"
	}
	return &incentivev1.AwardFigures{Person: person(n), Contacts: 100, Figures: []*incentivev1.AwardFigure{
		{Metric: "csat", Hits: hits, Of: 100}, {Metric: "team", Value: quality},
	}}
}

func (s *stage) toScoring(round *incentivev1.AwardRound) {
	s.Helper()
	_, err := s.rounds.StartAwardScoring(s.As("culture"), &incentivev1.StartAwardScoringRequest{Name: round.GetName()})
	require.NoError(s, err)
}

// toPanel takes a round with figures to the panel: 95 of 100 for the best, 80 for all others.
func (s *stage) toPanel(round *incentivev1.AwardRound, best ...int) {
	s.Helper()
	read, err := s.rounds.GetAwardRound(s.As("culture"), &incentivev1.GetAwardRoundRequest{Name: round.GetName()})
	require.NoError(s, err)
	if read.GetState() != incentivev1.AwardRoundState_AWARD_ROUND_STATE_SCORING {
		s.toScoring(round)
	}
	var rows []*incentivev1.AwardFigures
	for n := range staff {
		rows = append(rows, figures(n, 80))
	}
	for _, n := range best {
		rows[n] = figures(n, 95)
	}
	answer, err := s.rounds.BatchImportAwardFigures(s.As("system"), &incentivev1.BatchImportAwardFiguresRequest{Name: round.GetName(), Rows: rows})
	require.NoError(s, err)
	require.EqualValues(s, staff, answer.GetImported(), answer.GetRefusals())
	_, err = s.rounds.OpenAwardPanel(s.As("culture"), &incentivev1.OpenAwardPanelRequest{Name: round.GetName()})
	require.NoError(s, err)
}

// judged has everybody on the panel give each candidate whom they see the same score, and the round decided.
func (s *stage) judged(round *incentivev1.AwardRound) {
	s.Helper()
	for _, member := range panel {
		seen, err := s.panel.ListAwardCandidates(s.As(token(member)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
		require.NoError(s, err)
		for _, candidate := range seen.GetCandidates() {
			scored, err := s.panel.ScoreAwardCandidate(s.As(token(member)), &incentivev1.ScoreAwardCandidateRequest{Name: round.GetName(), Label: candidate.GetLabel(), Score: 7})
			require.NoError(s, err)
			require.EqualValues(s, 7, scored.GetScore())
		}
	}
	_, err := s.rounds.DecideAwardRound(s.As("culture"), &incentivev1.DecideAwardRoundRequest{Name: round.GetName()})
	require.NoError(s, err)
}

func (s *stage) reveal(round *incentivev1.AwardRound, party int) error {
	salt, hidden := secret(party)
	_, err := s.rounds.RevealAwardRound(s.As(token(party)), &incentivev1.RevealAwardRoundRequest{Name: round.GetName(), Salt: salt, Secret: hidden})
	return err
}

func (s *stage) announce(round *incentivev1.AwardRound) (*incentivev1.AwardRound, error) {
	return s.rounds.AnnounceAwardRound(s.As("culture"), &incentivev1.AnnounceAwardRoundRequest{Name: round.GetName()})
}

// exported is the auditors' record.
func (s *stage) exported(round *incentivev1.AwardRound) record.Record {
	s.Helper()
	stream, err := s.records.ExportAwardAuditRecord(s.As("council"), &incentivev1.ExportAwardAuditRecordRequest{Name: round.GetName()})
	require.NoError(s, err)
	var text []byte
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(s, err)
		text = append(text, piece.GetData()...)
	}
	read, err := record.Parse(text)
	require.NoError(s, err)
	return read
}

// recomputed is a record decided once more from what it was decided by.
func (s *stage) recomputed(of record.Record) record.Record {
	s.Helper()
	head := of.Head
	head.Winners = nil
	round := record.Round{Head: head, HeadSalt: of.HeadSalt}
	for _, entry := range of.Entries {
		one := record.Person{Candidate: entry.Row.Candidate, Person: entry.Row.Person, Peer: entry.Row.Peer, Barred: entry.Row.Barred}
		require.NoError(s, one.Salt.UnmarshalText([]byte(entry.Salt)))
		round.People = append(round.People, one)
	}
	made, err := record.Decide(round)
	require.NoError(s, err)
	return made
}
