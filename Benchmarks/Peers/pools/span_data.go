package main

import (
	"time"

	"go.opentelemetry.io/otel/attribute"
)

// Event is something that happened during a span.
type Event struct {
	Name       string
	Time       time.Time
	Attributes []attribute.KeyValue
}

// SpanData is the element of the original's own example.
type SpanData struct {
	Name       string
	Attributes []attribute.KeyValue
	Events     []Event
	StartTime  time.Time
	EndTime    time.Time
}

// moment stands for the clock, which is not what is measured here.
var moment = time.Now()

func makeSpanData() SpanData {
	return SpanData{Attributes: make([]attribute.KeyValue, 0, 20), Events: make([]Event, 0, 5)}
}

// newSpanData is not inlined: a SpanData that stayed on the stack would be no plain allocation.
//
//go:noinline
func newSpanData() *SpanData {
	span := makeSpanData()
	return &span
}

// fill is the use of a SpanData: a name, two attributes, one event, start and end.
func (span *SpanData) fill(seed int) int {
	span.Name = "read order"
	span.StartTime = moment
	span.Attributes = append(span.Attributes, attribute.String("http.route", "/orders"), attribute.Int("order.id", seed))
	span.Events = append(span.Events, Event{Name: "order found", Time: moment})
	span.EndTime = moment
	return len(span.Name) + len(span.Attributes) + len(span.Events)
}

func (span *SpanData) reset() {
	span.Name = ""
	span.Attributes = span.Attributes[:0]
	span.Events = span.Events[:0]
	span.StartTime = time.Time{}
	span.EndTime = time.Time{}
}
