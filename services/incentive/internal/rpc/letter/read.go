package letter

import (
	"context"

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

	handled = list.Spec{
		Fields: map[string]list.Kind{
			"state": list.Enum(incentivev1.LetterState(0).Descriptor()), "unit": list.Name("units"), "employer": list.String, "channel": channels,
			"received_date": list.Day.Only("<", "<=", ">", ">="), "purge_time": list.Timestamp.Only("<", "<=", ">", ">="),
			"create_time": list.Timestamp.Only(), "id": list.String.Only(),
		},
		Default: "create_time desc",
	}
	mine = list.Spec{
		Fields:  map[string]list.Kind{"create_time": list.Timestamp.Only(), "id": list.String.Only()},
		Default: "create_time desc",
	}
	published = list.Spec{
		Fields: map[string]list.Kind{
			"unit": list.Name("units"), "channel": channels, "received_date": list.Day.Only("<", "<=", ">", ">="),
			"published_time": list.Timestamp.Only(), "id": list.String.Only(),
		},
		Default: "published_time desc",
	}
)

func byCreation(found []domain.Letter) func(int) []any {
	return func(last int) []any { return []any{db.Micros(found[last].CreateTime), found[last].ID} }
}

// ListLetters lists the letters within the caller's scope.
func (s *letters) ListLetters(ctx context.Context, req *incentivev1.ListLettersRequest) (*incentivev1.ListLettersResponse, error) {
	asked, err := handled.Parse(ctx, "ListLetters", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Letters(ctx, model.ScopeFrom(ctx), asked)
	if err != nil {
		return nil, err
	}
	size, next := handled.Page(asked, len(found), byCreation(found))
	answer := &incentivev1.ListLettersResponse{NextPageToken: next}
	for _, l := range found[:size] {
		answer.Letters = append(answer.Letters, letterProto(l))
	}
	return answer, nil
}

// ListMyLetters lists the letters that thank the caller.
func (s *letters) ListMyLetters(ctx context.Context, req *incentivev1.ListMyLettersRequest) (*incentivev1.ListMyLettersResponse, error) {
	asked, err := mine.Parse(ctx, "ListMyLetters", "", "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	self := model.ScopeFrom(ctx).Self
	found, err := s.read.Thanking(ctx, self, asked)
	if err != nil {
		return nil, err
	}
	size, next := mine.Page(asked, len(found), byCreation(found))
	answer := &incentivev1.ListMyLettersResponse{NextPageToken: next}
	for _, l := range found[:size] {
		answer.Letters = append(answer.Letters, myLetterProto(l, self))
	}
	return answer, nil
}

// ListPublishedLetters lists what is published.
func (s *letters) ListPublishedLetters(ctx context.Context, req *incentivev1.ListPublishedLettersRequest) (*incentivev1.ListPublishedLettersResponse, error) {
	asked, err := published.Parse(ctx, "ListPublishedLetters", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	audience, err := domain.Reads(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Published(ctx, audience, asked)
	if err != nil {
		return nil, err
	}
	size, next := published.Page(asked, len(found), func(last int) []any {
		return []any{db.Micros(found[last].PublishedTime), found[last].ID}
	})
	answer := &incentivev1.ListPublishedLettersResponse{NextPageToken: next}
	for _, l := range found[:size] {
		answer.Letters = append(answer.Letters, publishedProto(l))
	}
	return answer, nil
}
