package demo

import (
	"context"
	"time"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
)

// bringLetter has a customer's letter come in, and go through four eyes and all consents until everybody reads it.
func (f *Filling) bringLetter(ctx context.Context) error {
	const words = "她晚上十点还在核对账单，一笔一笔讲给我听。非常感谢！"
	letters := incentivev1.NewLetterServiceClient(f.Client.Conn())
	team := f.with(award+"-01", "")
	lead, err := f.as(ctx, team[0])
	if err != nil {
		return err
	}
	agent, err := f.as(ctx, team[len(team)/2])
	if err != nil {
		return err
	}
	culture, err := f.as(ctx, f.with("office", "culture_lead")[0])
	if err != nil {
		return err
	}
	yesterday := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	var letter *incentivev1.Letter
	for _, step := range []func() error{
		func() error {
			letter, err = letters.CreateLetter(culture, &incentivev1.CreateLetterRequest{
				Unit: f.units[award+"-01"], Channel: incentivev1.LetterChannel_LETTER_CHANNEL_EMAIL, ReceivedDate: yesterday, Language: "zh-CN", RequestId: once("letter of a customer"),
				Original: &incentivev1.LetterOriginal{
					Text: "我是柏琼维，订单 7719-2043。" + words, CustomerNames: []string{"柏琼维"},
					ExternalId: &typev1.ExternalId{Source: organisation.Source, Id: "letter-1"},
				},
			})
			return err
		},
		func() error {
			_, err := letters.MatchLetter(culture, &incentivev1.MatchLetterRequest{Name: letter.GetName(), People: []string{f.people[team[len(team)/2]]}, RequestId: once("match")})
			return err
		},
		func() error {
			_, err := letters.RetypeLetter(lead, &incentivev1.RetypeLetterRequest{Name: letter.GetName(), Text: words, RequestId: once("retype")})
			return err
		},
		func() error {
			_, err := letters.ApproveLetter(culture, &incentivev1.ApproveLetterRequest{Name: letter.GetName(), RequestId: once("approve")})
			return err
		},
		func() error {
			_, err := letters.RecordCustomerConsent(culture, &incentivev1.RecordCustomerConsentRequest{
				Name: letter.GetName(), Consent: incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN, AskedBy: incentivev1.LetterChannel_LETTER_CHANNEL_PHONE,
				AskedDate: yesterday, RequestId: once("consent"),
			})
			return err
		},
		func() error {
			_, err := letters.AnswerLetter(agent, &incentivev1.AnswerLetterRequest{
				Name: letter.GetName(), Answer: incentivev1.LetterAnswer_LETTER_ANSWER_NAMED, RequestId: once("answer"),
			})
			return err
		},
		func() error {
			_, err := letters.PublishLetter(culture, &incentivev1.PublishLetterRequest{Name: letter.GetName(), RequestId: once("publish")})
			return err
		},
	} {
		if err := f.persist(ctx, step); err != nil {
			return err
		}
	}
	return nil
}
