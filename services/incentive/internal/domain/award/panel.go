package award

import (
	"cmp"
	"slices"
)

// Candidate is somebody who may win, as one of the panel sees them.
type Candidate struct {
	Label   string
	Stories []string
	// Evidence counts what the nominations name and what stands, each once.
	Evidence int
	// Score is the member's own; 0 before.
	Score int
}

// Bench is all that decides whom a member of the panel may score.
type Bench struct {
	Rows        []Row
	Nominations []Nomination
	Votes       []Vote
	// Standing is what thanks nominees in public now, of what the nominations name.
	Standing map[Thanks]bool
}

// Candidates are those whom a member, who works in the unit, may score, by label.
func (b Bench) Candidates(member, unit string) []Candidate {
	byPerson := map[string]Row{}
	for _, row := range b.Rows {
		byPerson[row.Person] = row
	}
	why := Weigh(byPerson, b.Nominations)
	barred := Sift(b.Nominations, why, b.Standing)
	seen := map[string]Candidate{}
	for _, row := range b.Rows {
		// The own team is left out with the lead of it: whoever works beside somebody knows them by any story.
		if row.Barred == "" && row.Person != member && row.Manager != member && row.Unit != unit {
			seen[row.Person] = Candidate{Label: row.Label}
		}
	}
	for i, n := range b.Nominations {
		candidate, ok := seen[n.Nominee]
		switch {
		case !ok:
		case n.Nominator == member:
			delete(seen, n.Nominee)
		case why[i] == "":
			candidate.Stories = append(candidate.Stories, n.Story)
			for _, reason := range barred[i] {
				if reason == "" {
					candidate.Evidence++
				}
			}
			seen[n.Nominee] = candidate
		}
	}
	said := map[string]int{}
	for _, v := range b.Votes {
		if v.Member == member {
			said[v.Label] = v.Score
		}
	}
	var all []Candidate
	for _, candidate := range seen {
		score, voted := said[candidate.Label]
		if voted && score == 0 {
			continue
		}
		candidate.Score = score
		slices.Sort(candidate.Stories) // no order that tells who wrote first
		all = append(all, candidate)
	}
	slices.SortFunc(all, func(a, b Candidate) int {
		return cmp.Compare(a.Label, b.Label)
	})
	return all
}

// Short counts the candidates of whom fewer than the quorum gave a score.
func (b Bench) Short(quorum int) int {
	return b.fewer(quorum, b.given())
}

// Stuck counts the candidates of whom fewer than the quorum gave a score or still can. Units are where the members work; who is not among
// them works here no more, and gives none.
func (b Bench) Stuck(quorum int, units map[string]string) int {
	scored := b.given()
	for member, unit := range units {
		for _, candidate := range b.Candidates(member, unit) {
			if candidate.Score == 0 {
				scored[candidate.Label]++
			}
		}
	}
	return b.fewer(quorum, scored)
}

// given counts the scores of each candidate.
func (b Bench) given() map[string]int {
	given := map[string]int{}
	for _, v := range b.Votes {
		if v.Score > 0 {
			given[v.Label]++
		}
	}
	return given
}

func (b Bench) fewer(quorum int, scores map[string]int) (few int) {
	for _, row := range b.Rows {
		if row.Barred == "" && scores[row.Label] < quorum {
			few++
		}
	}
	return few
}
