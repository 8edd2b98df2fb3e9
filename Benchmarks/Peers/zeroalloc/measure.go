package main

import (
	"runtime"
	"time"

	"../harness"
)

// measure warms a design up, finds how many operations fill the budget, and times those once.
func measure(d design, budget time.Duration) (harness.Line, error) {
	body := d.prepare()
	run := func(operations int) time.Duration {
		begin := time.Now()
		body(operations)
		return time.Since(begin)
	}
	operations := harness.WarmUp(1024, budget, run)
	runtime.GC() // What the warm-up left is not the measurement's cost.
	return harness.Measure(d.name, 1, operations, func() time.Duration { return run(operations) })
}
