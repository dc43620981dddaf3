package award

import (
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// Decide is the record of a round as it is decided by this bench, for the next time.
func Decide(round Round, b Bench) (record.Record, error) {
	stands := map[string]bool{}
	for _, row := range b.Rows {
		stands[row.Label] = row.Barred == ""
	}
	head := record.Head{
		Round: model.Name("awardRounds", round.ID), Revision: int64(round.Revision + 1), Scheme: round.Scoring(),
		Rule: equity.Rule{Seats: int64(round.Winners), PerTeam: int64(round.MostOfTeam)}, Opened: instant(round.OpenTime), Marks: []score.Mark{},
		Nominations: weighed(round, b), Rests: round.Rests, Appointed: round.Appointed,
	}
	if since, rests := round.RestsSince(); rests {
		head.RestsSince = since.String()
	}
	for i, party := range round.Parties {
		kept := record.Party{Party: place(i), Commitment: record.Hash(party.Digest), Committed: instant(party.CommitTime)}
		if round.Revealed() {
			kept.Salt, kept.Secret = hex.EncodeToString(party.Salt), hex.EncodeToString(party.Secret)
		}
		head.Parties = append(head.Parties, kept)
	}
	for _, vote := range b.Votes {
		// What was said of somebody who left meanwhile orders nobody.
		if vote.Score > 0 && stands[vote.Label] && round.PanelPercent > 0 {
			member := slices.Index(round.Panel, vote.Member)
			head.Marks = append(head.Marks, score.Mark{Panelist: panelist(member), Label: vote.Label, Points: int64(vote.Score)})
		}
	}
	return record.Decide(record.Round{Head: head, HeadSalt: round.HeadSalt, People: People(b.Rows)})
}

// panelist is the number of a member in a record: not the person, who may be erased.
func panelist(i int) string { return "panel/" + strconv.Itoa(i+1) }

// Known is who is behind the labels of rows, but for those who were erased.
func Known(rows []Row) map[string]record.Identity {
	known := make(map[string]record.Identity, len(rows))
	for _, row := range rows {
		if row.Person != "" && row.Salt != (record.Hash{}) {
			known[row.Label] = record.Identity{Person: model.Name("people", row.Person), Salt: row.Salt}
		}
	}
	return known
}

func instant(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
