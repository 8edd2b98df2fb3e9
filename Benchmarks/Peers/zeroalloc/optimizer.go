package main

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/global"
	"go.opentelemetry.io/otel/trace"
)

// optimizer has the original design's helpers: each opens a span with attributes and, where it allocates, counts that. No
// provider is installed: the global ones hand out spans and counters that do not record.
type optimizer struct {
	tracer trace.Tracer
	count  metric.Int64Counter
	bytes  metric.Int64Counter
}

func newOptimizer() *optimizer {
	meter := metric.Must(global.Meter("allocation-optimizer"))
	return &optimizer{
		tracer: otel.Tracer("allocation-optimizer"),
		count:  meter.NewInt64Counter("memory.allocations.count"),
		bytes:  meter.NewInt64Counter("memory.allocations.bytes"),
	}
}

func (o *optimizer) preAllocateSlice(ctx context.Context, expectedSize int) []int64 {
	ctx, span := o.tracer.Start(ctx, "pre_allocate_slice",
		trace.WithAttributes(attribute.Int("expected_size", expectedSize)))
	defer span.End()
	slice := barePreAllocateSlice(expectedSize)
	o.count.Add(ctx, 1, attribute.String("type", "slice"), attribute.Bool("pre_allocated", true))
	o.bytes.Add(ctx, int64(8*expectedSize))
	return slice
}

func (o *optimizer) preAllocateMap(ctx context.Context, expectedSize int) map[string]int64 {
	ctx, span := o.tracer.Start(ctx, "pre_allocate_map",
		trace.WithAttributes(attribute.Int("expected_size", expectedSize)))
	defer span.End()
	table := barePreAllocateMap(expectedSize)
	o.count.Add(ctx, 1, attribute.String("type", "map"), attribute.Bool("pre_allocated", true))
	return table
}

func (o *optimizer) reuseBuffer(ctx context.Context, buffer []byte, requiredSize int) []byte {
	ctx, span := o.tracer.Start(ctx, "reuse_buffer")
	defer span.End()
	if cap(buffer) >= requiredSize {
		span.SetAttributes(attribute.Bool("buffer_reused", true), attribute.Int("buffer_capacity", cap(buffer)))
		return buffer[:requiredSize]
	}
	span.SetAttributes(attribute.Bool("buffer_reused", false), attribute.Int("new_capacity", requiredSize))
	o.count.Add(ctx, 1, attribute.String("type", "buffer"), attribute.Bool("reallocation", true))
	return make([]byte, requiredSize)
}

func (o *optimizer) buildString(ctx context.Context, parts []string) string {
	_, span := o.tracer.Start(ctx, "string_builder")
	defer span.End()
	built := bareBuildString(parts)
	span.SetAttributes(attribute.Int("parts_count", len(parts)), attribute.Int("total_length", len(built)),
		attribute.Int("allocations", 1))
	return built
}

// What is left of the helpers without telemetry.

func barePreAllocateSlice(expectedSize int) []int64 {
	return make([]int64, 0, expectedSize)
}

func barePreAllocateMap(expectedSize int) map[string]int64 {
	return make(map[string]int64, expectedSize)
}

func bareReuseBuffer(buffer []byte, requiredSize int) []byte {
	if cap(buffer) >= requiredSize {
		return buffer[:requiredSize]
	}
	return make([]byte, requiredSize)
}

func bareBuildString(parts []string) string {
	total := 0
	for _, part := range parts {
		total += len(part)
	}
	var builder strings.Builder
	builder.Grow(total)
	for _, part := range parts {
		builder.WriteString(part)
	}
	return builder.String()
}
