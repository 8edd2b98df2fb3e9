package main

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"../harness"
)

// design is one thing to measure.
type design struct {
	name    string
	sampler sdktrace.Sampler
}

var designs = []design{
	{"span", sdktrace.AlwaysSample()},
	{"span-unsampled", sdktrace.NeverSample()},
}

// discard is an exporter that does nothing.
type discard struct{}

func (discard) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error { return nil }
func (discard) Shutdown(context.Context) error                            { return nil }

func measure(d design, threads int, budget time.Duration) (harness.Line, error) {
	provider := sdktrace.NewTracerProvider(sdktrace.WithSampler(d.sampler), sdktrace.WithBatcher(discard{}))
	tracer := provider.Tracer("benchmark")
	run := func(operations int) time.Duration {
		start := time.Now()
		for operation := 0; operation < operations; operation++ {
			span(tracer, operation)
		}
		return time.Since(start)
	}
	operations := harness.WarmUp(1024, budget, run)
	line, err := harness.Measure(d.name, threads, operations, func() time.Duration { return run(operations) })
	if err == nil {
		err = provider.Shutdown(context.Background())
	}
	return line, err
}

func span(tracer trace.Tracer, operation int) {
	_, span := tracer.Start(context.Background(), "GET /orders/{id}", trace.WithSpanKind(trace.SpanKindServer))
	span.SetAttributes(
		attribute.String("http.request.method", "GET"),
		attribute.String("http.route", "/orders/{id}"),
		attribute.Int("http.response.status_code", 200),
		attribute.Int("order.number", operation),
		attribute.Bool("order.express", true),
	)
	span.End()
}
