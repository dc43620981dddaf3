package journeys_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	client "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// thanks is what may be shown of a letter.
const thanks = "她晚上十点还在核对账单，一笔一笔讲给我听。非常感谢！"

// customer is a customer as a CRM knows them.
type customer struct{ name, alias, phone, mail, order, contact, letter, street string }

func (c customer) all() []string {
	return []string{c.name, c.alias, c.phone, c.mail, c.order, c.contact, c.letter, c.street}
}

func (c customer) wrote() string {
	return "我是" + c.alias + "（" + c.name + "），电话 " + c.phone + "，邮箱 " + c.mail + "，订单 " + c.order + "，住" + c.street + "。" + thanks
}

// post is where letters come in, and who handles them.
type post struct {
	*office
	letters       incentivev1.LetterServiceClient
	crm           context.Context
	lead, culture person
}

func (o *office) post(t *testing.T) *post {
	return &post{
		office: o, letters: incentivev1.NewLetterServiceClient(o.Conn()), crm: o.key(t, optionv1.Role_ROLE_SYSTEM, o.team, ""),
		lead: o.employ(t, "lead", o.team, "in-house", optionv1.Role_ROLE_TEAM_LEAD), culture: o.employ(t, "culture", o.team, "in-house", optionv1.Role_ROLE_CULTURE_ADMIN),
	}
}

// comes has the CRM send a letter, which it does not know whom it thanks.
func (o *post) comes(t *testing.T, from customer) string {
	sent := &incentivev1.CreateLetterRequest{
		Unit: o.team, Channel: incentivev1.LetterChannel_LETTER_CHANNEL_EMAIL, ReceivedDate: "2024-05-02", Language: "zh-CN", RequestId: uuid.NewString(),
		Original: &incentivev1.LetterOriginal{
			Text: from.wrote(), Scan: append([]byte("%PDF-1.7\n"), from.wrote()...), MediaType: "application/pdf", CustomerNames: []string{from.name, from.alias},
			ContactReference: from.contact, ExternalId: &typev1.ExternalId{Source: "crm", Id: from.letter},
		},
	}
	made, err := o.letters.CreateLetter(o.crm, sent)
	require.NoError(t, err)
	sent.RequestId = uuid.NewString()
	again, err := o.letters.CreateLetter(o.crm, sent)
	require.NoError(t, err)
	require.Equal(t, made.GetName(), again.GetName(), "a CRM sends the same letter as often as it likes")
	return made.GetName()
}

// published takes a letter through matching, redaction, two pairs of eyes and all consents.
func (o *post) published(t *testing.T, name string, thanked person) {
	publish := func() error {
		_, err := o.letters.PublishLetter(o.lead.as(t), &incentivev1.PublishLetterRequest{Name: name, RequestId: uuid.NewString()})
		return err
	}
	_, err := o.letters.MatchLetter(o.lead.as(t), &incentivev1.MatchLetterRequest{Name: name, People: []string{thanked.name}, RequestId: uuid.NewString()})
	require.NoError(t, err)
	original, err := o.letters.ReadOriginal(o.lead.as(t), &incentivev1.ReadOriginalRequest{Name: name, RequestId: uuid.NewString()})
	require.NoError(t, err)
	_, err = o.letters.RetypeLetter(o.lead.as(t), &incentivev1.RetypeLetterRequest{Name: name, Text: original.GetOriginal().GetText(), RequestId: uuid.NewString()})
	require.Equal(t, "LETTER_NOT_REDACTED", calltest.Reason(err))
	_, err = o.letters.RetypeLetter(o.lead.as(t), &incentivev1.RetypeLetterRequest{Name: name, Text: thanks, RequestId: uuid.NewString()})
	require.NoError(t, err)
	_, err = o.letters.ApproveLetter(o.lead.as(t), &incentivev1.ApproveLetterRequest{Name: name})
	require.Equal(t, "LETTER_FOUR_EYES", calltest.Reason(err))
	_, err = o.letters.ApproveLetter(o.culture.as(t), &incentivev1.ApproveLetterRequest{Name: name, RequestId: uuid.NewString()})
	require.NoError(t, err)

	require.Equal(t, "LETTER_NOT_AGREED", calltest.Reason(publish()))
	_, err = o.letters.RecordCustomerConsent(o.crm, &incentivev1.RecordCustomerConsentRequest{
		Name: name, Consent: incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN, AskedBy: incentivev1.LetterChannel_LETTER_CHANNEL_PHONE, AskedDate: "2024-05-03",
	})
	require.NoError(t, err)
	require.Equal(t, "LETTER_NOT_AGREED", calltest.Reason(publish()), "the customer's word is not the agent's")
	_, err = o.letters.AnswerLetter(thanked.as(t), &incentivev1.AnswerLetterRequest{Name: name, Answer: incentivev1.LetterAnswer_LETTER_ANSWER_NAMED, RequestId: uuid.NewString()})
	require.NoError(t, err)
	require.NoError(t, publish())
}

// nowhere demands that no table of any service holds any of the texts.
func (o *office) nowhere(t *testing.T, texts ...string) {
	for _, service := range []string{"directory", "survey", "incentive"} {
		kept := strings.ToLower(everything(t, o.Database(t, service)))
		for _, text := range texts {
			require.NotContains(t, kept, strings.ToLower(text), "in the tables of %s", service)
		}
	}
}

