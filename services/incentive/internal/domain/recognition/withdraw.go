package recognition

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// withdrawable is for how long a giver may take back what they gave.
const withdrawable = 7 * 24 * time.Hour

// Withdraw takes back what the scope's person gave. The receivers keep their points: a refusal or a part would tell the giver what somebody
// has left, and moderators can take them back.
func Withdraw(ctx context.Context, s Store, now time.Time, scope model.Scope, id string) (View, error) {
	if scope.Self == "" {
		return View{}, model.ErrNotFound
	}
	viewer, err := ViewerOf(ctx, s, now, scope)
	if err != nil {
		return View{}, err
	}
	r, err := s.HoldGiven(ctx, scope.Self, id)
	switch {
	case err != nil:
		return View{}, err
	case r.Withdrawn():
		return s.View(ctx, viewer, id)
	case now.Sub(r.CreateTime) > withdrawable:
		return View{}, ErrTooLate
	}
	wasShown := r.Shown()
	r.WithdrawTime = now
	if err := s.Withdraw(ctx, r); err != nil {
		return View{}, err
	}
	if wasShown {
		if err := s.Record(ctx, Withdrawn{r.ID}); err != nil {
			return View{}, err
		}
	}
	return s.View(ctx, viewer, id)
}

// to is what a viewer is told.
func (v View) to(viewer Viewer) View {
	v.Recognition = v.toldTo(viewer.Scope.Self)
	return v
}

// toldTo is what a person is told, "" for who is nobody: of what was taken back, nobody but the giver reads the words.
func (r Recognition) toldTo(person string) Recognition {
	if r.Withdrawn() && (person == "" || r.Giver != person) {
		r.Story = ""
	}
	return r
}
