package rows

import (
	"maps"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// settle refuses the rows that do not go together. A refused row leaves its person as they were, and that can put another row in the
// wrong; so it goes on until nothing more is refused.
func (c *Comparison) settle() {
	for c.refuseManagers() || c.refuseNumbers() || c.refuseCycles() || c.refuseLastAdmins() {
	}
}

// live are the rows that still change something.
func (c *Comparison) live(yield func(int, *plan) bool) {
	for at := range c.plans {
		plan := &c.plans[at]
		if plan.outcome == source.Created || plan.outcome == source.Updated {
			if !yield(at, plan) {
				return
			}
		}
	}
}

// refuseManagers refuses rows whose manager neither is there nor comes.
func (c *Comparison) refuseManagers() (again bool) {
	coming := map[string]bool{}
	for _, plan := range c.live {
		if plan.outcome == source.Created {
			coming[plan.person] = true
		}
	}
	for at, plan := range c.live {
		for _, manager := range plan.managers {
			if !coming[manager] && !c.known.Managers[manager] {
				again = c.refuse(at, source.ErrUnknownManager.At("manager", model.Unknown)) || again
				break
			}
		}
	}
	return again
}

// refuseNumbers refuses rows that claim a staff number which is, or comes to be, another's.
func (c *Comparison) refuseNumbers() (again bool) {
	taken := model.ErrAlreadyExists.At("number", model.Say("is another person's", "已属于其他人员"))
	claims := map[Number]int{}
	leaves := map[string]bool{}
	for _, plan := range c.live {
		if plan.after != plan.before {
			claims[plan.after]++
			leaves[plan.person] = true
		}
	}
	for at, plan := range c.live {
		if plan.after == plan.before {
			continue
		}
		holder, held := c.known.Holders[plan.after]
		if claims[plan.after] > 1 || held && holder != plan.person && !leaves[holder] {
			again = c.refuse(at, taken) || again
		}
	}
	return again
}

// refuseCycles refuses rows by which somebody would come to stand above themselves.
func (c *Comparison) refuseCycles() (again bool) {
	chains := maps.Clone(c.known.Chains)
	if chains == nil {
		chains = people.Chains{}
	}
	for _, plan := range c.live {
		if plan.stretches != nil {
			chains[plan.person] = plan.stretches
		}
	}
	for at, plan := range c.live {
		if plan.stretches != nil && chains.Close(plan.person) {
			again = c.refuse(at, people.ErrManagerCycle.At("manager", model.Say("stands below the person", "位于该人员之下"))) || again
		}
	}
	return again
}

// refuseLastAdmins refuses the rows by which nobody would be left to administer the installation.
func (c *Comparison) refuseLastAdmins() (again bool) {
	if access.Spares(c.known.Administrators, c.going()) {
		return false
	}
	for at, plan := range c.live {
		if plan.going && slices.Contains(c.known.Administrators, model.Name("people", plan.person)) {
			again = c.refuse(at, access.ErrLastAdmin.At("leave_date", model.Say("ends the employment of the last administrator", "将结束最后一名管理员的任职"))) || again
		}
	}
	return again
}

func (c *Comparison) going() (people []string) {
	for _, plan := range c.live {
		if plan.going {
			people = append(people, plan.person)
		}
	}
	return people
}
