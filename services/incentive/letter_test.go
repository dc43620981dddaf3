package incentive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

const thankYou = "晚上十点，王丽耐心地陪我把账单一笔一笔核对完，还打电话回来确认。谢谢她！"

// desk is a house in which letters are handled.
type desk struct {
	*house
	letters incentivev1.LetterServiceClient
}

func atDesk(t *testing.T, fn func(d *desk)) {
	inHouse(t, func(h *house) { fn(&desk{h, incentivev1.NewLetterServiceClient(h.Conn)}) })
}

func intake(unit string, people ...string) *incentivev1.CreateLetterRequest {
	return &incentivev1.CreateLetterRequest{
		Unit: "units/" + unit, Channel: incentivev1.LetterChannel_LETTER_CHANNEL_EMAIL, ReceivedDate: "2026-11-20", Language: "zh-CN", People: people,
		Original: &incentivev1.LetterOriginal{
			Text: "我是陈美玲，电话 13812345678，订单 TB20260911。王丽太好了！", CustomerNames: []string{"陈美玲"},
			ContactReference: "case-88231", ExternalId: &typev1.ExternalId{Source: "crm", Id: uuid.NewString()},
		},
	}
}

func (d *desk) create(who string, req *incentivev1.CreateLetterRequest) *incentivev1.Letter {
	d.Helper()
	made, err := d.letters.CreateLetter(d.As(who), req)
	require.NoError(d, err)
	return made
}

// approved is a letter that thanks people and whose text was approved.
func (d *desk) approved(people ...string) string {
	d.Helper()
	name := d.create("system", intake(teamA, people...)).GetName()
	_, err := d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: name, Text: thankYou})
	require.NoError(d, err)
	_, err = d.letters.ApproveLetter(d.As("culture-a"), &incentivev1.ApproveLetterRequest{Name: name})
	require.NoError(d, err)
	return name
}

func (d *desk) answer(n int, name string, answer incentivev1.LetterAnswer) {
	d.Helper()
	_, err := d.letters.AnswerLetter(d.As(token(n)), &incentivev1.AnswerLetterRequest{Name: name, Answer: answer, RequestId: uuid.NewString()})
	require.NoError(d, err)
}

func (d *desk) customer(name string, consent incentivev1.CustomerConsent) *incentivev1.Letter {
	d.Helper()
	req := &incentivev1.RecordCustomerConsentRequest{Name: name, Consent: consent}
	if consent != incentivev1.CustomerConsent_CUSTOMER_CONSENT_NOT_ASKED {
		req.AskedBy, req.AskedDate = incentivev1.LetterChannel_LETTER_CHANNEL_PHONE, "2026-11-21"
	}
	recorded, err := d.letters.RecordCustomerConsent(d.As("system"), req)
	require.NoError(d, err)
	return recorded
}

// published is a letter that thanks the people of these numbers, named.
func (d *desk) published(people ...int) string {
	d.Helper()
	var names []string
	for _, n := range people {
		names = append(names, person(n))
	}
	name := d.approved(names...)
	for _, n := range people {
		d.answer(n, name, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
	}
	d.customer(name, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
	_, err := d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: name})
	require.NoError(d, err)
	return name
}

// shown are the letters that somebody reads of what is published.
func (d *desk) shown(who string) (names []string) {
	d.Helper()
	found, err := d.letters.ListPublishedLetters(d.As(who), &incentivev1.ListPublishedLettersRequest{})
	require.NoError(d, err)
	for _, l := range found.GetLetters() {
		names = append(names, l.GetName())
	}
	return names
}

func (d *desk) state(name string) incentivev1.LetterState {
	d.Helper()
	found, err := d.letters.GetLetter(d.As("culture"), &incentivev1.GetLetterRequest{Name: name})
	require.NoError(d, err)
	return found.GetState()
}

