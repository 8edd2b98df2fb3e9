package main

import (
	"runtime"
	"sync"
	"time"

	"../harness"
)

// budget says how long a measurement lasts: a number of operations, or where that is zero a time.
type budget struct {
	operations int
	duration   time.Duration
}

// sink keeps the checksums alive, and with them the work that made them.
var sink int

// measure warms a design up, then times it once. It runs one goroutine per thread, on as many processors as there
// are threads, but no more than the machine has.
func measure(d design, threads int, b budget) (harness.Line, error) {
	processors := threads
	if processors > runtime.NumCPU() {
		processors = runtime.NumCPU()
	}
	runtime.GOMAXPROCS(processors)
	runtime.GC() // The garbage of the design before this one is not this one's cost.

	body := d.prepare()
	operations := warmUp(body, threads, b)
	return harness.Measure(d.name, threads, operations, func() time.Duration { return run(body, threads, operations) })
}

// warmUp runs a quarter of the budget and returns how many operations fill all of it.
func warmUp(body loop, threads int, b budget) int {
	if b.operations > 0 {
		run(body, threads, (b.operations+3)/4)
		return b.operations
	}
	return harness.WarmUp(1024*threads, b.duration, func(operations int) time.Duration {
		return run(body, threads, operations)
	})
}

// run shares a number of operations among goroutines and returns the time from their start to the end of the last.
func run(body loop, threads, operations int) time.Duration {
	sums := make([]int, threads)
	start := make(chan struct{})
	var ended sync.WaitGroup
	for thread := 0; thread < threads; thread++ {
		share := operations / threads
		if thread < operations%threads {
			share++
		}
		ended.Add(1)
		go func(thread, share int) {
			defer ended.Done()
			<-start
			sums[thread] = body(share)
		}(thread, share)
	}
	begin := time.Now()
	close(start)
	ended.Wait()
	wall := time.Since(begin)
	for _, sum := range sums {
		sink += sum
	}
	return wall
}
