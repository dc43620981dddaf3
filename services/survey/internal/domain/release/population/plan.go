package population

// Plan is which units a report can show, decided before anybody answers.
type Plan struct {
	// Reported tells of every unit whether it can have figures of its own.
	Reported []bool
	// With is, for every unit, the unit with whose people its own people are counted: itself, or one further up. It is a reported
	// unit, but for the root of a population that is too small as a whole.
	With []int
}

// NewPlan merges upward what is too small to be reported, by the people asked. A unit with fewer than k people is counted with its
// parent. So are people of a unit who are fewer than k beside its reported children, because the difference would show them; the unit
// stays, without them. The root has no parent: what is too small there is joined by the smallest group nearest to it.
func NewPlan(p Population, k int) Plan {
	units := len(p.Parents)
	own, below := make([]int, units), make([]int, units)
	for _, a := range p.Atoms {
		own[a.Unit] += a.Eligible
	}
	plan := Plan{make([]bool, units), make([]int, units)}
	for u := range units {
		plan.With[u] = u
	}
	for u := units - 1; u > 0; u-- {
		parent := p.Parents[u]
		plan.Reported[u] = own[u]+below[u] >= k
		if own[u] < k && (own[u] > 0 || !plan.Reported[u]) {
			plan.With[u] = parent
			own[parent] += own[u]
			own[u] = 0
		}
		if plan.Reported[u] {
			below[parent] += own[u] + below[u]
		}
	}
	plan.Reported[0] = own[0]+below[0] >= k
	if plan.Reported[0] && own[0] > 0 && own[0] < k {
		plan.joinRoot(p, own)
	}
	for u := 1; u < units; u++ {
		// Parents come first, so that theirs is final. Who moved goes on with those to whom they moved.
		if plan.With[u] != u {
			plan.With[u] = plan.With[plan.With[u]]
		}
	}
	return plan
}

// joinRoot counts with the root the smallest group of the units nearest to it. own is what NewPlan found, where every group but the
// root's is empty or large enough.
func (plan Plan) joinRoot(p Population, own []int) {
	depths := p.Depths()
	joined := 0
	for u := 1; u < len(own); u++ {
		if own[u] > 0 && (joined == 0 || depths[u] < depths[joined] || depths[u] == depths[joined] && own[u] < own[joined]) {
			joined = u
		}
	}
	plan.With[joined] = 0
	own[joined] = 0
	people := append([]int(nil), own...)
	for u := len(people) - 1; u > 0; u-- {
		people[p.Parents[u]] += people[u]
		if people[u] == 0 && plan.Reported[u] {
			plan.Reported[u] = false
			if plan.With[u] == u {
				plan.With[u] = p.Parents[u]
			}
		}
	}
}
