// Package organisation generates the demonstration's enterprise: some 4,000 people in lines of business, sites, queues and teams, with two
// vendors beside its own staff. The same seed gives the same enterprise, byte for byte.
package organisation

import (
	"fmt"
	"math/rand/v2"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
)

// Source is the system that all external ids of the demonstration name.
const Source = "demo"

// The units that a tour of the demonstration looks at, by their ids in the source.
const (
	Company = "lantern"
	// HiddenTeam is a team of four: too few for a figure of their own to be shown.
	HiddenTeam = "business-wh-claims-cases"
	// RisingLine is the department whose mood rises after the first wave.
	RisingLine = "tech"
)

// office is the team of those who run the whole.
const office = "office"

// Organisation is the generated enterprise, its units before those below them, and people before those whom they lead.
type Organisation struct {
	Units  []*directoryv1.UnitRow
	People []*directoryv1.PersonRow
	Roles  []Role
}

// Role is what somebody may do, over a unit; of one employer's people alone where one is named.
type Role struct {
	Person, Unit string // ids in the source
	Role         optionv1.Role
	Employer     string
}

// New generates the enterprise.
func New(seed uint64) *Organisation {
	b := &builder{
		all: &Organisation{}, random: rand.New(rand.NewPCG(seed, 0)), numbers: map[string]int{}, sites: map[string]place.Site{},
	}
	for _, site := range place.Sites {
		b.sites[site.Code] = site
	}
	b.company()
	for _, l := range lines {
		b.line(l)
	}
	return b.all
}

type builder struct {
	all     *Organisation
	random  *rand.Rand
	numbers map[string]int // the last staff number, by employer
	sites   map[string]place.Site
	// head leads the enterprise.
	head string
}

func (b *builder) unit(id, parent string, kind directoryv1.UnitKind, site, en, zhCN string) string {
	b.all.Units = append(b.all.Units, &directoryv1.UnitRow{
		ExternalId: &typev1.ExternalId{Source: Source, Id: id}, ParentId: parent, Kind: kind, Site: site, DisplayName: place.Text(en, zhCN),
	})
	return id
}

func (b *builder) role(person string, role optionv1.Role, unit, employer string) {
	b.all.Roles = append(b.all.Roles, Role{Person: person, Unit: unit, Role: role, Employer: employer})
}

// company makes the root, and the shared services with the head office.
func (b *builder) company() {
	b.unit(Company, "", directoryv1.UnitKind_UNIT_KIND_COMPANY, "", "Lantern Customer Care", "灯塔客户服务")
	shared := b.unit("shared", Company, directoryv1.UnitKind_UNIT_KIND_DEPARTMENT, "cd", "Shared Services", "共享服务部")
	team := func(id, en, zhCN string) string {
		return b.unit(id, shared, directoryv1.UnitKind_UNIT_KIND_TEAM, "", en, zhCN)
	}
	at := post{unit: team(office, "Head office", "总部办公室"), country: place.China, employer: InHouse, shift: "day", since: veteran}
	at.position = "managing_director"
	b.head = b.person(at)
	b.role(b.head, optionv1.Role_ROLE_MANAGER, Company, "")
	at.manager = b.head
	for _, one := range []struct {
		position string
		people   int
		role     optionv1.Role
	}{
		{"culture_lead", 2, optionv1.Role_ROLE_CULTURE_ADMIN},
		{"people_analyst", 1, optionv1.Role_ROLE_ANALYST},
		{"works_council", 2, optionv1.Role_ROLE_WORKS_COUNCIL},
		{"people_partner", 5, 0},
	} {
		at.position = one.position
		for range one.people {
			if person := b.person(at); one.role != 0 {
				b.role(person, one.role, Company, "")
			}
		}
	}
	b.specialists(team("training", "Training", "培训组"), "trainer", 16)
	b.specialists(team("planning", "Workforce planning", "排班与预测组"), "planner", 18)
	b.specialists(team("systems", "Systems and data", "系统与数据组"), "systems_engineer", 14)
}

// specialists make a team of the shared services; some are hired from the vendor.
func (b *builder) specialists(unit, position string, people int) {
	at := post{unit: unit, country: place.China, employer: InHouse, shift: "day", since: experienced, manager: b.head, position: "team_lead"}
	lead := b.person(at)
	b.role(lead, optionv1.Role_ROLE_TEAM_LEAD, unit, "")
	at.manager, at.position, at.since = lead, position, anybody
	for range people - 1 {
		at.employer = InHouse
		if b.random.IntN(3) == 0 {
			at.employer = Yunqiao
		}
		b.person(at)
	}
}

// line makes a department, its head, and its part of each site.
func (b *builder) line(l line) {
	department := b.unit(l.code, Company, directoryv1.UnitKind_UNIT_KIND_DEPARTMENT, "", l.en, l.zhCN)
	head := b.person(post{unit: office, manager: b.head, country: place.China, employer: InHouse, position: "department_head", shift: "day", since: veteran})
	b.role(head, optionv1.Role_ROLE_MANAGER, department, "")
	for _, site := range place.Sites {
		if people := l.people[site.Code]; people > 0 {
			b.site(l, site, people, head)
		}
	}
}

// site makes a line's part of a site: those who run it in a team of their own, then its queues.
func (b *builder) site(l line, site place.Site, people int, head string) {
	id := l.code + "-" + site.Code
	part := b.unit(id, l.code, directoryv1.UnitKind_UNIT_KIND_SITE, site.Code, site.En+" "+l.en, site.ZhCN+l.zhCN)
	staff := b.unit(id+"-staff", part, directoryv1.UnitKind_UNIT_KIND_TEAM, "",
		fmt.Sprintf("%s %s operations", site.En, l.en), site.ZhCN+l.zhCN+"运营组")
	at := post{unit: staff, country: site.Country, employer: InHouse, shift: "day", since: veteran, manager: head, position: "site_manager"}
	manager := b.person(at)
	b.role(manager, optionv1.Role_ROLE_MANAGER, part, "")
	at.manager = manager
	at.position = "queue_manager"
	leads := make([]string, len(l.queues))
	for i := range l.queues {
		leads[i] = b.person(at)
	}
	used := 1 + len(l.queues)
	if employer, _ := vendor(site.Country); employer != "" {
		at.position, at.employer = "vendor_manager", employer
		b.role(b.person(at), optionv1.Role_ROLE_MANAGER, part, employer)
		at.employer = InHouse
		used++
	}
	at.position = "quality_coach"
	for range max(3, people/45) {
		b.person(at)
		used++
	}
	for i, q := range l.queues {
		b.queue(q, part, site, (people-used)*q.share/100, leads[i])
	}
}
