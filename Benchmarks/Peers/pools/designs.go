package main

import (
	"context"
	"sync"
)

// design is one way to come by an element, use it and be rid of it.
type design struct {
	name string
	// prepare makes what all goroutines share and returns the loop of one goroutine. The loop belongs to the design
	// and not to the caller, so that no call through a pointer is measured with it.
	prepare func() loop
}

// loop runs a number of operations and returns a checksum over what they wrote.
type loop func(operations int) int

// designs lists all that can be measured. Where a name ends in "-span-data" the element is SpanData, elsewhere Row.
var designs = []design{
	{"sync-pool", func() loop {
		pool := &sync.Pool{New: func() interface{} { return newRow() }}
		return func(operations int) (sum int) {
			for i := 0; i < operations; i++ {
				row := pool.Get().(*Row)
				sum += row.use(i)
				row.reset()
				pool.Put(row)
			}
			return sum
		}
	}},
	{"sync-pool-appends", func() loop {
		pool := &sync.Pool{New: func() interface{} { return newRow() }}
		return func(operations int) (sum int) {
			for i := 0; i < operations; i++ {
				row := pool.Get().(*Row)
				sum += row.appendItems(i)
				row.reset()
				pool.Put(row)
			}
			return sum
		}
	}},
	{"sync-pool-empty-body", func() loop {
		pool := &sync.Pool{New: func() interface{} { return new(int) }}
		return func(operations int) (sum int) {
			for i := 0; i < operations; i++ {
				value := pool.Get().(*int)
				*value++
				sum += *value
				pool.Put(value)
			}
			return sum
		}
	}},
	{"original", func() loop { return originalRows(notInstalled()) }},
	{"original-span-data", func() loop { return originalSpanData(notInstalled()) }},
	{"original-noop-provider", func() loop { return originalRows(noop()) }},
	{"original-noop-provider-span-data", func() loop { return originalSpanData(noop()) }},
	{"plain", func() loop {
		return func(operations int) (sum int) {
			for i := 0; i < operations; i++ {
				sum += newRow().use(i)
			}
			return sum
		}
	}},
	{"plain-span-data", func() loop {
		return func(operations int) (sum int) {
			for i := 0; i < operations; i++ {
				sum += newSpanData().fill(i)
			}
			return sum
		}
	}},
	{"mutex", func() loop {
		var mutex sync.Mutex
		var free []*Row
		return func(operations int) (sum int) {
			for i := 0; i < operations; i++ {
				var row *Row
				mutex.Lock()
				if last := len(free) - 1; last >= 0 {
					row = free[last]
					free = free[:last]
				}
				mutex.Unlock()
				if row == nil {
					row = newRow()
				}
				sum += row.use(i)
				row.reset()
				mutex.Lock()
				free = append(free, row)
				mutex.Unlock()
			}
			return sum
		}
	}},
}

func originalRows(to telemetry) loop {
	pool := NewObjectPool(to, makeRow, (*Row).reset)
	return func(operations int) (sum int) {
		ctx := context.Background()
		for i := 0; i < operations; i++ {
			row := pool.Get(ctx)
			sum += row.use(i)
			pool.Put(ctx, row)
		}
		return sum
	}
}

func originalSpanData(to telemetry) loop {
	pool := NewObjectPool(to, makeSpanData, (*SpanData).reset)
	return func(operations int) (sum int) {
		ctx := context.Background()
		for i := 0; i < operations; i++ {
			span := pool.Get(ctx)
			sum += span.fill(i)
			pool.Put(ctx, span)
		}
		return sum
	}
}
