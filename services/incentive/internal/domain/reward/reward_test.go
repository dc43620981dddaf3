package reward_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

func TestToWhomARewardIsOffered(t *testing.T) {
	night := reward.Standing{Units: []string{"night", "service", "root"}, Site: "chengdu", Employer: "acme"}
	for name, test := range map[string]struct {
		draft reward.Draft
		to    reward.Standing
		want  bool
	}{
		"to a unit above":                {reward.Draft{Unit: "root"}, night, true},
		"to the own unit":                {reward.Draft{Unit: "night"}, night, true},
		"to another unit":                {reward.Draft{Unit: "day"}, night, false},
		"at the site":                    {reward.Draft{Unit: "root", Sites: []string{"wuhan", "chengdu"}}, night, true},
		"at another site":                {reward.Draft{Unit: "root", Sites: []string{"wuhan"}}, night, false},
		"of the employer":                {reward.Draft{Unit: "root", Employers: []string{"acme"}}, night, true},
		"of another employer":            {reward.Draft{Unit: "root", Employers: []string{"beta"}}, night, false},
		"to who works nowhere":           {reward.Draft{Unit: "root"}, reward.Standing{}, false},
		"without a site, where one must": {reward.Draft{Unit: "root", Sites: []string{"wuhan"}}, reward.Standing{Units: []string{"root"}}, false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, test.draft.OfferedTo(test.to)) })
	}
}

func TestWhoseRewardItIs(t *testing.T) {
	require.Equal(t, "acme", reward.Draft{Employers: []string{"acme"}}.Employer())
	require.Empty(t, reward.Draft{}.Employer(), "all have no one employer")
	require.Empty(t, reward.Draft{Employers: []string{"acme", "beta"}}.Employer(), "nor have two")
}
