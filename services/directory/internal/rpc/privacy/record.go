package privacy

import (
	"context"
	"encoding/json"
	"errors"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

// record is what the directory keeps about a person, for that person to read.
type record struct {
	Person     json.RawMessage   `json:"person"`
	Placements []json.RawMessage `json:"placements"`
	Bindings   []binding         `json:"bindings"`
	// PIN says whether one is set; it is kept as a hash only.
	PIN bool `json:"pin"`
	// Changes are the audit entries of what the person did, and of what was done to them.
	Changes []json.RawMessage `json:"changes"`
}

type binding struct {
	Role     string `json:"role"`
	Unit     string `json:"unit,omitempty"`
	Employer string `json:"employer,omitempty"`
}

func (c *Calls) record(ctx context.Context, person *people.Person, today model.Day) (*record, error) {
	kept := &record{Placements: []json.RawMessage{}, Bindings: []binding{}, Changes: []json.RawMessage{}}
	var err error
	if kept.Person, err = text(wire.Person(person, today)); err != nil {
		return nil, err
	}
	for _, held := range person.History {
		placement, err := text(wire.Placement(held))
		if err != nil {
			return nil, err
		}
		kept.Placements = append(kept.Placements, placement)
	}
	if err := c.access(ctx, person.ID, kept); err != nil {
		return nil, err
	}
	for _, filter := range []string{"caller", "resource"} {
		if err := c.changes(ctx, filter+` = "`+model.Name("people", person.ID)+`"`, kept); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func (c *Calls) access(ctx context.Context, person string, kept *record) error {
	held, err := c.Login.BindingsOf(ctx, model.Name("people", person), c.Clock())
	if err != nil {
		return err
	}
	for _, b := range held {
		kept.Bindings = append(kept.Bindings, binding{optionv1.Role(b.Role).String(), model.Name("units", b.Unit), b.Employer})
	}
	_, err = c.Login.PINOf(ctx, person)
	kept.PIN = err == nil
	if errors.Is(err, model.ErrNotFound) {
		return nil
	}
	return err
}

// changes adds audit entries, which are otherwise for the whole installation to read; these are the person's own.
func (c *Calls) changes(ctx context.Context, filter string, kept *record) error {
	ctx = model.WithScope(ctx, model.Everything())
	req := &typev1.ListAuditEntriesRequest{Filter: filter, PageSize: 1000}
	for {
		page, err := request.Audit{DB: c.DB}.ListAuditEntries(ctx, req)
		if err != nil {
			return err
		}
		for _, entry := range page.GetAuditEntries() {
			change, err := text(entry)
			if err != nil {
				return err
			}
			kept.Changes = append(kept.Changes, change)
		}
		if req.PageToken = page.GetNextPageToken(); req.PageToken == "" {
			return nil
		}
	}
}

func text(message proto.Message) (json.RawMessage, error) {
	return protojson.Marshal(message)
}
