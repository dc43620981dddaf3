package privacy

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// ExportPerson gathers what every service keeps about a person. All of it is read before the transaction that notes the reading.
func (c *Calls) ExportPerson(ctx context.Context, req *directoryv1.ExportPersonRequest) (*directoryv1.ExportPersonResponse, error) {
	own, err := c.own(ctx, model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	others, err := c.others(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return request.Do(ctx, c.work, req, func(ctx context.Context, s change) (*directoryv1.ExportPersonResponse, error) {
		// An erasure since then must not be outlived by the answer, which is kept for a replay.
		if _, err := s.Turn(ctx); err != nil {
			return nil, err
		}
		if _, _, err := c.present(ctx, s, model.ID(req.GetName())); err != nil {
			return nil, err
		}
		return &directoryv1.ExportPersonResponse{Parts: append([]*directoryv1.PersonDataPart{own}, others...)}, nil
	})
}

// own is what the directory keeps.
func (c *Calls) own(ctx context.Context, id string) (*directoryv1.PersonDataPart, error) {
	person, today, err := c.present(ctx, c.People, id)
	if err != nil {
		return nil, err
	}
	record, err := c.record(ctx, &person, today)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(record, "", "  ")
	return &directoryv1.PersonDataPart{Service: "directory", Json: string(text)}, err
}

// present is a person within the scope who is not erased, and the day that they have.
func (c *Calls) present(ctx context.Context, reader people.Reader, id string) (people.Person, model.Day, error) {
	person, today, err := people.GetPerson(ctx, reader, model.ScopeFrom(ctx), c.Clock(), id)
	if err == nil && !person.EraseTime.IsZero() {
		err = model.ErrNotFound
	}
	return person, today, err
}

// others asks the other services, all at once. It names those that do not answer.
func (c *Calls) others(ctx context.Context, person string) ([]*directoryv1.PersonDataPart, error) {
	asking := &typev1.ExportPersonDataRequest{Person: person}
	if scope := model.ScopeFrom(ctx); scope.Self == model.ID(person) {
		asking.WayIn = scope.WayIn
	}
	parts := make([]*directoryv1.PersonDataPart, len(c.Peers))
	failed := make([]error, len(c.Peers))
	var calls sync.WaitGroup
	for i, peer := range c.Peers {
		calls.Go(func() {
			response := &typev1.ExportPersonDataResponse{}
			method := fmt.Sprintf("/hearth.%s.v1.PrivacyService/ExportPersonData", peer)
			failed[i] = c.Conn(peer).Invoke(ctx, method, asking, response)
			parts[i] = &directoryv1.PersonDataPart{Service: peer, Json: response.GetJson()}
		})
	}
	calls.Wait()
	var silent []string
	for i, err := range failed {
		if err != nil {
			silent = append(silent, c.Peers[i])
		}
	}
	if len(silent) > 0 {
		slices.Sort(silent)
		return nil, model.ErrUnavailable.With("services", strings.Join(silent, ","))
	}
	return parts, nil
}
