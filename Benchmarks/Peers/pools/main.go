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
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	designNames := flag.String("design", "all", "designs to measure, separated by commas: "+strings.Join(names(), ", "))
	threadCounts := flag.String("threads", "1,2,8", "numbers of goroutines, separated by commas")
	seconds := flag.Float64("seconds", 0.5, "wall time of each measurement, after a warm-up of about half as long")
	operations := flag.Int("operations", 0, "operations of each measurement, all goroutines together, instead of -seconds")
	flag.Parse()

	chosen, err := parseDesigns(*designNames)
	if err != nil {
		usage(err)
	}
	threads, err := parseThreads(*threadCounts)
	if err != nil {
		usage(err)
	}
	if flag.NArg() > 0 {
		usage(fmt.Errorf("%q: no arguments are taken beside the flags", flag.Arg(0)))
	}
	if *operations < 0 || *operations == 0 && !(*seconds > 0 && *seconds <= 3600) {
		usage(fmt.Errorf("-seconds must be above 0 and at most 3600, -operations at least 1"))
	}

	b := budget{operations: *operations, duration: time.Duration(*seconds * float64(time.Second))}
	output := json.NewEncoder(os.Stdout)
	for _, d := range chosen {
		for _, count := range threads {
			line, err := measure(d, count, b)
			if err == nil {
				err = output.Encode(line)
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, "pools:", err)
				os.Exit(3)
			}
		}
	}
}

func usage(err error) {
	fmt.Fprintln(os.Stderr, "pools:", err)
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
