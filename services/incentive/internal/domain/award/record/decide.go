package record

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// Person is somebody of a round.
type Person struct {
	score.Candidate
	// Person, Peer and Barred are those of Row. Who stands is a peer, and not barred.
	Person string
	Peer   bool
	Barred string
	Salt   Hash
}

// Round is all that a round is decided by.
type Round struct {
	// Head is without its winners.
	Head
	HeadSalt Hash
	People   []Person
}

// Decide scores a round, draws among those who are tied, and says who wins: all in the record. It refuses what score.Compute,
// equity.Rule.Check and draw.Check refuse. Where a party revealed nothing there is no draw.
func Decide(r Round) (Record, error) {
	if err := r.Rule.Check(); err != nil {
		return Record{}, err
	}
	var peers []score.Candidate
	for _, one := range r.People {
		if one.Stands && (!one.Peer || one.Barred != "") {
			return Record{}, fmt.Errorf("%s stands, and is no peer or barred", one.Label)
		}
		if one.Peer {
			peers = append(peers, one.Candidate)
		}
	}
	scored, err := score.Compute(r.Scheme, peers, r.Marks)
	if err != nil {
		return Record{}, err
	}
	seed, drawn, err := r.seed()
	if err != nil {
		return Record{}, err
	}
	byLabel := map[string]score.Row{}
	for _, row := range scored {
		byLabel[row.Label] = row
	}
	rows := make([]Row, len(r.People))
	salts := map[string]Hash{}
	for i, one := range r.People {
		row, ok := byLabel[one.Label]
		if !ok {
			row = score.Row{Candidate: one.Candidate, Compared: map[string]score.Group{}, Standings: map[string]score.Decimal{}}
		}
		rows[i] = Row{Row: row, Person: one.Person, Peer: one.Peer, Barred: one.Barred}
		if drawn && row.Stands {
			lot := draw.Lot(seed, r.Round, one.Person)
			rows[i].Lot = hex.EncodeToString(lot[:])
		}
		salts[one.Label] = one.Salt
	}
	head := r.Head
	head.Winners = winners(rows, r.Rule, drawn)
	for i := range rows {
		rows[i].Won = slices.Contains(head.Winners, rows[i].Label)
	}
	return build(head, r.HeadSalt, rows, salts)
}

// seed is that of the two parties; false where one of them revealed nothing.
func (h Head) seed() (seed draw.Digest, drawn bool, err error) {
	if len(h.Parties) != 2 {
		return seed, false, draw.ErrOneParty
	}
	var both [2]draw.Contribution
	for i, party := range h.Parties {
		if party.Secret == "" {
			return seed, false, nil
		}
		salt, err := hex.DecodeString(party.Salt)
		if err != nil {
			return seed, false, draw.ErrNotCommitted
		}
		secret, err := hex.DecodeString(party.Secret)
		if err != nil {
			return seed, false, draw.ErrNotCommitted
		}
		both[i] = draw.Contribution{Party: party.Party, Salt: salt, Secret: secret}
		if err := draw.Check(h.Round, draw.Digest(party.Commitment), both[i]); err != nil {
			return seed, false, err
		}
	}
	seed, err = draw.Seed(h.Round, both[0], both[1])
	return seed, err == nil, err
}

// winners are the labels of who wins, best first. The head counts of sites are of all people of the round.
func winners(rows []Row, rule equity.Rule, drawn bool) []string {
	heads := map[string]int64{}
	var standing []Row
	for _, row := range rows {
		heads[row.Site]++
		if row.Stands {
			standing = append(standing, row)
		}
	}
	slices.SortFunc(standing, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Lot, b.Lot), cmp.Compare(a.Label, b.Label))
	})
	order := make([]equity.Contender, len(standing))
	for i, row := range standing {
		order[i] = equity.Contender{Label: row.Label, Team: row.Team, Site: row.Site, Place: row.Place}
	}
	return equity.Choose(order, rule, heads, drawn)
}
