package jetstream

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/hearth-culture/hearth/internal/event"
)

// The headers are CloudEvents attributes in the binary mode of the NATS binding. hearthkind, hearthversion and hearthreplay
// are extensions; traceparent is W3C's own.
const (
	headerSpec        = "ce-specversion"
	headerID          = "ce-id"
	headerSource      = "ce-source"
	headerType        = "ce-type"
	headerSubject     = "ce-subject"
	headerTime        = "ce-time"
	headerContent     = "ce-datacontenttype"
	headerKind        = "ce-hearthkind"
	headerVersion     = "ce-hearthversion"
	headerReplayFor   = "hearth-replay-for"
	headerReplayRun   = "hearth-replay-run"
	headerTraceparent = "traceparent"
)

func message(e event.Envelope) *nats.Msg {
	header := nats.Header{
		headerSpec: {"1.0"}, headerID: {e.ID}, headerSource: {"/hearth/" + e.Service}, headerType: {e.Type}, headerSubject: {e.Aggregate},
		headerTime: {e.Time.UTC().Format(time.RFC3339Nano)}, headerContent: {"application/protobuf"}, headerKind: {e.Kind.String()},
	}
	if e.Kind == event.State {
		header[headerVersion] = []string{strconv.FormatInt(e.Version, 10)}
	}
	for name, value := range map[string]string{headerTraceparent: e.Traceparent, headerReplayFor: e.ReplayFor, headerReplayRun: e.ReplayRun} {
		if value != "" {
			header[name] = []string{value}
		}
	}
	return &nats.Msg{Subject: e.Subject, Header: header, Data: e.Payload}
}

// delivered is a message of JetStream's as the event package sees it.
type delivered struct{ jetstream.Msg }

// Envelope reads the headers.
func (d delivered) Envelope() (event.Envelope, error) {
	header := d.Headers()
	get := func(name string) string {
		if values := header[name]; len(values) > 0 {
			return values[0]
		}
		return ""
	}
	service, known := strings.CutPrefix(get(headerSource), "/hearth/")
	e := event.Envelope{ID: get(headerID), Service: service, Subject: d.Subject(), Type: get(headerType), Aggregate: get(headerSubject),
		Traceparent: get(headerTraceparent), ReplayFor: get(headerReplayFor), ReplayRun: get(headerReplayRun), Payload: d.Data()}
	if !known || e.ID == "" || e.Aggregate == "" {
		return event.Envelope{}, fmt.Errorf("jetstream: message on %s lacks the headers of an event", d.Subject())
	}
	var wrongTime, wrongVersion, wrongKind error
	e.Time, wrongTime = time.Parse(time.RFC3339Nano, get(headerTime))
	switch get(headerKind) {
	case event.State.String():
		e.Kind = event.State
		e.Version, wrongVersion = strconv.ParseInt(get(headerVersion), 10, 64)
	case event.Fact.String():
		e.Kind = event.Fact
	default:
		wrongKind = errors.New("neither state nor fact")
	}
	if err := errors.Join(wrongTime, wrongVersion, wrongKind); err != nil {
		return event.Envelope{}, fmt.Errorf("jetstream: message on %s: %w", d.Subject(), err)
	}
	return e, nil
}

// Deliveries counts from 1; 0 where the server does not say.
func (d delivered) Deliveries() int {
	meta, err := d.Metadata()
	if err != nil {
		return 0
	}
	return int(meta.NumDelivered)
}

// Nak has the event delivered again after the delay.
func (d delivered) Nak(delay time.Duration) error { return d.NakWithDelay(delay) }

// Term ends the deliveries.
func (d delivered) Term(reason string) error { return d.TermWithReason(reason) }
