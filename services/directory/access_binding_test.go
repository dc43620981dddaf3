package directory_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestTheSameBindingTwiceIsTheSame(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		person := h.person(unit, "acme", "1", employed)
		first := h.bind(person, optionv1.Role_ROLE_MANAGER, unit, "acme")
		again := h.bind(person, optionv1.Role_ROLE_MANAGER, unit, "acme")
		require.True(h, proto.Equal(first, again), "%v\n%v", first, again)
		for _, other := range []*directoryv1.Binding{
			h.bind(person, optionv1.Role_ROLE_TEAM_LEAD, unit, "acme"),
			h.bind(person, optionv1.Role_ROLE_MANAGER, unit, ""),
			h.bind(person, optionv1.Role_ROLE_MANAGER, "", "acme"),
		} {
			require.NotEqual(h, first.GetName(), other.GetName())
		}
		var made sync.Map
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				binding, err := h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{
					Binding: &directoryv1.Binding{Subject: person, Role: optionv1.Role_ROLE_ANALYST},
				})
				if err == nil {
					made.Store(binding.GetName(), true)
				} else {
					made.Store(err.Error(), true)
				}
			})
		}
		all.Wait()
		kinds := 0
		made.Range(func(key, _ any) bool { kinds++; return true })
		require.Equal(h, 1, kinds, "many at the same time make one")
	})
}

func TestATokenCanCarryAllBindings(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "1", employed)
		for range 50 {
			h.bind(person, optionv1.Role_ROLE_MANAGER, h.unit(""), "employer-with-a-rather-long-name-of-its-own")
		}
		_, err := h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{
			Binding: &directoryv1.Binding{Subject: person, Role: optionv1.Role_ROLE_MANAGER, Unit: h.unit("")},
		})
		requireRefused(h, err, "INVALID_FIELD")
		require.Len(h, h.caller(h.login(person)).GetBindings(), 50)
	})
}

// TestNobodyGivesMoreThanTheyHave crosses what a caller administers with what they try to give.
func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	inHouse(t, func(h *house) {
		company := h.unit("")
		north, south := h.unit(company), h.unit(company)
		team := h.unit(north)
		units := map[string]string{"all": "", "company": company, "north": north, "south": south, "team": team, "nowhere": model.Name("units", uuid.NewString())}
		subject := h.person(team, "acme", "1", employed)

		type area struct{ unit, employer string }
		areas := []area{}
		for _, unit := range []string{"all", "company", "north", "south", "team", "nowhere"} {
			areas = append(areas, area{unit, ""}, area{unit, "acme"}, area{unit, "other"})
		}
		above := map[string][]string{"all": {}, "company": {"company"}, "north": {"north", "company"}, "south": {"south", "company"}, "team": {"team", "north", "company"}}
		covers := func(own, given area) bool {
			path, exists := above[given.unit]
			if !exists || (own.employer != "" && own.employer != given.employer) {
				return false
			}
			for _, unit := range path {
				if own.unit == unit {
					return true
				}
			}
			return own.unit == "all"
		}
		for _, own := range []area{{"all", ""}, {"all", "acme"}, {"all", "other"}, {"company", ""}, {"north", "acme"}, {"south", ""}, {"team", ""}} {
			caller := h.holder(optionv1.Role_ROLE_ADMIN, units[own.unit], own.employer)
			seesSubject := covers(own, area{"team", "acme"})
			for _, given := range areas {
				made, err := h.bindings.CreateBinding(caller, &directoryv1.CreateBindingRequest{
					Binding: &directoryv1.Binding{Subject: subject, Role: optionv1.Role_ROLE_MANAGER, Unit: units[given.unit], Employer: given.employer},
				})
				what := fmt.Sprintf("admin of %v gives %v", own, given)
				if !seesSubject || !covers(own, given) {
					require.Equal(h, "NOT_FOUND", calltest.Reason(err), what)
					continue
				}
				require.NoError(h, err, what)
				h.requireListed(caller, made.GetName(), true, what)
			}
		}
		// What stands is seen, and taken away, by those who could have given it.
		for _, own := range []area{{"all", "acme"}, {"north", "acme"}, {"south", ""}, {"team", "other"}} {
			caller := h.holder(optionv1.Role_ROLE_ADMIN, units[own.unit], own.employer)
			for _, given := range areas[:len(areas)-3] {
				what := fmt.Sprintf("admin of %v takes %v", own, given)
				made := h.bind(subject, optionv1.Role_ROLE_MANAGER, units[given.unit], given.employer)
				h.requireListed(caller, made.GetName(), covers(own, given), what)
				_, err := h.bindings.DeleteBinding(caller, &directoryv1.DeleteBindingRequest{Name: made.GetName()})
				if !covers(own, given) {
					require.Equal(h, "NOT_FOUND", calltest.Reason(err), what)
					continue
				}
				require.NoError(h, err, what)
				h.requireListed(h.admin, made.GetName(), false, what)
			}
		}
	})
}

// Whoever has the role of another system says by which ids it knows people, and so whom the next import writes to.
func TestTheRoleOfASystemIsForAdministratorsOfAllToGive(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		subject := h.person(unit, "acme", "1", employed)
		give := func(caller context.Context, employer string) error {
			_, err := h.bindings.CreateBinding(caller, &directoryv1.CreateBindingRequest{
				Binding: &directoryv1.Binding{Subject: subject, Role: optionv1.Role_ROLE_SYSTEM, Unit: unit, Employer: employer},
			})
			return err
		}
		requireRefused(h, give(h.holder(optionv1.Role_ROLE_ADMIN, unit, ""), ""), "PERMISSION_DENIED")
		requireRefused(h, give(h.holder(optionv1.Role_ROLE_ADMIN, "", "acme"), "acme"), "PERMISSION_DENIED")
		require.NoError(h, give(h.admin, "acme"))
	})
}

