// Command zeroalloc measures in Go what Trimtab's module ZeroAllocation is compared with: the helpers of the original
// design, and what is left of each when its telemetry is taken away ("-bare") or what Go's own library has for it.
//
// The output is one JSON object per line. cpu_ns_per_op is the CPU time of the process, its garbage collector included,
// divided by the operations, so that it says the same on a busy machine. Allocations are exact, as the runtime counts
// them.
//
// Build it with Debian's packages golang-go and golang-opentelemetry-otel-dev:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../../.build/zeroalloc .
package main

import (
	"flag"
	"strings"

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
