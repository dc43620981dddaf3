package recognition

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Reader reads what is kept, for a viewer. What they do not see is model.ErrNotFound.
type Reader interface {
	staff.Reader
	View(ctx context.Context, viewer Viewer, id string) (View, error)
	// Feed lists what a viewer sees, one more than a page.
	Feed(ctx context.Context, viewer Viewer, list model.List) ([]View, error)
	// Reported lists what was reported or is hidden and has a receiver within the areas of the scope, one more than a page.
	Reported(ctx context.Context, scope model.Scope, list model.List) ([]Reported, error)
	// ReportedOne is one of them, or another one that is shown.
	ReportedOne(ctx context.Context, scope model.Scope, id string) (Reported, error)
	// WantsAnniversaries says whether those of a person are told.
	WantsAnniversaries(ctx context.Context, person string) (bool, error)
	// Data is what is kept about a person.
	Data(ctx context.Context, person string) (PersonData, error)
	// BegunOn are the people who have begun an employment on one of the days, and on which: the last, where there are several.
	BegunOn(ctx context.Context, days []model.Day) (map[string]model.Day, error)
	// Anniversaries are the ids of those that were told since a day began, in UTC.
	Anniversaries(ctx context.Context, since model.Day) (map[string]bool, error)
}

// Store changes what is kept, within one transaction.
type Store interface {
	Reader
	wallet.Store
	// HoldRoster says whether the copy of the organisation is complete, and keeps an erasure waiting until the transaction ends.
	HoldRoster(ctx context.Context) (bool, error)
	// Add keeps a recognition, with the transfer of each receiver's points where there are any. It says whether it is new: one with
	// its id may be there already.
	Add(ctx context.Context, r Recognition, transfers []uuid.UUID) (fresh bool, err error)
	// Hold reads one as moderators see it, and keeps others from changing it until the transaction ends.
	Hold(ctx context.Context, scope model.Scope, id string) (Reported, error)
	// HoldGiven reads one that a person gave, and keeps others from changing it until the transaction ends.
	HoldGiven(ctx context.Context, giver, id string) (Recognition, error)
	// Withdraw keeps that one was taken back.
	Withdraw(ctx context.Context, r Recognition) error
	// Between are the ids of its giver, "" where nobody gave it, and of all its receivers.
	Between(ctx context.Context, id string) ([]string, error)
	// Transfers are those of its points.
	Transfers(ctx context.Context, id string) ([]uuid.UUID, error)
	// Moderate keeps whether it is hidden, why, by whom, whether its points went back, and that its reports are settled.
	Moderate(ctx context.Context, r Recognition) error
	// React keeps a person's reaction in the place of the one before; 0 takes it away.
	React(ctx context.Context, id, person string, reaction Reaction, now time.Time) error
	// Report keeps a report; a second one of the same subject changes nothing.
	Report(ctx context.Context, id string, r Report) error
	SetAnniversaries(ctx context.Context, person string, told bool) error
	// Erase leaves nothing that leads to a person: they get another id.
	Erase(ctx context.Context, person, pseudonym string) error
	Record(ctx context.Context, facts ...model.Fact) error
}
