package letter

import (
	"context"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

// change runs a use case in a transaction and answers with the letter as it is then, but for its text: an answer is kept to be repeated, and what
// a letter says of people is to be gone with it.
func (s *letters) change(ctx context.Context, req proto.Message, use func(ctx context.Context, store domain.Store) (domain.Letter, error)) (*incentivev1.Letter, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Letter, error) {
		changed, err := use(ctx, store)
		changed.Text = ""
		return letterProto(changed), err
	})
}

// CreateLetter takes a letter in.
func (s *letters) CreateLetter(ctx context.Context, req *incentivev1.CreateLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		received, err := text.Day("received_date", req.GetReceivedDate())
		if err != nil {
			return domain.Letter{}, err
		}
		return domain.Take(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Intake{
			Unit: model.ID(req.GetUnit()), Employer: req.GetEmployer(), Channel: domain.Channel(req.GetChannel()), Received: received,
			Language: req.GetLanguage(), Original: original(req.GetOriginal()), RetainDays: int(req.GetRetainDays()), People: model.IDs(req.GetPeople()),
		})
	})
}

// ReadOriginal reads what the customer sent. The entry of the reading is written with it.
func (s *letters) ReadOriginal(ctx context.Context, req *incentivev1.ReadOriginalRequest) (*incentivev1.ReadOriginalResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.ReadOriginalResponse, error) {
		found, err := domain.ReadOriginal(ctx, store, model.ScopeFrom(ctx), model.ID(req.GetName()))
		return &incentivev1.ReadOriginalResponse{Original: originalProto(found)}, err
	})
}

// MatchLetter says whom a letter thanks.
func (s *letters) MatchLetter(ctx context.Context, req *incentivev1.MatchLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		return domain.Match(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), model.IDs(req.GetPeople()))
	})
}

// RecordCustomerConsent records what the customer said.
func (s *letters) RecordCustomerConsent(ctx context.Context, req *incentivev1.RecordCustomerConsentRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		day, err := text.Day("asked_date", req.GetAskedDate())
		if err != nil {
			return domain.Letter{}, err
		}
		asked := domain.Asked{Consent: domain.Consent(req.GetConsent()), By: domain.Channel(req.GetAskedBy()), Day: day}
		return domain.AskedCustomer(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), asked)
	})
}

// RetypeLetter brings the text that may be shown.
func (s *letters) RetypeLetter(ctx context.Context, req *incentivev1.RetypeLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		if err := text.Lines("text", req.GetText(), 8000); err != nil {
			return domain.Letter{}, err
		}
		return domain.Retype(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), actor(ctx), model.ID(req.GetName()), req.GetText())
	})
}

// ApproveLetter says that the text was compared with what the customer sent.
func (s *letters) ApproveLetter(ctx context.Context, req *incentivev1.ApproveLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		return domain.Approve(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), actor(ctx), model.ID(req.GetName()), req.GetEtag())
	})
}

// PublishLetter shows the approved text.
func (s *letters) PublishLetter(ctx context.Context, req *incentivev1.PublishLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		return domain.Publish(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
	})
}

// WithdrawLetter takes a publication back.
func (s *letters) WithdrawLetter(ctx context.Context, req *incentivev1.WithdrawLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		return domain.Withdraw(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	})
}

// DeclineLetter ends a letter that is not to be published.
func (s *letters) DeclineLetter(ctx context.Context, req *incentivev1.DeclineLetterRequest) (*incentivev1.Letter, error) {
	return s.change(ctx, req, func(ctx context.Context, store domain.Store) (domain.Letter, error) {
		return domain.Decline(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), domain.Reason(req.GetReason()))
	})
}

// AnswerLetter keeps what whom a letter thanks says to its publication.
func (s *letters) AnswerLetter(ctx context.Context, req *incentivev1.AnswerLetterRequest) (*incentivev1.AnswerLetterResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AnswerLetterResponse, error) {
		_, err := domain.Respond(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), domain.Answer(req.GetAnswer()))
		return &incentivev1.AnswerLetterResponse{}, err
	})
}

// DisputeLetter says that a letter thanks somebody else.
func (s *letters) DisputeLetter(ctx context.Context, req *incentivev1.DisputeLetterRequest) (*incentivev1.DisputeLetterResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.DisputeLetterResponse, error) {
		return &incentivev1.DisputeLetterResponse{}, domain.Dispute(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	})
}
