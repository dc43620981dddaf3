package imports_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
)

func TestGuardAndMissing(t *testing.T) {
	var employed []imports.Employed
	for i := range 100 {
		e := imports.Employed{Person: fmt.Sprint(i), Employer: "a", Hire: 1, PlannedEnd: model.NoDay}
		if i >= 50 {
			e.Employer = "b"
		}
		if i >= 90 {
			e.PlannedEnd = 99
		}
		employed = append(employed, e)
	}
	present := func(missing ...int) map[string]bool {
		all := map[string]bool{}
		for i := range 100 {
			all[fmt.Sprint(i)] = true
		}
		for _, i := range missing {
			delete(all, fmt.Sprint(i))
		}
		return all
	}
	for name, test := range map[string]struct {
		options imports.Options
		present map[string]bool
		refused bool
		ends    int
	}{
		"nobody is missing":           {imports.Options{}, present(), false, 0},
		"as many as allowed":          {imports.Options{}, present(0, 1, 2, 3, 4), false, 5},
		"one more":                    {imports.Options{}, present(0, 1, 2, 3, 4, 5), true, 6},
		"a wider limit":               {imports.Options{LimitPercent: 6}, present(0, 1, 2, 3, 4, 5), false, 6},
		"a season ends":               {imports.Options{}, present(90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 1, 2, 3, 4, 5), false, 15},
		"planned ends yet to come":    {imports.Options{Effective: 99}, present(90, 91, 92, 93, 94, 95), true, 6},
		"an empty file":               {imports.Options{}, nil, true, 100},
		"only one employer's people":  {imports.Options{Employers: []string{"b"}}, present(0, 1, 2, 3, 4, 5, 6, 50, 51), false, 2},
		"of whom there are only half": {imports.Options{Employers: []string{"b"}}, present(50, 51, 52), true, 3},
	} {
		t.Run(name, func(t *testing.T) {
			options := test.options
			options.Complete = true
			if options.Effective == 0 {
				options.Effective = 100
			}
			err := options.Guard(employed, test.present)
			require.Equal(t, test.refused, err != nil)
			if test.refused {
				require.ErrorIs(t, err, imports.ErrRemovalGuard)
			}
			ends := options.Missing(employed, test.present)
			require.Len(t, ends, test.ends)
			for _, end := range ends {
				require.Equal(t, options.Effective-1, end.Leave)
			}
		})
	}
	require.NoError(t, imports.Options{}.Guard(employed, nil), "a file that is not complete ends nothing")
	early := imports.Employed{Person: "x", Hire: 50, PlannedEnd: 40}
	require.Equal(t, []imports.Removal{{Person: "x", Leave: 50}}, imports.Options{Effective: 100}.Missing([]imports.Employed{early}, nil))
}
