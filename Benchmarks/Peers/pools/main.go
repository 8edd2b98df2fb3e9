// Command pools measures object pools in Go: what Trimtab's pools are compared with.
//
// One operation takes an element, uses it and gives it back. The output is one JSON object per line, design and
// number of threads. ns_per_op is wall time divided by the operations of all goroutines together, cpu_ns_per_op the
// CPU time of the process divided by the same. Allocations are exact, as the runtime counts them.
//
// Build it with Debian's packages golang-go and golang-opentelemetry-otel-dev:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../../.build/pools .
package main

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"../harness"
)

func main() {
	designNames := flag.String("design", "all", "designs to measure, separated by commas: "+strings.Join(names(), ", "))
	threadCounts := flag.String("threads", "1,2,8", "numbers of goroutines, separated by commas")
	seconds := flag.Float64("seconds", 0.5, "wall time of each measurement, after a warm-up of about half as long")
	operations := flag.Int("operations", 0, "operations of each measurement, all goroutines together, instead of -seconds")
	flag.Parse()

	chosen, err := harness.Choose(*designNames, names())
	harness.Usage(err)
	threads, err := parseThreads(*threadCounts)
	harness.Usage(err)
	harness.Usage(harness.NoArguments(flag.Args()))
	b := budget{operations: *operations}
	if *operations < 0 {
		harness.Usage(fmt.Errorf("-operations must be at least 1"))
	} else if *operations == 0 {
		b.duration, err = harness.Budget(*seconds)
		harness.Usage(err)
	}

	for _, index := range chosen {
		for _, count := range threads {
			harness.Print(measure(designs[index], count, b))
		}
	}
}

func names() (all []string) {
	for _, d := range designs {
		all = append(all, d.name)
	}
	return all
}

func parseThreads(list string) ([]int, error) {
	var counts []int
	for _, word := range strings.Split(list, ",") {
		count, err := strconv.Atoi(word)
		if err != nil || count < 1 || count > 1024 {
			return nil, fmt.Errorf("-threads: %q is not a number from 1 to 1024", word)
		}
		counts = append(counts, count)
	}
	return counts, nil
}
