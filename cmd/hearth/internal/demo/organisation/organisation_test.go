package organisation

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
)

const seed = 1

func digest(t *testing.T, o *Organisation) string {
	t.Helper()
	sum := sha256.New()
	write := func(m proto.Message) {
		bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
		require.NoError(t, err)
		sum.Write(bytes)
	}
	for _, unit := range o.Units {
		write(unit)
	}
	for _, person := range o.People {
		write(person)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func TestTheSameSeedIsTheSameEnterprise(t *testing.T) {
	require.Equal(t, digest(t, New(seed)), digest(t, New(seed)))
	require.NotEqual(t, digest(t, New(seed)), digest(t, New(seed+1)))
	require.Equal(t, New(seed).Roles, New(seed).Roles)
}

// sites finds the site of each unit, "" for those above the sites.
func sites(o *Organisation) map[string]string {
	at := map[string]string{}
	for _, unit := range o.Units {
		id := unit.GetExternalId().GetId()
		if at[id] = unit.GetSite(); at[id] == "" {
			at[id] = at[unit.GetParentId()]
		}
	}
	return at
}

func TestTheEnterpriseLooksReal(t *testing.T) {
	o := New(seed)
	require.InDelta(t, 4000, len(o.People), 40)
	kinds, children := map[directoryv1.UnitKind]int{}, map[string]int{}
	known := map[string]bool{"": true}
	for _, unit := range o.Units {
		require.True(t, known[unit.GetParentId()], "units stand below units before them")
		known[unit.GetExternalId().GetId()] = true
		kinds[unit.GetKind()]++
		children[unit.GetParentId()]++
	}
	require.Len(t, known, len(o.Units)+1, "each unit once")
	require.Equal(t, 1, kinds[directoryv1.UnitKind_UNIT_KIND_COMPANY])
	require.Equal(t, 5, kinds[directoryv1.UnitKind_UNIT_KIND_DEPARTMENT])
	require.InDelta(t, 260, kinds[directoryv1.UnitKind_UNIT_KIND_TEAM], 30)

	members, at, bySite, nights := map[string]int{}, sites(o), map[string]int{}, map[string]int{}
	for _, person := range o.People {
		require.True(t, known[person.GetUnit()], person.GetUnit())
		require.NotEmpty(t, person.GetLegalEntity())
		members[person.GetUnit()]++
		bySite[at[person.GetUnit()]]++
		if person.GetShift() == "night" {
			nights[at[person.GetUnit()]]++
		}
	}
	require.Len(t, bySite, len(place.Sites))
	for unit, count := range members {
		require.Zero(t, children[unit], "%s: people work in the leaves of the tree, so that no unit has a rest of one or two", unit)
		if unit != HiddenTeam {
			require.GreaterOrEqual(t, count, 6, unit)
		}
		require.LessOrEqual(t, count, 25, unit)
	}
	require.Equal(t, 4, members[HiddenTeam])
	require.Len(t, nights, len(place.Sites))
	for site, count := range nights {
		require.True(t, count >= 3 && count <= 8, "%s: %d at night", site, count)
	}
}

func TestNumbersCollideBetweenEmployersOnly(t *testing.T) {
	o := New(seed)
	ids, numbers, employers := map[string]int{}, map[string][]string{}, map[string]int{}
	for _, person := range o.People {
		ids[person.GetExternalId().GetId()]++
		numbers[person.GetNumber()] = append(numbers[person.GetNumber()], person.GetEmployer())
		employers[person.GetEmployer()]++
	}
	require.Len(t, ids, len(o.People))
	require.ElementsMatch(t, []string{InHouse, Yunqiao, Selat}, numbers["00012"])
	for number, of := range numbers {
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(of))), len(of), "%s twice with one employer", number)
	}
	require.Greater(t, employers[InHouse], employers[Yunqiao])
	require.Greater(t, employers[Yunqiao], employers[Selat])
	require.Greater(t, employers[Selat], 200)
}

func TestPeopleHaveDatesAndSomebodyAboveThem(t *testing.T) {
	o := New(seed)
	known, seasonal, heads := map[string]bool{}, 0, 0
	for _, person := range o.People {
		if person.GetManager() == "" {
			heads++
		} else {
			require.True(t, known[person.GetManager()], "whoever leads stands before those who are led")
		}
		known[person.GetExternalId().GetId()] = true
		require.LessOrEqual(t, person.GetHireDate(), now.String())
		require.Greater(t, person.GetHireDate(), "2015-01-01")
		if person.GetPlannedEndDate() != "" {
			seasonal++
			require.Greater(t, person.GetHireDate(), "2026-08-31")
		}
	}
	require.Equal(t, 1, heads)
	require.InDelta(t, 120, seasonal, 60)
}

func TestRolesAreOverWhatPeopleRun(t *testing.T) {
	o := New(seed)
	employer := map[string]string{}
	for _, person := range o.People {
		employer[person.GetExternalId().GetId()] = person.GetEmployer()
	}
	units := map[string]bool{}
	for _, unit := range o.Units {
		units[unit.GetExternalId().GetId()] = true
	}
	counts, teams := map[optionv1.Role]int{}, map[string]bool{}
	for _, role := range o.Roles {
		require.Contains(t, employer, role.Person)
		require.True(t, units[role.Unit], role.Unit)
		counts[role.Role]++
		if role.Role == optionv1.Role_ROLE_TEAM_LEAD {
			teams[role.Unit] = true
		}
		if role.Employer != "" {
			require.Equal(t, role.Employer, employer[role.Person], "a vendor's manager is the vendor's")
		}
	}
	require.True(t, teams[HiddenTeam])
	require.Equal(t, 2, counts[optionv1.Role_ROLE_CULTURE_ADMIN])
	require.Equal(t, 1, counts[optionv1.Role_ROLE_ANALYST])
	require.Greater(t, counts[optionv1.Role_ROLE_MANAGER], 60)
}
