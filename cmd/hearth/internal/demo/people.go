package demo

import (
	"context"

	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/internal/model"
)

// as logs in as somebody, by a link of their own, for what people do for themselves alone.
func (f *Filling) as(ctx context.Context, id string) (context.Context, error) {
	if f.tokens[id] == "" {
		tokens := directoryv1.NewTokenServiceClient(f.Client.Conn())
		err := f.persist(ctx, func() error {
			link, err := tokens.CreateInvitation(ctx, &directoryv1.CreateInvitationRequest{Name: f.people[id], RequestId: uuid.NewString()})
			if err != nil {
				return err
			}
			redeemed, err := tokens.ExchangeToken(ctx, &directoryv1.ExchangeTokenRequest{
				Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: link.GetSecret()},
			})
			f.tokens[id] = redeemed.GetAccessToken()
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+f.tokens[id]), nil
}

// once is the id of a request that has its effect once, however often the demonstration is begun again.
func once(what string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("hearth demo "+what)).String()
}

// heard repeats a call until its service has heard of all whom it is about.
func (f *Filling) heard(ctx context.Context, call func() error) error {
	return f.until(ctx, func() (bool, error) {
		err := f.persist(ctx, call)
		switch client.Reason(status.Convert(err)) {
		case model.ErrNotFound.Reason, "ROSTER_NOT_READY", "NOT_AT_WORK", "INSUFFICIENT_FUNDS":
			return false, nil
		}
		return true, err
	})
}

// with are the ids of those who work in a unit, in a position where one is named, the longest there first in the order of their numbers.
func (f *Filling) with(unit, position string) (ids []string) {
	for _, person := range f.enterprise.People {
		if person.GetUnit() == unit && (position == "" || person.GetPosition() == position) {
			ids = append(ids, person.GetExternalId().GetId())
		}
	}
	return ids
}
