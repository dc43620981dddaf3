// Package reconciler counts a ledger anew, from its first transfer, while others post to it.
package reconciler

import (
	"context"
	"encoding/json"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger/outside"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// checkpoint is where a restart goes on: after the account of this number, with what was compared so far.
type checkpoint struct {
	From  int64             `json:"from"`
	So    ledger.Reconciled `json:"so"`
	Found int64             `json:"found"`
}

// most is how many differences are told.
const most = 1000

// Handler runs the operations of kind domain.Reconciliation, a page of accounts after the other.
func Handler(d *db.DB) operation.Handler {
	return func(ctx context.Context, t *operation.Task) (proto.Message, error) {
		var at checkpoint
		if len(t.Checkpoint) > 0 {
			if err := json.Unmarshal(t.Checkpoint, &at); err != nil {
				return nil, err
			}
		}
		id := string(t.Input)
		for {
			page, next, err := ledger.ReconcilePage(ctx, d, id, at.From)
			if err != nil {
				return nil, err
			}
			at.add(page)
			if at.From = next; next == 0 {
				break
			}
			text, err := json.Marshal(at)
			if err != nil {
				return nil, err
			}
			if err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				// How far it came would tell how many sealed accounts there are, and so when somebody has their first points.
				return t.Save(ctx, tx, text, 0, 0)
			}); err != nil {
				return nil, err
			}
		}
		sums, err := ledger.Sums(ctx, d.Read(), id)
		if err != nil {
			return nil, err
		}
		at.add(sums)
		return at.proto(), nil
	}
}

func (c *checkpoint) add(page ledger.Reconciled) {
	c.Found += int64(len(page.Differences))
	page.Differences = page.Differences[:min(len(page.Differences), most-len(c.So.Differences))]
	c.So.Add(page)
}

func (c *checkpoint) proto() *incentivev1.Reconciliation {
	made := &incentivev1.Reconciliation{
		Accounts: c.So.Accounts, Transfers: c.So.Transfers, OpenHolds: c.So.Holds, DifferencesFound: c.Found,
	}
	for _, kept := range c.So.Differences {
		d := outside.Difference(kept)
		made.Differences = append(made.Differences, &incentivev1.Difference{
			Account: model.Name("accounts", d.Account), What: d.What, Kept: d.Kept, Counted: d.Counted,
		})
	}
	return made
}
