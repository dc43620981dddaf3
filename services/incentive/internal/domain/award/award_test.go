package award_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

func TestWhichNominationsCount(t *testing.T) {
	rows := map[string]award.Row{
		"ann": {Person: "ann", Manager: "mia"}, "bo": {Person: "bo", Manager: "mia"}, "cy": {Person: "cy", Barred: award.Rests},
	}
	by := func(from, to string) award.Nomination { return award.Nomination{Nominator: from, Nominee: to} }
	back := award.Nomination{Nominator: "dee", Nominee: "ann", Withdrawn: true}
	for name, test := range map[string]struct {
		said []award.Nomination
		want []string
	}{
		"a colleague's":                     {[]award.Nomination{by("dee", "ann")}, []string{""}},
		"the manager's alone":               {[]award.Nomination{by("mia", "ann")}, []string{award.ManagerAlone}},
		"the manager's and another":         {[]award.Nomination{by("mia", "ann"), by("dee", "ann")}, []string{"", ""}},
		"the manager's and one taken back":  {[]award.Nomination{by("mia", "ann"), back}, []string{award.ManagerAlone, award.Withdrawn}},
		"each the other":                    {[]award.Nomination{by("ann", "bo"), by("bo", "ann")}, []string{award.Reciprocal, award.Reciprocal}},
		"each the other, manager and third": {[]award.Nomination{by("ann", "bo"), by("bo", "ann"), by("mia", "bo"), by("dee", "ann")}, []string{award.Reciprocal, award.Reciprocal, award.ManagerAlone, ""}},
		"who rests, who is unknown":         {[]award.Nomination{by("dee", "cy"), by("dee", "eve")}, []string{award.NotOfRound, award.NotOfRound}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, award.Weigh(rows, test.said)) })
	}
}

func TestThePanelSeesNobodyWhomItKnows(t *testing.T) {
	bench := award.Bench{
		Rows: []award.Row{
			{Person: "self", Label: "a", Unit: "far"}, {Person: "led", Label: "b", Unit: "far", Manager: "self"}, {Person: "mate", Label: "c", Unit: "near"},
			{Person: "named", Label: "d", Unit: "far"}, {Person: "recused", Label: "e", Unit: "far"}, {Person: "out", Label: "f", Unit: "far", Barred: award.NoFigures},
			{Person: "open", Label: "g", Unit: "far"},
		},
		Nominations: []award.Nomination{
			{Nominator: "self", Nominee: "named"}, {Nominator: "x", Nominee: "open", Story: "stayed", Evidence: []string{"letters/1", "letters/2"}},
			{Nominator: "y", Nominee: "open", Story: "stayed", Evidence: []string{"letters/1"}},
			{Nominator: "z", Nominee: "open", Evidence: []string{"letters/1"}, Withdrawn: true},
		},
		Votes: []award.Vote{{Label: "e", Member: "self"}, {Label: "g", Member: "other", Score: 3}},
	}
	bench.Standing = map[award.Thanks]bool{{Name: "letters/1", Person: "open"}: true}
	require.Equal(t, []award.Candidate{{Label: "g", Stories: []string{"stayed", "stayed"}, Evidence: 1}}, bench.Candidates("self", "near"))
	require.Equal(t, 5, bench.Short(1), "all who stand but the one that somebody scored")
}

func TestARoundIsSettledByBothPartiesOrByTime(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	round := award.Round{State: award.Drafted, RevealTime: now, Parties: [2]award.Party{{Person: "ann"}, {Person: "bo"}}}
	require.ErrorIs(t, round.Commit("cy", []byte{1}, now), model.ErrNotFound)
	require.NoError(t, round.Commit("ann", []byte{1}, now))
	require.NoError(t, round.Commit("ann", []byte{2}, now), "anew, until both have")
	require.Equal(t, award.Drafted, round.State)
	require.NoError(t, round.Commit("bo", []byte{3}, now))
	require.Equal(t, award.Committed, round.State)
	require.ErrorIs(t, round.Commit("bo", []byte{4}, now), award.ErrState)
	require.False(t, round.Settled(now.Add(-time.Second)))
	require.True(t, round.Settled(now))
	round.Parties[0].Secret, round.Parties[1].Secret = []byte{1}, []byte{2}
	require.True(t, round.Settled(now.Add(-time.Second)))
}
