package main

import (
	"context"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// ObjectPool follows the design that Trimtab's pool replaces: values, not pointers, in a sync.Pool; three shared
// counters; two metric counters and a gauge; and a span around every Get and every Put. Its costs are the point, so
// none is mended: a Put boxes the value, and reused is derived from two counters that other goroutines move.
type ObjectPool[T any] struct {
	pool  sync.Pool
	reset func(*T)

	gets int64
	puts int64
	news int64

	tracer     trace.Tracer
	getCounter metric.Int64Counter
	putCounter metric.Int64Counter
}

// NewObjectPool makes an empty pool that reports to the given providers.
func NewObjectPool[T any](to telemetry, factory func() T, reset func(*T)) *ObjectPool[T] {
	meter := metric.Must(to.meters.Meter("object-pool"))
	p := &ObjectPool[T]{
		reset:      reset,
		tracer:     to.tracers.Tracer("object-pool"),
		getCounter: meter.NewInt64Counter("pool.get.count"),
		putCounter: meter.NewInt64Counter("pool.put.count"),
	}
	p.pool.New = func() interface{} {
		atomic.AddInt64(&p.news, 1)
		return factory()
	}
	meter.NewFloat64GaugeObserver("pool.reuse.rate", func(_ context.Context, result metric.Float64ObserverResult) {
		if gets := atomic.LoadInt64(&p.gets); gets > 0 {
			result.Observe(100 * float64(gets-atomic.LoadInt64(&p.news)) / float64(gets))
		}
	})
	return p
}

// Get hands out a value of the pool, or a new one.
func (p *ObjectPool[T]) Get(ctx context.Context) T {
	ctx, span := p.tracer.Start(ctx, "pool.get")
	defer span.End()

	value := p.pool.Get().(T)
	gets := atomic.AddInt64(&p.gets, 1)
	p.getCounter.Add(ctx, 1)
	span.SetAttributes(attribute.Bool("reused", gets > atomic.LoadInt64(&p.news)))
	return value
}

// Put resets a value and gives it back.
func (p *ObjectPool[T]) Put(ctx context.Context, value T) {
	ctx, span := p.tracer.Start(ctx, "pool.put")
	defer span.End()

	p.reset(&value)
	p.pool.Put(value)
	atomic.AddInt64(&p.puts, 1)
	p.putCounter.Add(ctx, 1)
	span.AddEvent("object returned to pool")
}
