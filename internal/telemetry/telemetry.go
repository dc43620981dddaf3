// Package telemetry makes a Hearth seen: traces, metrics and logs. It is told once per process and keeps no global state but the
// error handler of OpenTelemetry.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/contrib/instrumentation/runtime"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/stats"
)

// Config says what is sent where.
type Config struct {
	// Service is the service.name of all that is sent: "hearth", or "hearth-" and the roles.
	Service string
	// Version is the service.version.
	Version string
	// Endpoint is the OTLP receiver (gRPC), such as "http://127.0.0.1:4317". Without one nothing is sent; trace ids still join the logs.
	Endpoint string
	// Ratio is the share of traces that begin here and are kept, 0 to 1. A caller's trace decides for itself.
	Ratio float64
	// Level is the least that is logged.
	Level slog.Level
	// Output is where logs go: text where that is a terminal, else JSON.
	Output io.Writer
}

// Telemetry is what the parts of a process need in order to be seen.
type Telemetry struct {
	// ServerStats and ClientStats trace and measure gRPC; for both transports.
	ServerStats, ClientStats stats.Handler
	// Tracer makes spans where no call is under way, such as in consumers.
	Tracer trace.TracerProvider
	// Meter makes instruments. Their labels must be among those of allowed.
	Meter metric.MeterProvider
	// Log adds trace_id and span_id to what is logged with a context.
	Log *slog.Logger

	stop []func(ctx context.Context) error
}

// propagator carries the trace and nothing else: baggage would let anybody send us words to pass on.
var propagator = propagation.TraceContext{}

// metricPeriod is how often metrics are sent.
const metricPeriod = 15 * time.Second

// New starts telemetry. An endpoint that does not answer is reported in the log, again and again, and holds nothing up.
func New(ctx context.Context, cfg Config) (*Telemetry, error) {
	t := &Telemetry{Log: newLogger(cfg.Output, cfg.Level)}
	if cfg.Endpoint == "" {
		// Spans that are not kept still have ids, by which the logs of several roles are joined.
		t.Tracer = sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.NeverSample()))
		t.Meter = metricnoop.NewMeterProvider()
	} else if err := t.export(ctx, cfg); err != nil {
		return nil, errors.Join(fmt.Errorf("telemetry: %w", err), t.Shutdown(ctx))
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Log.Warn("telemetry is not delivered", "error", err.Error()) }))
	options := []otelgrpc.Option{
		otelgrpc.WithTracerProvider(t.Tracer), otelgrpc.WithMeterProvider(t.Meter), otelgrpc.WithPropagators(propagator),
		otelgrpc.WithFilter(isHearth),
	}
	t.ServerStats = otelgrpc.NewServerHandler(options...)
	t.ClientStats = otelgrpc.NewClientHandler(options...)
	return t, nil
}

func (t *Telemetry) export(ctx context.Context, cfg Config) error {
	// The exporters would silently send to a default address instead.
	if to, err := url.Parse(cfg.Endpoint); err != nil || to.Host == "" || (to.Scheme != "http" && to.Scheme != "https") {
		return fmt.Errorf("endpoint %q is not a URL such as http://127.0.0.1:4317", cfg.Endpoint)
	}
	about := resource.NewSchemaless(semconv.ServiceName(cfg.Service), semconv.ServiceVersion(cfg.Version))
	spans, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpointURL(cfg.Endpoint))
	if err != nil {
		return err
	}
	tracer := sdktrace.NewTracerProvider(
		sdktrace.WithResource(about),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(cfg.Ratio))),
		sdktrace.WithBatcher(discreet{spans}))
	t.Tracer = tracer
	t.stop = append(t.stop, tracer.Shutdown)
	figures, err := otlpmetricgrpc.New(ctx, otlpmetricgrpc.WithEndpointURL(cfg.Endpoint))
	if err != nil {
		return err
	}
	meter := sdkmetric.NewMeterProvider(
		sdkmetric.WithResource(about),
		sdkmetric.WithReader(sdkmetric.NewPeriodicReader(figures, sdkmetric.WithInterval(metricPeriod))),
		sdkmetric.WithView(sdkmetric.NewView(sdkmetric.Instrument{Name: "*"}, sdkmetric.Stream{AttributeFilter: isAllowed})))
	t.Meter = meter
	t.stop = append(t.stop, meter.Shutdown)
	return runtime.Start(runtime.WithMeterProvider(meter))
}

// HTTP traces and measures a handler, except for the probes.
func (t *Telemetry) HTTP(next http.Handler) http.Handler {
	return otelhttp.NewHandler(next, "HTTP",
		otelhttp.WithTracerProvider(t.Tracer), otelhttp.WithMeterProvider(t.Meter), otelhttp.WithPropagators(propagator),
		otelhttp.WithFilter(func(r *http.Request) bool { return r.URL.Path != "/healthz" && r.URL.Path != "/readyz" }))
}

// Shutdown sends what is still held, until ctx ends.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	var errs []error
	for _, stop := range t.stop {
		errs = append(errs, stop(ctx))
	}
	return errors.Join(errs...)
}
