package fund

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Reader reads funds and proposals. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Fund(ctx context.Context, id string) (Fund, error)
	// Funds lists those within the scope's areas, and those that are open to who stands there; one more than a page.
	Funds(ctx context.Context, scope model.Scope, standing Standing, list model.List) ([]Fund, error)
	Proposal(ctx context.Context, id string) (Proposal, error)
	// Proposals lists those that See shows; one more than a page.
	Proposals(ctx context.Context, scope model.Scope, standing Standing, list model.List) ([]Proposal, error)
	// ProposalsOf are all in which a person has a part.
	ProposalsOf(ctx context.Context, person string) ([]Proposal, error)
}

// Store changes what is kept, within one transaction. What it reads to be changed stays as it is until the transaction ends.
type Store interface {
	wallet.Store
	Reader
	AddFund(ctx context.Context, f Fund) error
	ProposalToChange(ctx context.Context, id string) (Proposal, error)
	// SaveProposal inserts version 1 and updates any other.
	SaveProposal(ctx context.Context, p Proposal) error
	// HoldPeople keeps those waiting who erase people, until the transaction ends.
	HoldPeople(ctx context.Context) error
	Record(ctx context.Context, fact model.Fact) error
}
