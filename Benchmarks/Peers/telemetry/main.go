// Command telemetry measures OpenTelemetry's SDK for Go: what Trimtab's module Telemetry is compared with. With -receive it
// is a collector instead, which reads what it gets and forgets it.
//
// The output is one JSON object per line. A span is started, given five attributes and ended; the batch processor hands it
// to an exporter that does nothing.
//
// Build it with Debian's packages golang-go and golang-opentelemetry-otel-dev:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../../.build/telemetry .
package main

import (
	"flag"
	"strings"

	"../harness"
)

func main() {
	designNames := flag.String("design", "all", "designs to measure, separated by commas: "+strings.Join(names(), ", "))
	threads := flag.Int("threads", 1, "the number of goroutines; only 1 is measured")
	seconds := flag.Float64("seconds", 0.5, "wall time of each measurement, after a warm-up of about half as long")
	receive := flag.Bool("receive", false, "be a collector: print the port, and take what comes until the end of the input")
	flag.Parse()

	if *receive {
		harness.Usage(receiveAll())
		return
	}
	chosen, err := harness.Choose(*designNames, names())
	harness.Usage(err)
	harness.Usage(harness.NoArguments(flag.Args()))
	budget, err := harness.Budget(*seconds)
	harness.Usage(err)
	for _, index := range chosen {
		harness.Print(measure(designs[index], *threads, budget))
	}
}

func names() (all []string) {
	for _, d := range designs {
		all = append(all, d.name)
	}
	return all
}
