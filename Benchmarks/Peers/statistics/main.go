// Command statistics measures in Go what Trimtab's module MemoryTuning is compared with: one runtime.ReadMemStats, and the
// seven gauges of the original design, each of which reads all of it for one of its fields.
//
// The heap holds 100,000 blocks of 1,000 bytes. In designs named "-busy" a goroutine replaces one after the other of them
// meanwhile: it has to be stopped for each reading.
//
// The output is one JSON object per line. Build it with Debian's packages golang-go and golang-opentelemetry-otel-dev:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../../.build/statistics .
package main

import (
	"flag"
	"runtime"
	"strings"
	"time"

	"../harness"
)

func main() {
	designNames := flag.String("design", "all", "designs to measure, separated by commas: "+strings.Join(names(), ", "))
	seconds := flag.Float64("seconds", 0.5, "wall time of each measurement, after a warm-up of about half as long")
	flag.Parse()

	chosen, err := harness.Choose(*designNames, names())
	harness.Usage(err)
	harness.Usage(harness.NoArguments(flag.Args()))
	budget, err := harness.Budget(*seconds)
	harness.Usage(err)

	for _, index := range chosen {
		harness.Print(measure(designs[index], budget))
	}
}

func names() (all []string) {
	for _, d := range designs {
		all = append(all, d.name)
	}
	return all
}

func measure(d design, budget time.Duration) (harness.Line, error) {
	held := newHeap(d.busy)
	defer held.end()
	run := func(operations int) time.Duration {
		begin := time.Now()
		for i := 0; i < operations; i++ {
			d.read()
		}
		return time.Since(begin)
	}
	operations := harness.WarmUp(16, budget, run)
	runtime.GC() // What the warm-up left is not the measurement's cost.
	return harness.Measure(d.name, 1, operations, func() time.Duration { return run(operations) })
}
