package equity

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// Contender is somebody who stands, in the order of places; those who share one are in the order that the draw gave them.
type Contender struct {
	Label, Team, Site string
	Place             int64
}

// Rule is how many win, and what keeps all of them from coming out of one place.
type Rule struct {
	Seats int64 `json:"seats"`
	// PerTeam is how many of one team may win; 0 for any number.
	PerTeam int64 `json:"per_team"`
	// BySite gives each site seats by its head count (Apportion). A seat that a site has nobody for goes to the next of all.
	BySite bool `json:"by_site"`
}

// ErrSeats refuses a rule without a seat or with a cap below 0.
var ErrSeats = errors.New("a rule must have a seat, and no cap below none")

// Check refuses a rule that nobody can win by (ErrSeats).
func (r Rule) Check() error {
	if r.Seats < 1 || r.PerTeam < 0 {
		return ErrSeats
	}
	return nil
}

// Choose is who wins, best first. Heads are the people of each site, for BySite. Where the tie was not drawn, because a party did not
// reveal what it had committed to, all who share a place win as soon as one of them does, even if they are more than the seats or of one
// team: who keeps a secret back helps nobody.
func Choose(order []Contender, rule Rule, heads map[string]int64, drawn bool) []string {
	if rule.Check() != nil {
		return nil
	}
	c := chooser{rule: rule, left: rule.Seats, teams: map[string]int64{}, won: map[string]bool{}, drawn: drawn}
	if rule.BySite {
		c.sites = Apportion(heads, rule.Seats)
		c.pass(order)
		c.sites = nil
	}
	c.pass(order)
	winners := make([]string, 0, len(c.won))
	for _, one := range order {
		if c.won[one.Label] {
			winners = append(winners, one.Label)
		}
	}
	return winners
}

type chooser struct {
	rule  Rule
	drawn bool
	left  int64
	sites map[string]int64 // what is left to each; nil where sites do not count
	teams map[string]int64
	won   map[string]bool
}

// pass gives out seats from the first place to the last.
func (c *chooser) pass(order []Contender) {
	for len(order) > 0 && c.left > 0 {
		n := 1
		for !c.drawn && n < len(order) && order[n].Place == order[0].Place {
			n++
		}
		open := slices.DeleteFunc(slices.Clone(order[:n]), func(one Contender) bool { return !c.allowed(one) })
		for _, one := range open {
			c.won[one.Label] = true
			c.teams[one.Team]++
			c.left--
			if c.sites != nil {
				c.sites[one.Site]--
			}
		}
		order = order[n:]
	}
}

func (c *chooser) allowed(one Contender) bool {
	return !c.won[one.Label] && (c.rule.PerTeam == 0 || c.teams[one.Team] < c.rule.PerTeam) && (c.sites == nil || c.sites[one.Site] > 0)
}

// Apportion gives seats to groups by their head counts: each its whole share, the rest to the largest remainders; of equal ones to the
// larger group, then to the one whose name comes first. Nobody has a seat of nobody. Source: Hamilton's method.
func Apportion(heads map[string]int64, seats int64) map[string]int64 {
	var all int64
	for _, n := range heads {
		all += n
	}
	given := map[string]int64{}
	if all == 0 {
		return given
	}
	left := seats
	for group, n := range heads {
		given[group] = seats * n / all
		left -= given[group]
	}
	order := slices.SortedFunc(maps.Keys(heads), func(a, b string) int {
		return cmp.Or(cmp.Compare(seats*heads[b]%all, seats*heads[a]%all), cmp.Compare(heads[b], heads[a]), cmp.Compare(a, b))
	})
	for _, group := range order[:left] {
		given[group]++
	}
	return given
}
