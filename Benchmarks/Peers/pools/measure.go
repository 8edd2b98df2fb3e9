package main

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"syscall"
	"time"

	"go.opentelemetry.io/otel"
)

// measurement is one line of output.
type measurement struct {
	Peer       string  `json:"peer"`
	Version    string  `json:"version"`
	OTel       string  `json:"otel"`
	Design     string  `json:"design"`
	Threads    int     `json:"threads"`
	Operations int     `json:"operations"`
	NsPerOp    float64 `json:"ns_per_op"`
	CPUNsPerOp float64 `json:"cpu_ns_per_op"`
	Allocs     float64 `json:"allocs_per_op"`
	Bytes      float64 `json:"bytes_per_op"`
}

// budget says how long a measurement lasts: a number of operations, or where that is zero a time.
type budget struct {
	operations int
	duration   time.Duration
}

// sink keeps the checksums alive, and with them the work that made them.
var sink int

// measure warms a design up, then times it once. It runs one goroutine per thread, on as many processors as there
// are threads, but no more than the machine has.
func measure(d design, threads int, b budget) (measurement, error) {
	processors := threads
	if processors > runtime.NumCPU() {
		processors = runtime.NumCPU()
	}
	runtime.GOMAXPROCS(processors)
	runtime.GC() // The garbage of the design before this one is not this one's cost.

	body := d.prepare()
	operations := warmUp(body, threads, b)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpuBefore, err := cpuTime()
	if err != nil {
		return measurement{}, err
	}
	wall := run(body, threads, operations)
	cpuAfter, err := cpuTime()
	if err != nil {
		return measurement{}, err
	}
	runtime.ReadMemStats(&after)

	perOperation := func(total float64) float64 { return math.Round(1000*total/float64(operations)) / 1000 }
	return measurement{
		Peer:       "go",
		Version:    runtime.Version(),
		OTel:       otel.Version(),
		Design:     d.name,
		Threads:    threads,
		Operations: operations,
		NsPerOp:    perOperation(float64(wall.Nanoseconds())),
		CPUNsPerOp: perOperation(float64((cpuAfter - cpuBefore).Nanoseconds())),
		Allocs:     perOperation(float64(after.Mallocs - before.Mallocs)),
		Bytes:      perOperation(float64(after.TotalAlloc - before.TotalAlloc)),
	}, nil
}

// warmUp doubles the work until it fills a quarter of the budget, and returns how many operations fill all of it.
func warmUp(body loop, threads int, b budget) int {
	if b.operations > 0 {
		run(body, threads, (b.operations+3)/4)
		return b.operations
	}
	for operations := 1024 * threads; ; operations *= 2 {
		if wall := run(body, threads, operations); 4*wall >= b.duration {
			return int(float64(operations) * float64(b.duration) / float64(wall))
		}
	}
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

// cpuTime is what the whole process, its garbage collector included, has used so far.
func cpuTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, fmt.Errorf("getrusage: %w", err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}
