package telemetry

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"google.golang.org/grpc/stats"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// allowed are the labels that leave this process, in spans and in metrics. All others are dropped: the addresses, programs, paths and
// error texts that instrumentation collects would tell who did what when.
var allowed = map[attribute.Key]bool{
	"rpc.system.name": true, "rpc.method": true, "rpc.response.status_code": true,
	"http.request.method": true, "http.route": true, "http.response.status_code": true,
	"db.system.name": true, "error.type": true, "go.memory.type": true,
	"messaging.system": true, "messaging.destination.name": true, "messaging.operation.type": true, "messaging.consumer.group.name": true,
	"messaging.batch.message_count": true,
}

// own is the prefix of Hearth's own labels. They hold names of the program's parts, never of people or things.
const own = "hearth."

func isAllowed(label attribute.KeyValue) bool {
	return allowed[label.Key] || strings.HasPrefix(string(label.Key), own)
}

// isHearth keeps to methods that Hearth has. Health and reflection say nothing, and a made-up name would become a label.
func isHearth(info *stats.RPCTagInfo) bool {
	name, ok := strings.CutPrefix(info.FullMethodName, "/hearth.")
	if !ok {
		return false
	}
	_, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName("hearth." + strings.Replace(name, "/", ".", 1)))
	return err == nil
}

// discreet sends spans with the allowed labels alone.
type discreet struct{ sdktrace.SpanExporter }

// ExportSpans passes the spans on.
func (d discreet) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	kept := make([]sdktrace.ReadOnlySpan, len(spans))
	for i, span := range spans {
		kept[i] = discreetSpan{span}
	}
	return d.SpanExporter.ExportSpans(ctx, kept)
}

type discreetSpan struct{ sdktrace.ReadOnlySpan }

// Attributes are the allowed labels.
func (s discreetSpan) Attributes() []attribute.KeyValue { return only(s.ReadOnlySpan.Attributes()) }

// Events are without labels but the allowed ones: those of an exception hold the text of an error.
func (s discreetSpan) Events() []sdktrace.Event {
	events := make([]sdktrace.Event, 0, len(s.ReadOnlySpan.Events()))
	for _, event := range s.ReadOnlySpan.Events() {
		event.Attributes = only(event.Attributes)
		events = append(events, event)
	}
	return events
}

// Links are without labels but the allowed ones.
func (s discreetSpan) Links() []sdktrace.Link {
	links := make([]sdktrace.Link, 0, len(s.ReadOnlySpan.Links()))
	for _, link := range s.ReadOnlySpan.Links() {
		link.Attributes = only(link.Attributes)
		links = append(links, link)
	}
	return links
}

// Status is without its text, which may quote a request. The code stands in the labels too.
func (s discreetSpan) Status() sdktrace.Status {
	return sdktrace.Status{Code: s.ReadOnlySpan.Status().Code}
}

func only(labels []attribute.KeyValue) []attribute.KeyValue {
	kept := make([]attribute.KeyValue, 0, len(labels))
	for _, label := range labels {
		if isAllowed(label) {
			kept = append(kept, label)
		}
	}
	return kept
}
