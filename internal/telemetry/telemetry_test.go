package telemetry_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
	commonv1 "go.opentelemetry.io/proto/otlp/common/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/telemetry"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/otlptest"
)

// units answers as a service would: it logs, asks its database, and fails for the unit "wrong".
type units struct {
	directoryv1.UnimplementedUnitServiceServer
	db  *db.DB
	log *slog.Logger
}

const secretText = "Zhang Wei left on Friday"

func (u units) GetUnit(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	u.log.InfoContext(ctx, "asked")
	trace.SpanFromContext(ctx).RecordError(errors.New(secretText))
	trace.SpanFromContext(ctx).AddEvent("looked", trace.WithAttributes(attribute.String("person", secretText)))
	if req.GetName() == "wrong" {
		return nil, status.Error(13, secretText)
	}
	var one int
	return &directoryv1.Unit{Name: req.GetName()}, u.db.Read().QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// house is an HTTP port in front of a gRPC service, both seen by one Telemetry.
type house struct {
	t         *testing.T
	telemetry *telemetry.Telemetry
	collector *otlptest.Collector
	logged    *bytes.Buffer
	url       string
	conn      *grpc.ClientConn
	server    *grpc.Server
	edge      *httptest.Server
}

func newHouse(t *testing.T, ratio float64) *house {
	h := &house{t: t, collector: otlptest.Start(t), logged: &bytes.Buffer{}}
	var err error
	h.telemetry, err = telemetry.New(t.Context(), telemetry.Config{
		Service: "hearth-directory", Version: "1.2.3", Endpoint: h.collector.Endpoint, Ratio: ratio, Output: h.logged,
	})
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer(grpc.StatsHandler(h.telemetry.ServerStats))
	directoryv1.RegisterUnitServiceServer(server, units{db: testkit.Open(t, db.SQLite), log: h.telemetry.Log})
	healthv1.RegisterHealthServer(server, health.NewServer())
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	h.server = server
	h.conn, err = grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithStatsHandler(h.telemetry.ClientStats))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.conn.Close()) })
	mux := http.NewServeMux()
	mux.HandleFunc("GET /directory/v1/units/{unit}", func(w http.ResponseWriter, r *http.Request) {
		_, err := directoryv1.NewUnitServiceClient(h.conn).GetUnit(r.Context(), &directoryv1.GetUnitRequest{Name: r.PathValue("unit")})
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	edge := httptest.NewServer(h.telemetry.HTTP(mux))
	t.Cleanup(edge.Close)
	h.edge, h.url = edge, edge.URL
	return h
}

func (h *house) get(path string, header ...string) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.url+path, nil)
	require.NoError(h.t, err)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(req)
	require.NoError(h.t, err)
	require.NoError(h.t, response.Body.Close())
}

// received are the spans after all has been sent, by name. A server's span may end after its caller has the answer.
func (h *house) received() map[string]*tracev1.Span {
	h.t.Helper()
	h.edge.Close()
	h.server.GracefulStop()
	require.NoError(h.t, h.telemetry.Shutdown(context.Background()))
	spans := map[string]*tracev1.Span{}
	for _, span := range h.collector.Spans() {
		require.NotContains(h.t, spans, span.GetKind().String()+" "+span.GetName())
		spans[span.GetKind().String()+" "+span.GetName()] = span
	}
	return spans
}

const (
	edgeSpan   = "SPAN_KIND_SERVER GET /directory/v1/units/{unit}"
	clientSpan = "SPAN_KIND_CLIENT hearth.directory.v1.UnitService/GetUnit"
	serverSpan = "SPAN_KIND_SERVER hearth.directory.v1.UnitService/GetUnit"
	querySpan  = "SPAN_KIND_CLIENT SELECT"
)