// said are the events of all services that were not looked at before, by subject. What waits to be sent is waited for.
func (o *office) said(t *testing.T) map[string][]client.Msg {
	o.rosterFollows(t)
	said := map[string][]client.Msg{}
	for _, service := range []string{"directory", "survey", "incentive"} {
		for _, message := range o.Said(t, service) {
			said[message.Subject()] = append(said[message.Subject()], message)
		}
	}
	return said
}

// unsaid demands that no event holds any of the texts, in its headers or its body.
func unsaid(t *testing.T, said map[string][]client.Msg, texts ...string) {
	for subject, messages := range said {
		for _, message := range messages {
			whole := string(message.Data())
			for key, values := range message.Headers() {
				whole += "\n" + key + ": " + strings.Join(values, ",")
			}
			for _, text := range texts {
				require.NotContains(t, whole, text, subject)
			}
		}
	}
}

// logs has all processes of the houses to come log all that they can, and returns what they have.
func logs(t *testing.T) (house.Option, func() string) {
	path, screen := filepath.Join(t.TempDir(), "log"), os.Stderr
	file, err := os.Create(path)
	require.NoError(t, err)
	os.Stderr = file
	t.Cleanup(func() {
		os.Stderr = screen
		require.NoError(t, file.Close())
	})
	return func(cfg *config.Config) { cfg.LogLevel = slog.LevelDebug }, func() string {
		logged, err := os.ReadFile(path)
		require.NoError(t, err)
		return string(logged)
	}
}

// A customer's letter comes in by the CRM, is matched, redacted, compared, agreed to and published; another lies until its time is over.
// The agent and their colleagues read the first, nobody of another employer does, and of both customers nothing is left.
func TestALetterIsPublishedWithoutTheCustomer(t *testing.T) {
	verbose, logged := logs(t)
	first := customer{"Wren Abernathy", "柏琼维", "13912345678", "wren.a@example.org", "ORD-7719-2043", "case-55102", "crm-letter-90417", "中兴路 88 号"}
	second := customer{"Odile Fenwright", "司徒砚", "13887654321", "odile@example.net", "ORD-3301-8876", "case-60993", "crm-letter-90418", "长宁路 1027 号"}
	house.EachShape(t, func(t *testing.T, h *house.House) {
		o := &office{House: h, admin: h.Admin(t)}
		o.team = o.unit(t, "Team")
		desk := o.post(t)
		agent, colleague := o.employ(t, "agent", o.team, "in-house"), o.employ(t, "colleague", o.team, "in-house")
		guest := o.employ(t, "guest", o.team, "vendor")
		o.rosterFollows(t)

		name, lies := desk.comes(t, first), desk.comes(t, second)
		kept := everything(t, h.Database(t, "incentive"))
		for _, text := range append(first.all(), second.all()...) {
			require.Contains(t, kept, text, "the look into the tables finds what is there")
		}
		desk.published(t, name, agent)
		o.nowhere(t, first.all()...)
		desk.readBy(t, name, agent, colleague, guest)

		h.Pass(31 * 24 * time.Hour)
		require.Eventually(t, func() bool {
			read, err := desk.letters.GetLetter(desk.lead.as(t), &incentivev1.GetLetterRequest{Name: lies})
			return err == nil && read.GetState() == incentivev1.LetterState_LETTER_STATE_EXPIRED
		}, patience, 20*time.Millisecond, "what was sent goes when its time is over, whatever became of the letter")
		planted := append(first.all(), second.all()...)
		o.nowhere(t, planted...)

		said := o.said(t)
		require.Len(t, said["hearth.incentive.v1.letter.published"], 1)
		var fact incentivev1.LetterPublished
		require.NoError(t, proto.Unmarshal(said["hearth.incentive.v1.letter.published"][0].Data(), &fact))
		require.Equal(t, []any{name, o.team, true}, []any{fact.GetLetter(), fact.GetUnit(), fact.GetPublished()})
		require.Equal(t, []string{agent.name}, fact.GetPeople())
		unsaid(t, said, append(planted, thanks)...)
		require.Contains(t, logged(), `"service":"incentive"`, "the look into the logs finds what is there")
		for _, text := range planted {
			require.NotContains(t, logged(), text)
		}
	}, verbose, house.Heard(t))
}

// readBy demands that the agent reads the letter as theirs, and the colleague as published; and that the guest, who works for another
// employer in the same team, reads neither.
func (o *post) readBy(t *testing.T, name string, agent, colleague, guest person) {
	mine := func(who person) []*incentivev1.MyLetter {
		found, err := o.letters.ListMyLetters(who.as(t), &incentivev1.ListMyLettersRequest{})
		require.NoError(t, err)
		return found.GetLetters()
	}
	public := func(who person) []*incentivev1.PublishedLetter {
		found, err := o.letters.ListPublishedLetters(who.as(t), &incentivev1.ListPublishedLettersRequest{})
		require.NoError(t, err)
		return found.GetLetters()
	}
	require.Len(t, mine(agent), 1)
	require.Equal(t, []string{name, thanks}, []string{mine(agent)[0].GetName(), mine(agent)[0].GetText()})
	require.Empty(t, mine(colleague))
	for _, who := range []person{agent, colleague} {
		require.Len(t, public(who), 1)
		require.Equal(t, []string{name, thanks}, []string{public(who)[0].GetName(), public(who)[0].GetText()})
		require.Equal(t, []string{agent.name}, public(who)[0].GetPeople())
	}
	require.Empty(t, mine(guest))
	require.Empty(t, public(guest))
	_, err := o.letters.GetLetter(colleague.as(t), &incentivev1.GetLetterRequest{Name: name})
	require.Equal(t, "PERMISSION_DENIED", calltest.Reason(err))
}
