package model_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
)

func TestScopeOf(t *testing.T) {
	self := model.Rule{Roles: []model.Role{model.RoleEmployee}, Kind: model.ScopeSelf}
	subtree := model.Rule{Roles: []model.Role{model.RoleManager, model.RoleAdmin}, Kind: model.ScopeSubtree}
	installation := model.Rule{Roles: []model.Role{model.RoleAdmin}, Kind: model.ScopeInstallation}
	person := func(bindings ...model.Binding) model.Actor {
		return model.Actor{Subject: "people/p1", Bindings: bindings}
	}
	tests := []struct {
		name  string
		actor model.Actor
		rules []model.Rule
		want  model.Scope
	}{
		{"nobody", model.Actor{}, []model.Rule{self, subtree}, model.Scope{}},
		{"a person has a self", person(), []model.Rule{self, subtree}, model.Scope{Self: "p1"}},
		{"and a way in", model.Actor{Subject: "people/p1", WayIn: "w1"}, []model.Rule{self}, model.Scope{Self: "p1", WayIn: "w1"}},
		{"which counts for what is their own", model.Actor{Subject: "people/p1", WayIn: "w1"}, []model.Rule{subtree}, model.Scope{}},
		{"a key has neither", model.Actor{Subject: "keys/k1", WayIn: "w1"}, []model.Rule{self}, model.Scope{}},
		{"a role that no rule names", person(model.Binding{Role: model.RoleAnalyst}), []model.Rule{subtree}, model.Scope{}},
		{"a subtree and an employer", person(model.Binding{Role: model.RoleManager, Unit: "u1", Employer: "acme"}), []model.Rule{self, subtree},
			model.Scope{Self: "p1", Areas: []model.Area{{Unit: "u1", Employer: "acme"}}}},
		{"two subtrees", person(model.Binding{Role: model.RoleManager, Unit: "u1"}, model.Binding{Role: model.RoleAdmin, Unit: "u2"}), []model.Rule{subtree},
			model.Scope{Areas: []model.Area{{Unit: "u1"}, {Unit: "u2"}}}},
		{"one employer everywhere is not everything", person(model.Binding{Role: model.RoleAdmin, Employer: "acme"}), []model.Rule{subtree},
			model.Scope{Areas: []model.Area{{Employer: "acme"}}}},
		{"an installation rule needs the whole", person(model.Binding{Role: model.RoleAdmin, Unit: "u1"}), []model.Rule{installation}, model.Scope{}},
		{"nor is one employer the whole", person(model.Binding{Role: model.RoleAdmin, Employer: "acme"}), []model.Rule{installation}, model.Scope{}},
		{"everything", person(model.Binding{Role: model.RoleManager, Unit: "u1"}, model.Binding{Role: model.RoleAdmin}), []model.Rule{self, subtree},
			model.Scope{All: true, Self: "p1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, model.ScopeOf(test.actor, test.rules))
			require.Equal(t, test.want.Empty(), model.ScopeOf(test.actor, test.rules).Empty())
		})
	}
}

func TestWithoutAScopeNothingIsWithinReach(t *testing.T) {
	require.True(t, model.ScopeFrom(t.Context()).Empty())
	ctx := model.WithScope(t.Context(), model.Everything())
	require.False(t, model.ScopeFrom(ctx).Empty())
}

func TestFaultsAreEqualByReason(t *testing.T) {
	base := model.NewFault("UNIT_CYCLE")
	more := base.With("unit", "u1").At("unit.parent", model.Say("stands below the unit", "位于该单元之下"))
	require.ErrorIs(t, fmt.Errorf("moving: %w", more), base)
	require.False(t, errors.Is(more, model.ErrNotFound))
	require.Empty(t, base.Meta, "a sentinel never changes")
	require.Empty(t, base.Violations, "a sentinel never changes")
	require.Equal(t, "UNIT_CYCLE; unit.parent: stands below the unit; unit=u1", more.Error())
}

func TestTextIn(t *testing.T) {
	text := model.Text{"zh-CN": "归属感", "en": "belonging", "ja": "帰属"}
	tests := []struct{ locale, want string }{
		{"zh-CN", "归属感"}, {"zh-TW", "归属感"}, {"en-GB", "belonging"}, {"ja-JP", "帰属"},
		{"fr", "belonging"}, {"", "belonging"}, {"-", "belonging"}, {"💥", "belonging"},
	}
	for _, test := range tests {
		require.Equal(t, test.want, text.In(test.locale), test.locale)
	}
	require.Equal(t, "帰属", model.Text{"ja": "帰属"}.In("fr"))
	require.Empty(t, model.Text{}.In("en"))
}

func TestDay(t *testing.T) {
	day, err := model.ParseDay("2026-11-22")
	require.NoError(t, err)
	require.Equal(t, 7, day.Weekday())
	require.Equal(t, 1, (day + 1).Weekday())
	require.Equal(t, "2026-11-23", (day + 1).String())
	none, err := model.ParseDay("")
	require.NoError(t, err)
	require.Equal(t, model.NoDay, none)
	require.Empty(t, none.String())
	for _, wrong := range []string{"2026-02-30", "22.11.2026", "2026-1-1", "today", "2026-11-22 "} {
		_, err := model.ParseDay(wrong)
		require.Error(t, err, wrong)
	}
	shanghai := time.FixedZone("", 8*60*60)
	require.Equal(t, "2026-01-02", model.DayOf(time.Date(2026, 1, 2, 0, 30, 0, 0, shanghai)).String(), "the day of the wall clock, not of UTC")
	require.Equal(t, "1969-12-31", model.DayOf(time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)).String())
}

func TestDayRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := model.Day(rapid.Int64Range(-700_000, 2_900_000).Draw(t, "day"))
		again, err := model.ParseDay(day.String())
		require.NoError(t, err)
		require.Equal(t, day, again)
	})
}

func TestNames(t *testing.T) {
	require.Equal(t, "units/7", model.Name("units", "7"))
	require.Empty(t, model.Name("units", ""))
	require.Equal(t, "7", model.ID("units/7"))
	require.Equal(t, "7", model.ID("7"))
	require.Empty(t, model.ID(""))
	require.Equal(t, []string{"1", "2"}, model.IDs(model.Names("units", []string{"1", "2"})))
	require.Nil(t, model.Names("units", nil))
}
