package letter

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

func letterProto(l domain.Letter) *incentivev1.Letter {
	made := &incentivev1.Letter{
		Name: model.Name("letters", l.ID), Unit: model.Name("units", l.Unit), Employer: l.Employer, Channel: incentivev1.LetterChannel(l.Channel),
		ReceivedDate: l.Received.String(), Language: l.Language, State: incentivev1.LetterState(l.State),
		CustomerConsent: incentivev1.CustomerConsent(l.Customer.Consent), CustomerAskedBy: incentivev1.LetterChannel(l.Customer.By),
		CustomerAskedDate: l.Customer.Day.String(), Text: l.Text, RetypedBy: l.RetypedBy, ApprovedBy: l.ApprovedBy,
		DeclineReason: incentivev1.LetterDeclineReason(l.Declined), PurgeTime: resource.Timestamp(l.PurgeTime), PurgedTime: resource.Timestamp(l.PurgedTime),
		PublishedTime: resource.Timestamp(l.PublishedTime), CreateTime: resource.Timestamp(l.CreateTime), UpdateTime: resource.Timestamp(l.UpdateTime),
		Etag: l.Etag(),
	}
	for _, t := range l.People {
		made.People = append(made.People, &incentivev1.ThankedPerson{
			Person: model.Name("people", t.Person), Answer: incentivev1.LetterAnswer(t.Answer), AnswerTime: resource.Timestamp(t.AnswerTime),
		})
	}
	return made
}

// myLetterProto is a letter as a person reads it whom it thanks. It names nobody else.
func myLetterProto(l domain.Letter, person string) *incentivev1.MyLetter {
	made := &incentivev1.MyLetter{
		Name: model.Name("letters", l.ID), Channel: incentivev1.LetterChannel(l.Channel), ReceivedDate: l.Received.String(), Language: l.Language,
		Text: l.Text, State: incentivev1.LetterState(l.State), PublishedTime: resource.Timestamp(l.PublishedTime),
	}
	if at := l.Thanks(person); at >= 0 {
		made.Answer = incentivev1.LetterAnswer(l.People[at].Answer)
	}
	return made
}

func publishedProto(l domain.Letter) *incentivev1.PublishedLetter {
	return &incentivev1.PublishedLetter{
		Name: model.Name("letters", l.ID), Unit: model.Name("units", l.Unit), Channel: incentivev1.LetterChannel(l.Channel),
		ReceivedDate: l.Received.String(), Language: l.Language, Text: l.Text, People: model.Names("people", l.NamedPeople()),
		PublishedTime: resource.Timestamp(l.PublishedTime),
	}
}

func original(o *incentivev1.LetterOriginal) domain.Original {
	return domain.Original{
		Text: o.GetText(), Scan: o.GetScan(), MediaType: o.GetMediaType(), Names: o.GetCustomerNames(), Reference: o.GetContactReference(),
		Source: o.GetExternalId().GetSource(), ID: o.GetExternalId().GetId(),
	}
}

func originalProto(o domain.Original) *incentivev1.LetterOriginal {
	made := &incentivev1.LetterOriginal{Text: o.Text, Scan: o.Scan, MediaType: o.MediaType, CustomerNames: o.Names, ContactReference: o.Reference}
	if o.ID != "" {
		made.ExternalId = &typev1.ExternalId{Source: o.Source, Id: o.ID}
	}
	return made
}
