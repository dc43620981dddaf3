package recognition

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// React has the scope's person answer a recognition; 0 takes the answer away.
func React(ctx context.Context, s Store, now time.Time, scope model.Scope, id string, reaction Reaction) (View, error) {
	if _, err := s.HoldRoster(ctx); err != nil { // nobody who is being erased reacts
		return View{}, err
	}
	viewer, err := ViewerOf(ctx, s, now, scope)
	if err != nil {
		return View{}, err
	}
	seen, err := s.View(ctx, viewer, id)
	switch {
	case err != nil:
		return View{}, err
	case scope.Self == "":
		return View{}, model.ErrPermissionDenied // a key has no feelings
	case seen.Hidden && reaction != 0:
		return View{}, ErrHidden
	case seen.Withdrawn() && reaction != 0:
		return View{}, ErrWithdrawn
	}
	if err := s.React(ctx, id, scope.Self, reaction, now); err != nil {
		return View{}, err
	}
	seen, err = s.View(ctx, viewer, id)
	return seen.to(viewer), err
}

// ReportOne tells the moderators that something is wrong with a recognition that the scope sees.
func ReportOne(ctx context.Context, s Store, now time.Time, scope model.Scope, id string, r Report) error {
	if err := text.Lines("note", r.Note, 500); err != nil {
		return err
	}
	if _, err := s.HoldRoster(ctx); err != nil {
		return err
	}
	seen, err := Get(ctx, s, now, scope, id)
	switch {
	case err != nil:
		return err
	case scope.Self != "" && seen.Giver == scope.Self:
		return ErrOwn
	}
	r.Time = now
	return s.Report(ctx, id, r)
}

// Hiding is what a moderator asks for. By is their subject.
type Hiding struct {
	ID, By, Reason string
	TakePointsBack bool
}

// Hide hides a recognition, or only takes the points of a hidden one back.
func Hide(ctx context.Context, s Store, now time.Time, scope model.Scope, h Hiding) (Reported, error) {
	if err := text.Lines("reason", h.Reason, 500); err != nil {
		return Reported{}, err
	}
	if utf8.RuneCountInString(strings.TrimSpace(h.Reason)) < 2 {
		return Reported{}, model.InvalidField("reason", model.Missing)
	}
	if _, err := s.HoldRoster(ctx); err != nil {
		return Reported{}, err
	}
	held, err := toModerate(ctx, s, scope, h.ID)
	if err != nil {
		return Reported{}, err
	}
	r, wasShown := held.Recognition, held.Shown()
	if !r.Hidden {
		r.Hidden, r.HideReason, r.HiddenBy = true, strings.TrimSpace(h.Reason), h.By
	}
	takeBack := h.TakePointsBack && r.Points > 0 && !r.TakenBack
	r.TakenBack = r.TakenBack || takeBack
	if err := s.Moderate(ctx, r); err != nil {
		return Reported{}, err
	}
	if wasShown {
		if err := s.Record(ctx, Hidden{r.ID}); err != nil {
			return Reported{}, err
		}
	}
	if takeBack {
		if err := takePointsBack(ctx, s, now, h.By, r); err != nil {
			return Reported{}, err
		}
	}
	return s.ReportedOne(ctx, scope, h.ID)
}

// toModerate holds a recognition that the caller neither gave nor got.
func toModerate(ctx context.Context, s Store, scope model.Scope, id string) (Reported, error) {
	held, err := s.Hold(ctx, scope, id)
	if err != nil {
		return Reported{}, err
	}
	people, err := s.Between(ctx, id)
	if err == nil {
		err = staff.Stranger(ctx, people...)
	}
	return held, err
}

// takePointsBack reverses all transfers of a recognition, or none.
func takePointsBack(ctx context.Context, s Store, now time.Time, by string, r Recognition) error {
	transfers, err := s.Transfers(ctx, r.ID)
	if err != nil {
		return err
	}
	posting := make(ledger.Posting, len(transfers))
	for i, of := range transfers {
		posting[i] = ledger.Transfer{ID: taken(of), Kind: ledger.Reversal, Of: of, Day: model.NoDay, Reason: "recognition.hidden", Source: r.Name(), By: by}
	}
	_, err = wallet.Post(ctx, s, now, posting)
	if errors.Is(err, ledger.ErrInsufficientFunds) {
		return ErrPointsSpent
	}
	return err
}

// taken is the id of what takes a transfer back: once, whoever does it.
func taken(of uuid.UUID) uuid.UUID { return wallet.ID("recognition.hidden", of.String()) }

// Restore shows a hidden recognition again, or leaves a reported one as it is. Its reports are settled.
func Restore(ctx context.Context, s Store, scope model.Scope, id string) (Reported, error) {
	held, err := toModerate(ctx, s, scope, id)
	if err != nil {
		return Reported{}, err
	}
	r, was := held.Recognition, held.Hidden
	r.Hidden, r.HideReason, r.HiddenBy = false, "", ""
	if err := s.Moderate(ctx, r); err != nil {
		return Reported{}, err
	}
	if was && r.Shown() {
		if err := s.Record(ctx, Restored{r.ID}); err != nil {
			return Reported{}, err
		}
	}
	held.Recognition, held.Open, held.Reports = r, nil, 0
	return held, nil
}