func TestPublicationNeedsEverybody(t *testing.T) {
	atDesk(t, func(d *desk) {
		name := d.create("system", intake(teamA)).GetName()
		publish := func() error {
			_, err := d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: name})
			return err
		}
		approve := func(who string) error {
			_, err := d.letters.ApproveLetter(d.As(who), &incentivev1.ApproveLetterRequest{Name: name})
			return err
		}
		d.Refused("LETTER_NOT_APPROVED", publish())
		d.Refused("LETTER_NOT_RETYPED", approve("culture-a"))
		_, err := d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: name, Text: thankYou + "订单 TB-2026-0911"})
		d.Refused("LETTER_NOT_REDACTED", err)
		require.NotContains(d, err.Error(), "0911")
		_, err = d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: name, Text: thankYou})
		require.NoError(d, err)
		d.Refused("LETTER_FOUR_EYES", approve("lead-a"))

		_, err = d.letters.AnswerLetter(d.As(token(1)), &incentivev1.AnswerLetterRequest{Name: name, Answer: incentivev1.LetterAnswer_LETTER_ANSWER_NAMED})
		d.Refused("NOT_FOUND", err)
		require.NoError(d, approve("culture-a"))
		d.Refused("LETTER_NOT_MATCHED", publish())
		match := func(people ...string) error {
			_, err := d.letters.MatchLetter(d.As("lead-a"), &incentivev1.MatchLetterRequest{Name: name, People: people})
			return err
		}
		require.NoError(d, match(person(1), person(2)))
		d.Refused("NOT_FOUND", match(person(13)))
		d.Refused("LETTER_NOT_AGREED", publish())
		d.customer(name, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
		d.answer(1, name, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
		d.Refused("LETTER_NOT_AGREED", publish())
		d.Refused("LETTER_AGREED", match(person(2)))
		require.NoError(d, match(person(1), person(4)))
		d.answer(4, name, incentivev1.LetterAnswer_LETTER_ANSWER_UNNAMED)
		require.NoError(d, publish())
		require.NoError(d, publish(), "twice is once")
		_, err = d.letters.ReadOriginal(d.As("lead-a"), &incentivev1.ReadOriginalRequest{Name: name})
		d.Refused("LETTER_ORIGINAL_PURGED", err)

		found, err := d.letters.ListPublishedLetters(d.As(token(3)), &incentivev1.ListPublishedLettersRequest{})
		require.NoError(d, err)
		require.Len(d, found.GetLetters(), 1)
		require.Equal(d, thankYou, found.GetLetters()[0].GetText())
		require.Equal(d, []string{person(1)}, found.GetLetters()[0].GetPeople(), "who is not to be named is not")
	})
}

func TestConsentCanBeTakenBack(t *testing.T) {
	atDesk(t, func(d *desk) {
		approved := incentivev1.LetterState_LETTER_STATE_APPROVED
		name := d.published(1)
		require.Equal(d, []string{name}, d.shown(token(3)))
		d.answer(1, name, incentivev1.LetterAnswer_LETTER_ANSWER_UNNAMED)
		require.Equal(d, approved, d.state(name), "who agrees to less than before takes it back")
		require.Empty(d, d.shown(token(3)))
		_, err := d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: name})
		require.NoError(d, err, "without what was sent, too")
		require.Equal(d, approved, d.customer(name, incentivev1.CustomerConsent_CUSTOMER_CONSENT_REFUSED).GetState())
		_, err = d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: name})
		d.Refused("LETTER_NOT_AGREED", err)

		second := d.published(1, 3)
		_, err = d.letters.DisputeLetter(d.As(token(3)), &incentivev1.DisputeLetterRequest{Name: second})
		require.NoError(d, err)
		require.Equal(d, approved, d.state(second))
		_, err = d.letters.DisputeLetter(d.As(token(3)), &incentivev1.DisputeLetterRequest{Name: second})
		d.Refused("NOT_FOUND", err)
		third := d.published(5)
		_, err = d.letters.WithdrawLetter(d.As("lead-a"), &incentivev1.WithdrawLetterRequest{Name: third})
		require.NoError(d, err)
		require.Empty(d, d.shown("culture"))
	})
}

