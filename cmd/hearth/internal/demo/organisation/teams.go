package organisation

import (
	"fmt"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
)

const (
	teamSize     = 15
	smallestTeam = 8
	hiddenTeam   = 4
)

// queue makes a queue with its teams.
func (b *builder) queue(q queue, part string, site place.Site, people int, manager string) {
	id := part + "-" + q.code
	unit := b.unit(id, part, directoryv1.UnitKind_UNIT_KIND_QUEUE, "", site.En+" "+q.en, site.ZhCN+q.zhCN)
	b.role(manager, optionv1.Role_ROLE_MANAGER, unit, "")
	if hidden := id + "-cases"; hidden == HiddenTeam {
		b.unit(hidden, unit, directoryv1.UnitKind_UNIT_KIND_TEAM, "", site.En+" regulator cases", site.ZhCN+"监管申诉组")
		b.team(hidden, q, site, hiddenTeam, 0, manager)
		people -= hiddenTeam
	}
	// Nights are answered by the last teams alone: 3 to 8 people at a site.
	nights := 0
	if q.code == nightQueue {
		nights = 3 + b.random.IntN(6)
	}
	teams := max(1, (people+teamSize/2)/teamSize)
	for i := range teams {
		size := people / (teams - i)
		if i < teams-1 {
			size = max(smallestTeam, size+b.random.IntN(7)-3)
		}
		people -= size
		name := fmt.Sprintf("%s-%02d", id, i+1)
		b.unit(name, unit, directoryv1.UnitKind_UNIT_KIND_TEAM, "",
			fmt.Sprintf("%s %s, team %d", site.En, q.en, i+1), fmt.Sprintf("%s%s %d 组", site.ZhCN, q.zhCN, i+1))
		awake := 0
		switch i {
		case teams - 2:
			awake = nights / 2
		case teams - 1:
			awake = nights - nights/2
		}
		b.team(name, q, site, size, awake, manager)
	}
}

// team makes the people of a team, its lead first. Some of them work at night.
func (b *builder) team(unit string, q queue, site place.Site, size, nights int, manager string) {
	at := post{unit: unit, country: site.Country, employer: InHouse, channel: q.channel, shift: "day", manager: manager, since: experienced}
	outside, percent := vendor(site.Country)
	mixed := false
	switch draw := b.random.IntN(100); {
	case outside == "":
	case draw < percent-10:
		at.employer = outside
	case draw < percent+10:
		mixed = true
	}
	at.position = "team_lead"
	lead := b.person(at)
	b.role(lead, optionv1.Role_ROLE_TEAM_LEAD, unit, "")
	at.manager = lead
	for i := range size - 1 {
		at.position, at.since, at.shift = "agent", anybody, "late"
		if b.random.IntN(100) < 18 {
			at.position, at.since = "senior_agent", experienced
		}
		if b.random.IntN(100) < 55 {
			at.shift = "early"
		}
		if i >= size-1-nights {
			at.shift = "night"
		}
		if mixed {
			at.employer = InHouse
			if b.random.IntN(2) == 0 {
				at.employer = outside
			}
		}
		at.seasonal = at.position == "agent" && at.employer == Yunqiao && b.random.IntN(100) < 12
		b.person(at)
	}
}