func (h *house) requireListed(caller context.Context, name string, want bool, what string) {
	h.Helper()
	found := false
	for token, more := "", true; more; more = token != "" {
		page, err := h.bindings.ListBindings(caller, &directoryv1.ListBindingsRequest{PageSize: 7, PageToken: token})
		require.NoError(h, err)
		for _, binding := range page.GetBindings() {
			found = found || binding.GetName() == name
		}
		token = page.GetNextPageToken()
	}
	require.Equal(h, want, found, "%s: listed", what)
}

func TestSubjectsOutOfReachAreNotThere(t *testing.T) {
	inHouse(t, func(h *house) {
		north, south := h.unit(""), h.unit("")
		caller := h.holder(optionv1.Role_ROLE_ADMIN, north, "")
		key, _ := h.key(admins)
		for name, subject := range map[string]string{
			"nobody":             model.Name("people", uuid.NewString()),
			"elsewhere":          h.person(south, "acme", "1", employed),
			"left for the south": h.person(south, "acme", "2", left),
			"a key":              key,
			"no key":             model.Name("keys", uuid.NewString()),
			"a service":          serviceKey(h),
		} {
			_, err := h.bindings.CreateBinding(caller, &directoryv1.CreateBindingRequest{
				Binding: &directoryv1.Binding{Subject: subject, Role: optionv1.Role_ROLE_MANAGER, Unit: north},
			})
			require.Equal(h, "NOT_FOUND", calltest.Reason(err), name)
		}
		_, err := h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{
			Binding: &directoryv1.Binding{Subject: serviceKey(h), Role: optionv1.Role_ROLE_ADMIN},
		})
		requireRefused(h, err, "NOT_FOUND")
		_, err = h.bindings.DeleteBinding(h.admin, &directoryv1.DeleteBindingRequest{Name: model.Name("bindings", uuid.NewString())})
		requireRefused(h, err, "NOT_FOUND")
	})
}

func TestABindingExpires(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "1", employed)
		draft := &directoryv1.Binding{Subject: person, Role: optionv1.Role_ROLE_ANALYST, ExpireTime: timestamppb.New(h.Clock.Now().Add(time.Minute))}
		made, err := h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{Binding: draft})
		require.NoError(h, err)
		require.Len(h, h.caller(h.login(person)).GetBindings(), 1)
		h.Clock.Advance(time.Minute)
		require.Empty(h, h.caller(h.login(person)).GetBindings())
		_, err = h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{Binding: draft})
		requireRefused(h, err, "INVALID_FIELD")
		draft.ExpireTime = nil
		lasting, err := h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{Binding: draft})
		require.NoError(h, err)
		require.NotEqual(h, made.GetName(), lasting.GetName())
	})
}

func TestBindingsAreFiltered(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		one, other := h.person(unit, "acme", "1", employed), h.person(unit, "acme", "2", employed)
		h.bind(one, optionv1.Role_ROLE_MANAGER, unit, "")
		h.bind(one, optionv1.Role_ROLE_ANALYST, "", "acme")
		h.bind(other, optionv1.Role_ROLE_MANAGER, unit, "acme")
		for filter, want := range map[string]int{
			fmt.Sprintf("subject = %q", one):                           2,
			"role = ROLE_MANAGER":                                      2,
			fmt.Sprintf("role = ROLE_MANAGER AND subject = %q", other): 1,
			fmt.Sprintf("unit = %q", unit):                             2,
			fmt.Sprintf(`unit = %q AND employer = "acme"`, unit):       1,
			`employer = "acme"`:                                        2,
			`employer = "ACME"`:                                        0,
		} {
			page, err := h.bindings.ListBindings(h.admin, &directoryv1.ListBindingsRequest{Filter: filter})
			require.NoError(h, err, filter)
			require.Len(h, page.GetBindings(), want, filter)
		}
		for _, wrong := range []string{"subject > 'a'", "create_time = 1", "role = NOBODY", "(", "unit = 'sites/1'"} {
			_, err := h.bindings.ListBindings(h.admin, &directoryv1.ListBindingsRequest{Filter: wrong})
			require.Equal(h, "FILTER_INVALID", calltest.Reason(err), wrong)
		}
	})
}

// TestTwoAdministratorsCannotRemoveEachOther at the same time: one of them stays.
func TestTwoAdministratorsCannotRemoveEachOther(t *testing.T) {
	inHouse(t, func(h *house) {
		own := h.caller(h.admin).GetSubject()
		for range 5 {
			name, _ := h.key(admins)
			results := make(chan error, 2)
			for _, key := range []string{own, name} {
				go func() {
					_, err := h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: key})
					results <- err
				}()
			}
			refused := []string{}
			for range 2 {
				if err := <-results; err != nil {
					refused = append(refused, calltest.Reason(err))
				}
			}
			require.Equal(h, []string{"LAST_ADMIN"}, refused)
			h.Exec("UPDATE api_key SET revoke_time = NULL WHERE id = $1", model.ID(own))
			h.Exec("UPDATE api_key SET revoke_time = 0 WHERE id = $1", model.ID(name))
		}
	})
}
