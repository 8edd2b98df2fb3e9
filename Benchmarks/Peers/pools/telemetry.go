package main

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/global"
	"go.opentelemetry.io/otel/trace"
)

// telemetry is where an ObjectPool sends its spans and counts. Neither choice records anything, but they differ in
// cost.
type telemetry struct {
	tracers trace.TracerProvider
	meters  metric.MeterProvider
}

// notInstalled is what a process has that installs no provider: the global one, which would forward to one installed
// later, and until then hands out spans that do not record.
func notInstalled() telemetry {
	return telemetry{otel.GetTracerProvider(), global.GetMeterProvider()}
}

// noop is the cheapest that a process can install.
func noop() telemetry {
	return telemetry{trace.NewNoopTracerProvider(), metric.NewNoopMeterProvider()}
}
