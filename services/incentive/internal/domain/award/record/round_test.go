package record_test

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

const name = "awardRounds/0192f0c0-0000-7000-8000-000000000001"

// synthetic is a round of a department drawn from a seed: teams by day and by night, of two channels and three sites, figures of every kind,
// a panel of three of whom one left somebody out, and people who are barred for one thing or another.
func synthetic(t testing.TB, seed uint64, people int) record.Round {
	random := rand.New(rand.NewPCG(seed, 1))
	hash := func() (h record.Hash) {
		for i := range h {
			h[i] = byte(random.Uint32())
		}
		return h
	}
	r := record.Round{HeadSalt: hash(), Head: record.Head{
		Round: name, Revision: 1, Rule: equity.Rule{Seats: 3, PerTeam: 2}, Opened: "2026-11-01T00:00:00Z",
		Scheme: score.Scheme{Panel: 10, Criteria: []score.Criterion{
			{ID: "solved", Kind: score.Outcome, Form: score.Rate, Direction: score.Higher, Weight: 25},
			{ID: "quality", Kind: score.Quality, Form: score.Value, Direction: score.Higher, Weight: 20},
			{ID: "calls_a_day", Kind: score.Volume, Form: score.Value, Direction: score.Higher, Weight: 10},
			{ID: "team_complaints", Kind: score.Team, Form: score.Rate, Direction: score.Lower, Weight: 35},
		}},
	}}
	for _, party := range []string{"organiser", "works council"} {
		salt, secret := hash(), hash()
		committed, err := draw.Commitment(name, draw.Contribution{Party: party, Salt: salt[:], Secret: secret[:]})
		require.NoError(t, err)
		r.Parties = append(r.Parties, record.Party{Party: party, Commitment: record.Hash(committed), Committed: "2026-10-30T08:00:00Z",
			Salt: hex.EncodeToString(salt[:]), Secret: hex.EncodeToString(secret[:])})
	}
	complaints := map[string]score.Figure{}
	for i := range people {
		team := fmt.Sprintf("units/%02d", i/9)
		if _, ok := complaints[team]; !ok {
			complaints[team] = score.Figure{Hits: random.Int64N(9), Of: 900 + random.Int64N(100)}
		}
		night := i/9%4 == 3
		p := record.Person{Person: fmt.Sprintf("people/%04d", i), Peer: true, Salt: hash()}
		p.Label, p.Team, p.Site, p.Stands = fmt.Sprintf("L%08x", random.Uint32()), team, fmt.Sprintf("sites/%d", i/9%3), true
		p.Peers = score.Peers{Queue: fmt.Sprintf("queues/%d", i/27), Channel: []string{"voice", "chat"}[i/54%2], Shift: map[bool]string{true: "night", false: "day"}[night], Tenure: []string{"new", "old"}[random.IntN(2)]}
		p.Contacts = 60 + random.Int64N(400)
		of := p.Contacts / 4
		p.Figures = map[string]score.Figure{
			"solved":          {Hits: of*7/10 + random.Int64N(of*3/10), Of: of},
			"quality":         {Value: score.Decimal(random.Int64N(30)) * score.One / 6},
			"calls_a_day":     {Value: score.Decimal(p.Contacts) * score.One / 20},
			"team_complaints": complaints[team],
		}
		switch i % 10 {
		case 7:
			p.Stands, p.Barred = false, "NOT_NOMINATED"
		case 8:
			p.Stands, p.Peer, p.Barred, p.Figures = false, false, "NO_FIGURES", nil
		case 9:
			p.Stands, p.Barred = false, "COOL_DOWN"
		}
		r.People = append(r.People, p)
		nominate(&r.Head, p, i)
		for _, panelist := range []string{"M1", "M2", "M3"} {
			if p.Stands && (panelist != "M2" || i != 0) {
				r.Marks = append(r.Marks, score.Mark{Panelist: panelist, Label: p.Label, Points: 1 + random.Int64N(10)})
			}
		}
	}
	return r
}

// nominate adds what was said of a person: of who stands twice, with evidence that both name, and of others what does not count.
func nominate(h *record.Head, p record.Person, i int) {
	say := func(by, manager, barred string, evidence ...record.Evidence) {
		h.Nominations = append(h.Nominations, record.Nomination{
			Nomination: fmt.Sprintf("awardNominations/%06d", len(h.Nominations)), By: by, For: p.Label, Manager: manager, Barred: barred,
			Story: record.Fingerprint(record.Hash{}, by), Evidence: append([]record.Evidence{}, evidence...),
		})
	}
	evidence := func(of, barred string) record.Evidence {
		return record.Evidence{Kind: "letters", Name: record.Fingerprint(record.Hash{}, of), Barred: barred}
	}
	h.RestsSince = "2026-05-01"
	switch p.Barred {
	case "":
		say("outside/1", "outside/1", "", evidence(p.Label, ""))
		say("outside/2", "outside/1", "", evidence(p.Label, "NAMED_BEFORE"), evidence("a letter", "GONE"))
	case "NOT_NOMINATED":
		say("outside/1", "outside/1", "MANAGER_ALONE", evidence("a thank", "MANAGER_ALONE"))
		say(p.Label, "outside/1", "RECIPROCAL")
		say("outside/3", "outside/1", "WITHDRAWN")
	case "COOL_DOWN":
		say("outside/2", "outside/1", "NOT_OF_ROUND")
		h.Rests = append(h.Rests, record.Rest{Label: p.Label, Round: fmt.Sprintf("awardRounds/%d", i), Ended: "2026-08-31"})
	}
}

// decided is the record of a synthetic round that was changed before it was decided.
func decided(t testing.TB, seed uint64, people int, changes ...func(*record.Round)) record.Record {
	t.Helper()
	r := synthetic(t, seed, people)
	for _, change := range changes {
		change(&r)
	}
	made, err := record.Decide(r)
	require.NoError(t, err)
	return made
}

// allEqual has everybody tie: one figure for all, and no panel.
func allEqual(r *record.Round) {
	for i, p := range r.People {
		for id, f := range p.Figures {
			if id != "team_complaints" {
				r.People[i].Figures[id] = score.Figure{Of: min(f.Of, 1)}
			} else {
				r.People[i].Figures[id] = score.Figure{Hits: 1, Of: 10}
			}
		}
		r.People[i].Contacts = 100
	}
	r.Scheme.Panel, r.Scheme.Criteria[3].Weight, r.Marks = 0, 45, nil
}

// unrevealed has one party keep its secret.
func unrevealed(r *record.Round) { r.Parties[1].Salt, r.Parties[1].Secret = "", "" }
