package score

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Row is what a round says of one person.
type Row struct {
	Candidate
	// Compared and Standings are by the id of the criterion: with whom, and from 0 to 100, in eighths of them or in halves of teams.
	Compared  map[string]Group   `json:"compared"`
	Standings map[string]Decimal `json:"standings"`
	// Panel is the mean of where each member of the panel who gave a mark puts the person among those it gave marks, from 0 to 100; 0 where
	// there is no panel, and of those who do not stand.
	Panel Decimal `json:"panel"`
	// Score is the sum of standings and panel by their weights, from 0 to 100.
	Score Decimal `json:"score"`
	// Place counts from 1 among those who stand; those who are equal share the best of their places. 0 of those who do not stand.
	Place int64 `json:"place"`
}

// Compute scores all who were eligible by a scheme, and gives places to those who stand. The rows come by label, whatever order the
// candidates came in; who is not among somebody's peers changes nothing of theirs but the place. It refuses what Scheme.Check refuses, and
// figures and marks that are missing, out of range or of nobody.
func Compute(scheme Scheme, all []Candidate, marks []Mark) ([]Row, error) {
	if err := scheme.Check(); err != nil {
		return nil, err
	}
	rows, err := scheme.standings(all)
	if err != nil {
		return nil, err
	}
	if err := panel(scheme, rows, marks); err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Score = scheme.sum(rows[i])
	}
	placed(rows)
	return rows, nil
}

// standings are the rows without what the panel says.
func (s Scheme) standings(all []Candidate) ([]Row, error) {
	if err := check(s, all); err != nil {
		return nil, err
	}
	all = sorted(all)
	rows := make([]Row, len(all))
	for i, one := range all {
		rows[i] = Row{Candidate: one, Compared: map[string]Group{}, Standings: map[string]Decimal{}}
	}
	groups := groupingOf(all)
	for _, c := range s.Criteria {
		groups.compare(c, all, rows)
	}
	return rows, nil
}

// compare fills in how everybody stands on a criterion.
func (g grouping) compare(c Criterion, all []Candidate, rows []Row) {
	done := map[string]bool{}
	for _, one := range all {
		level := g.level(one.Peers, c.Kind)
		key := one.key(level)
		if done[key] {
			continue
		}
		done[key] = true
		members := g.members[key]
		band, bands := cut(all, members, c.Kind)
		for b := range bands {
			var in []int
			for i, member := range members {
				if band[i] == b {
					in = append(in, member)
				}
			}
			ranks, size, steps := among(c, all, in)
			for i, member := range in {
				// People of a near group are peers of those who have none, and are not themselves compared with them.
				if row := &rows[member]; g.level(row.Peers, c.Kind) == level {
					row.Compared[c.ID] = Group{Level: level, Size: size, Band: b + 1, Bands: bands}
					row.Standings[c.ID] = ranks[i].standing(size, steps)
				}
			}
		}
	}
}

// among ranks the people of a group or, of a team's figure, their teams, each once: a small team is not less than a large one.
func among(c Criterion, all []Candidate, in []int) (ranks []rank, size, steps int64) {
	worth := values(c, all, in)
	if c.Kind != Team {
		return ranksOf(worth), int64(len(in)), eighths
	}
	of := map[string]Decimal{}
	for i, member := range in {
		of[all[member].Team] = worth[i]
	}
	teams := slices.Sorted(maps.Keys(of))
	byTeam := map[string]rank{}
	worth = worth[:0]
	for _, team := range teams {
		worth = append(worth, of[team])
	}
	for i, r := range ranksOf(worth) {
		byTeam[teams[i]] = r
	}
	for _, member := range in {
		ranks = append(ranks, byTeam[all[member].Team])
	}
	return ranks, int64(len(teams)), halves
}

// values are what is ranked of a criterion in a group, the better the higher.
func values(c Criterion, all []Candidate, in []int) []Decimal {
	figures := make([]Figure, len(in))
	for i, member := range in {
		figures[i] = all[member].Figures[c.ID]
	}
	prior := Prior{A: One, B: One}
	if c.Form == Rate && c.Kind != Team { // the prior of people; of teams there are too few to know one
		prior = PriorOf(figures)
	}
	worth := make([]Decimal, len(in))
	for i, f := range figures {
		worth[i] = f.Value
		if c.Form == Rate {
			worth[i] = prior.Posterior(f)
		}
		if c.Direction == Lower {
			worth[i] = -worth[i]
		}
	}
	return worth
}

// sum is the score of a row.
func (s Scheme) sum(row Row) Decimal {
	sum := s.Panel * int64(row.Panel)
	for _, c := range s.Criteria {
		sum += c.Weight * int64(row.Standings[c.ID])
	}
	return quotient(sum, 100*int64(One))
}

// panel fills in where the panel puts those who stand. Each member's marks are taken as an order: one who is strict and had to leave out
// a friend would otherwise favour the friend.
func panel(scheme Scheme, rows []Row, marks []Mark) error {
	if scheme.Panel == 0 {
		return nil
	}
	at := map[string]int{}
	for i, row := range rows {
		if row.Stands {
			at[row.Label] = i
		}
	}
	given := map[string]map[string]int64{}
	for _, mark := range marks {
		if given[mark.Panelist] == nil {
			given[mark.Panelist] = map[string]int64{}
		}
		_, twice := given[mark.Panelist][mark.Label]
		if _, stands := at[mark.Label]; !stands || twice {
			return fmt.Errorf("%s of %s: %w", mark.Label, mark.Panelist, ErrMark)
		}
		given[mark.Panelist][mark.Label] = mark.Points
	}
	sums, counts := map[string]int64{}, map[string]int64{}
	for _, of := range given {
		var labels []string
		var points []int64
		for label, mark := range of {
			labels, points = append(labels, label), append(points, mark)
		}
		for i, r := range ranksOf(points) {
			sums[labels[i]] += int64(r.middle(int64(len(points))))
			counts[labels[i]]++
		}
	}
	for label, i := range at {
		if counts[label] == 0 {
			return fmt.Errorf("%s: %w", label, ErrMark)
		}
		rows[i].Panel = quotient(sums[label], counts[label]*int64(One))
	}
	return nil
}

// placed gives those who stand their places.
func placed(rows []Row) {
	var at []int
	var scores []Decimal
	for i, row := range rows {
		if row.Stands {
			at, scores = append(at, i), append(scores, row.Score)
		}
	}
	for i, r := range ranksOf(scores) {
		rows[at[i]].Place = int64(len(at)) - r.below - r.tied + 1
	}
}

// Standing is the rows of those who stand, the best first; those who are equal by label, which decides nothing.
func Standing(rows []Row) []Row {
	standing := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !r.Stands })
	slices.SortFunc(standing, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Label, b.Label)) })
	return standing
}