// The worth of the work comes back to who did it, whether or not it is ever published.
func TestWhoIsThankedReadsTheLetter(t *testing.T) {
	atDesk(t, func(d *desk) {
		mine := func(n int) []*incentivev1.MyLetter {
			found, err := d.letters.ListMyLetters(d.As(token(n)), &incentivev1.ListMyLettersRequest{})
			require.NoError(d, err)
			return found.GetLetters()
		}
		open := d.create("system", intake(teamA, person(1)))
		require.Empty(d, mine(1), "not before its text was approved")
		_, err := d.letters.DeclineLetter(d.As("lead-a"), &incentivev1.DeclineLetterRequest{Name: open.GetName(), Reason: incentivev1.LetterDeclineReason_LETTER_DECLINE_REASON_NO_THANKS})
		require.NoError(d, err)
		require.Empty(d, mine(1))
		name := d.approved(person(1), person(2))
		_, err = d.letters.DeclineLetter(d.As("lead-a"), &incentivev1.DeclineLetterRequest{Name: name, Reason: incentivev1.LetterDeclineReason_LETTER_DECLINE_REASON_CUSTOMER_REFUSED})
		require.NoError(d, err)
		found := mine(1)
		require.Len(d, found, 1)
		require.Equal(d, thankYou, found[0].GetText())
		require.Empty(d, mine(3))
		_, err = d.letters.ReadOriginal(d.As("lead-a"), &incentivev1.ReadOriginalRequest{Name: name})
		d.Refused("LETTER_ORIGINAL_PURGED", err)
		_, err = d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: name, Text: thankYou})
		d.Refused("LETTER_ENDED", err)
	})
}

func TestTheSameLetterComesInOnce(t *testing.T) {
	atDesk(t, func(d *desk) {
		req := intake(teamA)
		first := d.create("system", req)
		require.Equal(d, first.GetName(), d.create("system", req).GetName())
		other := intake(teamA)
		other.Original.ExternalId = req.GetOriginal().GetExternalId()
		other.Original.Text += "!"
		_, err := d.letters.CreateLetter(d.As("system"), other)
		d.Refused("LETTER_ID_REUSED", err)
		_, err = d.letters.DeclineLetter(d.As("lead-a"), &incentivev1.DeclineLetterRequest{Name: first.GetName(), Reason: incentivev1.LetterDeclineReason_LETTER_DECLINE_REASON_OTHER})
		require.NoError(d, err)
		require.Equal(d, first.GetName(), d.create("system", req).GetName(), "also when what was sent is gone")
		elsewhere := intake(depB)
		elsewhere.Original.ExternalId = req.GetOriginal().GetExternalId()
		require.NotEqual(d, first.GetName(), d.create("culture-b", elsewhere).GetName(), "within another unit it is another letter's name")

		for field, spoil := range map[string]func(*incentivev1.CreateLetterRequest){
			"a day ahead":    func(r *incentivev1.CreateLetterRequest) { r.ReceivedDate = "2027-11-22" },
			"no letter":      func(r *incentivev1.CreateLetterRequest) { r.Original.Text = "" },
			"an odd tag":     func(r *incentivev1.CreateLetterRequest) { r.Language = "chinese!" },
			"too large scan": func(r *incentivev1.CreateLetterRequest) { r.Original.Scan = make([]byte, 2<<20+1) },
		} {
			bad := intake(teamA)
			spoil(bad)
			_, err := d.letters.CreateLetter(d.As("system"), bad)
			require.Error(d, err, field)
			d.Refused("INVALID_FIELD", err)
		}
		page := intake(teamA)
		page.Original.Scan, page.Original.MediaType = []byte("<html>"), "application/pdf"
		_, err = d.letters.CreateLetter(d.As("system"), page)
		d.Refused("LETTER_MEDIA_TYPE", err)
	})
}

