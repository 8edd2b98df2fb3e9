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
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

func main() {
	designNames := flag.String("design", "all", "designs to measure, separated by commas: "+strings.Join(names(), ", "))
	seconds := flag.Float64("seconds", 0.5, "wall time of each measurement, after a warm-up of about half as long")
	flag.Parse()

	chosen, err := parseDesigns(*designNames)
	if err != nil {
		usage(err)
	}
	if flag.NArg() > 0 {
		usage(fmt.Errorf("%q: no arguments are taken beside the flags", flag.Arg(0)))
	}
	if !(*seconds > 0 && *seconds <= 3600) {
		usage(fmt.Errorf("-seconds must be above 0 and at most 3600"))
	}

	output := json.NewEncoder(os.Stdout)
	for _, d := range chosen {
		line, err := measure(d, time.Duration(*seconds*float64(time.Second)))
		if err == nil {
			err = output.Encode(line)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "zeroalloc:", err)
			os.Exit(3)
		}
	}
}

func usage(err error) {
	fmt.Fprintln(os.Stderr, "zeroalloc:", err)
	os.Exit(2)
}

func names() (all []string) {
	for _, d := range designs {
		all = append(all, d.name)
	}
	return all
}

func parseDesigns(list string) ([]design, error) {
	if list == "all" {
		return designs, nil
	}
	var chosen []design
next:
	for _, name := range strings.Split(list, ",") {
		for _, d := range designs {
			if d.name == name {
				chosen = append(chosen, d)
				continue next
			}
		}
		return nil, fmt.Errorf("-design: no design is named %q; there are: %s", name, strings.Join(names(), ", "))
	}
	return chosen, nil
}
