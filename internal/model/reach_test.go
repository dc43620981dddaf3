package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

func TestReach(t *testing.T) {
	path := []string{"team", "site", "company"}
	for name, test := range map[string]struct {
		scope              model.Scope
		sees, changes      bool
		reachesA, reachesB bool
	}{
		"nothing":            {model.Scope{}, false, false, false, false},
		"oneself":            {model.Scope{Self: "p"}, false, false, false, false},
		"everything":         {model.Everything(), true, true, true, true},
		"the unit":           {model.Scope{Areas: []model.Area{{Unit: "team"}}}, true, true, true, true},
		"above":              {model.Scope{Areas: []model.Area{{Unit: "company"}}}, true, true, true, true},
		"elsewhere":          {model.Scope{Areas: []model.Area{{Unit: "other"}}}, false, false, false, false},
		"one employer":       {model.Scope{Areas: []model.Area{{Employer: "a"}}}, true, false, true, false},
		"one employer there": {model.Scope{Areas: []model.Area{{Unit: "site", Employer: "b"}}}, true, false, false, true},
		"two areas":          {model.Scope{Areas: []model.Area{{Unit: "other"}, {Unit: "site", Employer: "a"}}}, true, false, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.sees, test.scope.Sees(path))
			require.Equal(t, test.changes, test.scope.Changes(path))
			require.Equal(t, test.reachesA, test.scope.Reaches(path, "a"))
			require.Equal(t, test.reachesB, test.scope.Reaches(path, "b"))
		})
	}
}