func TestLettersKeepToTheirScope(t *testing.T) {
	atDesk(t, func(d *desk) {
		ours, vendors, both := d.published(0), d.published(1), d.published(2, 3)
		for who, names := range map[string][]string{
			token(4): {both, ours}, token(5): {both, vendors}, token(13): {both, vendors},
			"culture": {both, vendors, ours}, "lead-a": {both, vendors, ours}, "acme": {ours}, "culture-b": nil, "lead-b": nil,
		} {
			require.Equal(d, names, d.shown(who), who)
			if strings.HasPrefix(who, "person") {
				_, err := d.letters.ListLetters(d.As(who), &incentivev1.ListLettersRequest{})
				d.Refused("PERMISSION_DENIED", err)
				continue
			}
			found, err := d.letters.ListLetters(d.As(who), &incentivev1.ListLettersRequest{})
			require.NoError(d, err)
			require.Len(d, found.GetLetters(), len(names), who)
		}
		for _, beyond := range []string{vendors, both} {
			_, err := d.letters.GetLetter(d.As("acme"), &incentivev1.GetLetterRequest{Name: beyond})
			d.Refused("NOT_FOUND", err)
			_, err = d.letters.WithdrawLetter(d.As("acme"), &incentivev1.WithdrawLetterRequest{Name: beyond})
			d.Refused("NOT_FOUND", err)
		}
		_, err := d.letters.CreateLetter(d.As("acme"), intake(teamA))
		d.Refused("NOT_FOUND", err)
		narrow := intake(teamA)
		narrow.Employer = "acme"
		mine := d.create("acme", narrow).GetName()
		_, err = d.letters.MatchLetter(d.As("acme"), &incentivev1.MatchLetterRequest{Name: mine, People: []string{person(1)}})
		d.Refused("NOT_FOUND", err)
		for _, who := range []string{"admin", "analyst", "system"} {
			_, err = d.letters.ReadOriginal(d.As(who), &incentivev1.ReadOriginalRequest{Name: mine})
			d.Refused("PERMISSION_DENIED", err)
		}
		found, err := d.letters.ListLetters(d.As("culture"), &incentivev1.ListLettersRequest{PageSize: 1, Filter: `state = "LETTER_STATE_PUBLISHED"`})
		require.NoError(d, err)
		require.Equal(d, both, found.GetLetters()[0].GetName())
		found, err = d.letters.ListLetters(d.As("culture"), &incentivev1.ListLettersRequest{PageSize: 2, Filter: `state = "LETTER_STATE_PUBLISHED"`, PageToken: found.GetNextPageToken()})
		require.NoError(d, err)
		require.Equal(d, []string{vendors, ours}, []string{found.GetLetters()[0].GetName(), found.GetLetters()[1].GetName()})
		require.Empty(d, found.GetNextPageToken())
	})
}

func TestWhatWasSentGoesInTime(t *testing.T) {
	atDesk(t, func(d *desk) {
		req := intake(teamA, person(1))
		req.RetainDays = 60
		open, later, approved := d.create("system", intake(teamA, person(1))).GetName(), d.create("system", req).GetName(), d.approved(person(1))
		read := func(name string) error {
			_, err := d.letters.ReadOriginal(d.As("lead-a"), &incentivev1.ReadOriginalRequest{Name: name})
			return err
		}
		require.NoError(d, read(open))
		d.Clock.Advance(30 * 24 * time.Hour)
		require.Eventually(d, func() bool { return d.state(open) == incentivev1.LetterState_LETTER_STATE_EXPIRED }, soon, 10*time.Millisecond,
			"nobody could compare a text any more")
		d.Refused("LETTER_ORIGINAL_PURGED", read(open))
		d.Refused("LETTER_ORIGINAL_PURGED", read(approved))
		require.Equal(d, incentivev1.LetterState_LETTER_STATE_APPROVED, d.state(approved))
		require.NoError(d, read(later))
	})
}

func TestWhoeverIsErasedIsInNoLetter(t *testing.T) {
	atDesk(t, func(d *desk) {
		name, open := d.published(1, 3), d.create("system", intake(teamA, person(1))).GetName()
		require.NoError(d, d.erase(personID(1)))
		require.NotContains(d, d.Everything("roster_", "request_entry"), personID(1), "but that they called")
		d.nowhere("王丽") // what a letter says of somebody it may say in words
		for _, gone := range []string{name, open} {
			require.Equal(d, incentivev1.LetterState_LETTER_STATE_EXPIRED, d.state(gone))
		}
		require.Empty(d, d.shown(token(3)))
	})
}
