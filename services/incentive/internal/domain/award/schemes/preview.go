package schemes

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// Unfair says why a scheme cannot be activated.
type Unfair struct{ Why *model.Fault }

// Error is for logs and tests.
func (u *Unfair) Error() string { return u.Why.Error() }

// simulated is how many rounds a preview simulates, from the seed that makes it the same each time.
const simulated, seed = 200, 1

// Preview says what the score of a scheme within the scope favours of equals, or that it is *Unfair.
func Preview(ctx context.Context, r award.Reader, scope model.Scope, id string) ([]score.Favour, error) {
	scheme, err := Get(ctx, r, scope, id)
	if err != nil {
		return nil, err
	}
	if why, ok := errors.AsType[*model.Fault](scheme.Fair()); ok {
		return nil, &Unfair{why}
	}
	return score.Favours(scheme.Scoring(), seed, simulated)
}
