// Package otlptest receives what a process says of itself by OTLP.
package otlptest

import (
	"context"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	collectormetrics "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	collectortrace "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	commonv1 "go.opentelemetry.io/proto/otlp/common/v1"
	metricsv1 "go.opentelemetry.io/proto/otlp/metrics/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"
)

// Collector keeps the traces and metrics that it receives by OTLP.
type Collector struct {
	// Endpoint is its URL on the loopback address.
	Endpoint string

	mu      sync.Mutex
	spans   []*tracev1.Span
	metrics []*metricsv1.Metric
	about   []*commonv1.KeyValue
}

// Start starts a collector for the time of the test.
func Start(t testing.TB) *Collector {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := &Collector{Endpoint: "http://" + listener.Addr().String()}
	server := grpc.NewServer()
	collectortrace.RegisterTraceServiceServer(server, traceReceiver{collector: c})
	collectormetrics.RegisterMetricsServiceServer(server, metricsReceiver{collector: c})
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		require.NoError(t, <-ended)
	})
	return c
}

// Spans are those received so far, in the order of their arrival.
func (c *Collector) Spans() []*tracev1.Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.spans)
}

// Metrics are those received so far; a metric comes again with each report.
func (c *Collector) Metrics() []*metricsv1.Metric {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.metrics)
}

// About is what the sender last said of itself.
func (c *Collector) About() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	about := map[string]string{}
	for _, label := range c.about {
		about[label.GetKey()] = label.GetValue().GetStringValue()
	}
	return about
}

type traceReceiver struct {
	collectortrace.UnimplementedTraceServiceServer
	collector *Collector
}

// Export keeps the spans.
func (r traceReceiver) Export(_ context.Context, req *collectortrace.ExportTraceServiceRequest) (*collectortrace.ExportTraceServiceResponse, error) {
	c := r.collector
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, of := range req.GetResourceSpans() {
		c.about = of.GetResource().GetAttributes()
		for _, scope := range of.GetScopeSpans() {
			c.spans = append(c.spans, scope.GetSpans()...)
		}
	}
	return &collectortrace.ExportTraceServiceResponse{}, nil
}

type metricsReceiver struct {
	collectormetrics.UnimplementedMetricsServiceServer
	collector *Collector
}

// Export keeps the metrics.
func (r metricsReceiver) Export(_ context.Context, req *collectormetrics.ExportMetricsServiceRequest) (*collectormetrics.ExportMetricsServiceResponse, error) {
	c := r.collector
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, of := range req.GetResourceMetrics() {
		c.about = of.GetResource().GetAttributes()
		for _, scope := range of.GetScopeMetrics() {
			c.metrics = append(c.metrics, scope.GetMetrics()...)
		}
	}
	return &collectormetrics.ExportMetricsServiceResponse{}, nil
}
