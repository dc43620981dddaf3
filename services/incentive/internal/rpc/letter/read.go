package letter

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

// GetLetter reads one letter.
func (s *letters) GetLetter(ctx context.Context, req *incentivev1.GetLetterRequest) (*incentivev1.Letter, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return letterProto(found), err
}

var (
	channels = list.Enum(incentivev1.LetterChannel(0).Descriptor())

	handled = list.NewestFirst(created, list.Fields{
		"state": list.Enum(incentivev1.LetterState(0).Descriptor()), "unit": list.Name("units"), "employer": list.String, "channel": channels,
		"received_date": list.Day.Only("<", "<=", ">", ">="), "purge_time": list.Timestamp.Only("<", "<=", ">", ">="),
	})
	mine      = list.NewestFirst(created, nil)
	published = list.Of[domain.Letter]{
		Fields: list.Fields{
			"unit": list.Name("units"), "channel": channels, "received_date": list.Day.Only("<", "<=", ">", ">="),
			"published_time": list.Timestamp.Only(),
		},
		Default: "published_time desc",
		Key: func(l domain.Letter, field string) any {
			if field == "published_time" {
				return db.Micros(l.PublishedTime)
			}
			return l.ID
		},
	}
)

func created(l domain.Letter) (time.Time, string) { return l.CreateTime, l.ID }

// ListLetters lists the letters within the caller's scope.
func (s *letters) ListLetters(ctx context.Context, req *incentivev1.ListLettersRequest) (*incentivev1.ListLettersResponse, error) {
	page, next, err := handled.Page(ctx, req, func(asked model.List) ([]domain.Letter, error) {
		return s.read.Letters(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListLettersResponse{Letters: list.Protos(page, letterProto), NextPageToken: next}, err
}

// ListMyLetters lists the letters that thank the caller.
func (s *letters) ListMyLetters(ctx context.Context, req *incentivev1.ListMyLettersRequest) (*incentivev1.ListMyLettersResponse, error) {
	self := model.ScopeFrom(ctx).Self
	page, next, err := mine.Page(ctx, req, func(asked model.List) ([]domain.Letter, error) { return s.read.Thanking(ctx, self, asked) })
	write := func(l domain.Letter) *incentivev1.MyLetter { return myLetterProto(l, self) }
	return &incentivev1.ListMyLettersResponse{Letters: list.Protos(page, write), NextPageToken: next}, err
}

// ListPublishedLetters lists what is published.
func (s *letters) ListPublishedLetters(ctx context.Context, req *incentivev1.ListPublishedLettersRequest) (*incentivev1.ListPublishedLettersResponse, error) {
	page, next, err := published.Page(ctx, req, func(asked model.List) ([]domain.Letter, error) {
		audience, err := domain.Reads(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock())
		if err != nil {
			return nil, err
		}
		return s.read.Published(ctx, audience, asked)
	})
	return &incentivev1.ListPublishedLettersResponse{Letters: list.Protos(page, publishedProto), NextPageToken: next}, err
}
