package incentive_test

import (
	"database/sql"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	bus "github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// nowhere demands that no table holds any of the texts, as text or as bytes.
func (d *desk) nowhere(texts ...string) {
	d.Helper()
	kept := strings.ToLower(d.Everything())
	for _, text := range texts {
		require.NotContains(d, kept, strings.ToLower(text))
		require.NotContains(d, kept, hex.EncodeToString([]byte(text)))
	}
}

// A customer's letter comes in by a CRM, with all by which the customer is known. When it is published, nothing of it is anywhere: in no table, in no
// event on its way or on the bus, in no log, and in no page of SQLite's file.
func TestNothingOfTheCustomerIsLeft(t *testing.T) {
	atDesk(t, func(d *desk) {
		planted := []string{"Qiong Bellweather", "柏琼维", "13912345678", "q.bell@example.org", "ORD-7719-2043", "case-55102", "crm-letter-90417", "11010519491231002X", "中兴路 88 号"}
		story := "我是柏琼维（Qiong Bellweather），电话 13912345678，邮箱 q.bell@example.org，订单 ORD-7719-2043，证件 11010519491231002X，住中兴路 88 号。王丽帮了大忙！"
		req := &incentivev1.CreateLetterRequest{
			Unit: "units/" + teamA, Channel: incentivev1.LetterChannel_LETTER_CHANNEL_FORM, ReceivedDate: "2026-11-20", Language: "zh-CN",
			People: []string{person(1)}, RequestId: uuid.NewString(),
			Original: &incentivev1.LetterOriginal{
				Text: story, Scan: append([]byte("%PDF-1.7\n"), story...), MediaType: "application/pdf",
				CustomerNames: planted[:2], ContactReference: "case-55102", ExternalId: &typev1.ExternalId{Source: "crm", Id: "crm-letter-90417"},
			},
		}
		name := d.create("system", req).GetName()
		kept := d.Everything()
		for _, text := range planted {
			require.Contains(d, kept, hex.EncodeToString([]byte(text)), "until then it is kept, and found by what looks for it here")
		}
		read := &incentivev1.ReadOriginalRequest{Name: name, RequestId: uuid.NewString()}
		sent, err := d.letters.ReadOriginal(d.As("lead-a"), read)
		require.NoError(d, err)
		require.Equal(d, story, sent.GetOriginal().GetText())
		_, err = d.letters.ReadOriginal(d.As("lead-a"), read)
		d.Refused("SECRET_ALREADY_SHOWN", err)
		for _, text := range planted {
			_, err = d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: name, Text: thankYou + text, RequestId: uuid.NewString()})
			d.Refused("LETTER_NOT_REDACTED", err)
			require.NotContains(d, err.Error(), text)
		}
		_, err = d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: name, Text: thankYou, RequestId: uuid.NewString()})
		require.NoError(d, err)
		_, err = d.letters.ApproveLetter(d.As("culture-a"), &incentivev1.ApproveLetterRequest{Name: name})
		require.NoError(d, err)
		d.answer(1, name, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
		d.customer(name, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
		_, err = d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: name, RequestId: uuid.NewString()})
		require.NoError(d, err)
		require.Equal(d, []string{name}, d.shown(token(3)))

		d.nowhere(planted...)
		said, logged := d.onTheBus(), d.Logs.String()
		require.Contains(d, said, name, "the bus tells of the letter")
		for _, text := range planted {
			require.NotContains(d, said, text)
			require.NotContains(d, logged, text)
		}
		d.nowhere(planted...) // what the relay leaves behind, too
		d.inNoFile(planted)
	})
}

// onTheBus is all that the service said on the bus, headers included.
func (d *desk) onTheBus() string {
	d.Helper()
	options := bustest.NATS(d)
	stream, err := bus.Connect(options)
	require.NoError(d, err)
	d.Cleanup(stream.Close)
	published, err := event.NewRelay(d.DB, stream, "incentive", event.Options{Clock: d.Clock.Now, Log: testkit.Log(d)}).Round(d.Context())
	require.NoError(d, err)
	require.NotZero(d, published)
	conn, err := nats.Connect("", options.Nats...)
	require.NoError(d, err)
	d.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	require.NoError(d, err)
	messages, err := js.OrderedConsumer(d.Context(), "HEARTH_INCENTIVE", jetstream.OrderedConsumerConfig{})
	require.NoError(d, err)
	batch, err := messages.Fetch(published, jetstream.FetchMaxWait(soon))
	require.NoError(d, err)
	var said strings.Builder
	for message := range batch.Messages() {
		for key, values := range message.Headers() {
			said.WriteString(key + strings.Join(values, ""))
		}
		said.WriteString(message.Subject())
		said.Write(message.Data())
	}
	require.NoError(d, batch.Error())
	return said.String()
}

// inNoFile demands that the database, where it is a file, holds none of the texts in any page, used or free. The write-ahead log may: it is
// written over with time.
func (d *desk) inNoFile(texts []string) {
	d.Helper()
	if d.DB.Engine() != db.SQLite {
		return
	}
	var path string
	require.NoError(d, d.DB.Read().QueryRowContext(d.Context(), `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path))
	bare, err := sql.Open("sqlite", path)
	require.NoError(d, err)
	var busy, logged, moved int
	require.NoError(d, bare.QueryRowContext(d.Context(), `PRAGMA wal_checkpoint(FULL)`).Scan(&busy, &logged, &moved), "the log's pages go into the file")
	require.Equal(d, []int{0, logged}, []int{busy, moved})
	require.NoError(d, bare.Close())
	file, err := os.ReadFile(path)
	require.NoError(d, err)
	require.Contains(d, string(file), thankYou)
	for _, text := range texts {
		require.NotContains(d, string(file), text)
	}
}
