// Package trace_test follows one request through the whole house, as a tracing backend sees it.
package trace_test

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/testkit/otlptest"
	"github.com/hearth-culture/hearth/test/house"
)

const (
	traceID     = "4bf92f3577b34da6a3ce929d0e0e4736"
	traceparent = "00-" + traceID + "-00f067aa0ba902b7-01"
)

func TestOneTraceGoesFromTheEdgeToTheOutboxAndLinksTheConsumer(t *testing.T) {
	for _, shape := range []house.Shape{house.Embedded, house.Split} {
		t.Run(string(shape), func(t *testing.T) {
			collector := otlptest.Start(t)
			h := house.Start(t, shape, func(cfg *config.Config) { cfg.OTLPEndpoint = collector.Endpoint })
			createUnit(t, h)

			var mine []*tracev1.Span
			var linked *tracev1.Span
			require.Eventually(t, func() bool {
				mine, linked = sort(collector.Spans())
				return linked != nil && has(mine, "event_outbox") && has(mine, "POST") // the edge ends last
			}, time.Minute, 100*time.Millisecond)

			outbox := find(t, mine, "event_outbox")
			path := chain(mine, outbox)
			t.Log(strings.Join(path, " → "))
			for _, step := range []string{"POST", "UnitService/CreateUnit", "transaction", "event_outbox"} {
				require.Contains(t, strings.Join(path, "\n"), step, "the way from the edge to the outbox")
			}
			require.Equal(t, tracev1.Span_SPAN_KIND_CONSUMER, linked.GetKind())
			require.NotEqual(t, traceID, hex.EncodeToString(linked.GetTraceId()), "the consumer's work is a trace of its own")
			require.Contains(t, linked.GetName(), "hearth.directory.v1.unit.changed")
		})
	}
}

func createUnit(t *testing.T, h *house.House) {
	body := `{"kind":"UNIT_KIND_COMPANY","displayName":{"texts":{"en":"Acme"}}}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.HTTP+"/directory/v1/units", bytes.NewBufferString(body))
	require.NoError(t, err)
	req.Header.Set("content-type", "application/json")
	req.Header.Set("authorization", "Bearer "+h.Key(t, h.AdminKey))
	req.Header.Set("traceparent", traceparent)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
}

// sort keeps the spans of our trace, and the one that is linked to it.
func sort(spans []*tracev1.Span) (mine []*tracev1.Span, linked *tracev1.Span) {
	for _, span := range spans {
		if hex.EncodeToString(span.GetTraceId()) == traceID {
			mine = append(mine, span)
		}
		for _, link := range span.GetLinks() {
			if hex.EncodeToString(link.GetTraceId()) == traceID {
				linked = span
			}
		}
	}
	return mine, linked
}

func has(spans []*tracev1.Span, name string) bool {
	for _, span := range spans {
		if strings.Contains(span.GetName(), name) {
			return true
		}
	}
	return false
}

func find(t *testing.T, spans []*tracev1.Span, name string) *tracev1.Span {
	for _, span := range spans {
		if strings.Contains(span.GetName(), name) {
			return span
		}
	}
	require.Fail(t, "no span "+name)
	return nil
}

// chain are the names from the first span of the process down to the given one.
func chain(spans []*tracev1.Span, last *tracev1.Span) []string {
	byID := map[string]*tracev1.Span{}
	for _, span := range spans {
		byID[string(span.GetSpanId())] = span
	}
	var names []string
	for span := last; span != nil; span = byID[string(span.GetParentSpanId())] {
		names = append([]string{span.GetName()}, names...)
	}
	return names
}