func TestOneTraceFromTheEdgeToTheDatabase(t *testing.T) {
	h := newHouse(t, 1)
	h.get("/directory/v1/units/u1")
	spans := h.received()
	require.ElementsMatch(t, []string{edgeSpan, clientSpan, serverSpan, querySpan}, slices.Collect(maps.Keys(spans)))
	for child, parent := range map[string]string{clientSpan: edgeSpan, serverSpan: clientSpan, querySpan: serverSpan} {
		require.Equal(t, spans[parent].GetSpanId(), spans[child].GetParentSpanId(), child)
		require.Equal(t, spans[parent].GetTraceId(), spans[child].GetTraceId(), child)
	}
	require.Equal(t, map[string]string{"service.name": "hearth-directory", "service.version": "1.2.3"}, h.collector.About())

	var line map[string]any
	require.NoError(t, json.Unmarshal(h.logged.Bytes(), &line))
	require.Equal(t, "asked", line["msg"])
	require.Equal(t, hex.EncodeToString(spans[serverSpan].GetTraceId()), line["trace_id"])
	require.Equal(t, hex.EncodeToString(spans[serverSpan].GetSpanId()), line["span_id"])
}

func labels(of []*commonv1.KeyValue) []string {
	var keys []string
	for _, label := range of {
		keys = append(keys, label.GetKey())
	}
	slices.Sort(keys)
	return keys
}

func TestSpansNameNobody(t *testing.T) {
	h := newHouse(t, 1)
	h.get("/directory/v1/units/wrong?filter=Zhang", "User-Agent", "Agent", "X-Forwarded-For", "203.0.113.7", "Baggage", "person=Zhang")
	h.get("/directory/v1/people/Zhang")
	spans := h.received()
	want := map[string][]string{
		"SPAN_KIND_SERVER GET": {"http.request.method", "http.response.status_code"},
		edgeSpan:               {"http.request.method", "http.response.status_code"},
		clientSpan:             {"rpc.method", "rpc.response.status_code", "rpc.system.name"},
		serverSpan:             {"rpc.method", "rpc.response.status_code", "rpc.system.name"},
	}
	have := map[string][]string{}
	for name, span := range spans {
		have[name] = labels(span.GetAttributes())
		require.Empty(t, span.GetStatus().GetMessage(), name)
		text := span.String()
		for _, word := range []string{"Zhang", "203.0.113.7", "Agent", "127.0.0.1"} {
			require.NotContains(t, text, word, name)
		}
	}
	require.Equal(t, want, have)
	require.Equal(t, tracev1.Status_STATUS_CODE_ERROR, spans[serverSpan].GetStatus().GetCode())
	require.Len(t, spans[serverSpan].GetEvents(), 2, "that something happened is told")
}

func TestMetricsNameNobody(t *testing.T) {
	h := newHouse(t, 1)
	own, err := h.telemetry.Meter.Meter("test").Int64Counter("hearth.test")
	require.NoError(t, err)
	own.Add(t.Context(), 1, metric.WithAttributes(attribute.String("hearth.service", "survey"), attribute.String("person", "p1")))
	h.get("/directory/v1/units/u1")
	h.get("/directory/v1/units/wrong")
	require.NoError(t, h.telemetry.Shutdown(context.Background()))
	have := map[string][]string{}
	for _, m := range h.collector.Metrics() {
		var keys []string
		for _, point := range m.GetHistogram().GetDataPoints() {
			keys = append(keys, labels(point.GetAttributes())...)
		}
		for _, point := range append(m.GetSum().GetDataPoints(), m.GetGauge().GetDataPoints()...) {
			keys = append(keys, labels(point.GetAttributes())...)
		}
		slices.Sort(keys)
		have[m.GetName()] = slices.Compact(keys)
	}
	require.Contains(t, have, "go.goroutine.count")
	maps.DeleteFunc(have, func(name string, _ []string) bool { return strings.HasPrefix(name, "go.") })
	calls := []string{"error.type", "rpc.method", "rpc.response.status_code", "rpc.system.name"}
	requests := []string{"http.request.method", "http.response.status_code", "http.route"}
	require.Equal(t, map[string][]string{
		"hearth.test": {"hearth.service"}, "rpc.server.call.duration": calls, "rpc.client.call.duration": calls,
		"http.server.request.duration": requests, "http.server.request.body.size": requests, "http.server.response.body.size": requests,
	}, have)
}

func TestProbesAndMadeUpMethodsAreNotSeen(t *testing.T) {
	h := newHouse(t, 1)
	h.get("/healthz")
	_, err := healthv1.NewHealthClient(h.conn).Check(t.Context(), &healthv1.HealthCheckRequest{})
	require.NoError(t, err)
	for _, method := range []string{"/hearth.directory.v1.UnitService/MadeUp", "/hearth.made.up/X", "/other/X", "/hearth./", "/hearth.directory.v1.UnitService/GetUnit/x"} {
		require.Error(t, h.conn.Invoke(t.Context(), method, &directoryv1.GetUnitRequest{}, &directoryv1.Unit{}))
	}
	require.Empty(t, h.received())
	for _, m := range h.collector.Metrics() {
		require.False(t, strings.HasPrefix(m.GetName(), "rpc."), m)
		require.NotContains(t, m.String(), "MadeUp")
	}
}

func TestTheCallersTraceDecides(t *testing.T) {
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-"
	h := newHouse(t, 0)
	h.get("/directory/v1/units/u1")
	h.get("/directory/v1/units/u1", "Traceparent", parent+"00")
	h.get("/directory/v1/units/u1", "Traceparent", parent+"01")
	spans := h.received()
	require.Len(t, spans, 4)
	require.Equal(t, "0af7651916cd43dd8448eb211c80319c", hex.EncodeToString(spans[querySpan].GetTraceId()))
	require.Equal(t, "b7ad6b7169203331", hex.EncodeToString(spans[edgeSpan].GetParentSpanId()))
}

func TestWithoutAnEndpointLogsAreStillJoined(t *testing.T) {
	var logged bytes.Buffer
	made, err := telemetry.New(t.Context(), telemetry.Config{Service: "hearth", Level: slog.LevelInfo, Output: &logged})
	require.NoError(t, err)
	ctx, span := made.Tracer.Tracer("test").Start(t.Context(), "call")
	require.False(t, span.IsRecording(), "nothing is collected that nobody receives")
	made.Log.DebugContext(ctx, "too quiet")
	made.Log.With("service", "survey").WithGroup("call").InfoContext(ctx, "joined", "n", 1)
	made.Log.Info("alone")
	span.SetStatus(codes.Ok, "")
	span.End()
	lines := strings.Split(strings.TrimSpace(logged.String()), "\n")
	require.Len(t, lines, 2)
	require.Contains(t, lines[0], `"trace_id":"`+span.SpanContext().TraceID().String()+`"`)
	require.Contains(t, lines[0], `"service":"survey"`)
	require.NotContains(t, lines[1], "trace_id")
	require.NoError(t, made.Shutdown(t.Context()))
}

func TestAReceiverThatIsDownHoldsNothingUp(t *testing.T) {
	var logged bytes.Buffer
	made, err := telemetry.New(t.Context(), telemetry.Config{Service: "hearth", Endpoint: "http://127.0.0.1:1", Ratio: 1, Output: &logged})
	require.NoError(t, err)
	_, span := made.Tracer.Tracer("test").Start(t.Context(), "call")
	span.End()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	require.Error(t, made.Shutdown(ended), "it says that spans were lost")
}

func TestAWrongEndpoint(t *testing.T) {
	for _, endpoint := range []string{"http://%zz", "127.0.0.1:4317", "collector", "ftp://collector:4317", "http://"} {
		_, err := telemetry.New(t.Context(), telemetry.Config{Endpoint: endpoint, Output: &bytes.Buffer{}})
		require.ErrorContains(t, err, "http://", endpoint)
	}
}
