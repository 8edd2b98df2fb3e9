// Package harness is what the programs beside it share: the choice of designs, the measurement, and the line of output
// that compare.py reads.
package harness

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"go.opentelemetry.io/otel"
)

// Line is one line of output.
type Line struct {
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

// Measure times run, which does a number of operations and returns how long they took. Allocations are exact, as the
// runtime counts them.
func Measure(design string, threads, operations int, run func() time.Duration) (Line, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpuBefore, err := cpuTime()
	if err != nil {
		return Line{}, err
	}
	wall := run()
	cpuAfter, err := cpuTime()
	if err != nil {
		return Line{}, err
	}
	runtime.ReadMemStats(&after)

	perOperation := func(total float64) float64 { return math.Round(1000*total/float64(operations)) / 1000 }
	return Line{
		Peer:       "go",
		Version:    runtime.Version(),
		OTel:       otel.Version(),
		Design:     design,
		Threads:    threads,
		Operations: operations,
		NsPerOp:    perOperation(float64(wall.Nanoseconds())),
		CPUNsPerOp: perOperation(float64((cpuAfter - cpuBefore).Nanoseconds())),
		Allocs:     perOperation(float64(after.Mallocs - before.Mallocs)),
		Bytes:      perOperation(float64(after.TotalAlloc - before.TotalAlloc)),
	}, nil
}

// WarmUp doubles the work, beginning with a number of operations, until it fills a quarter of the budget, and returns
// how many operations fill all of it.
func WarmUp(operations int, budget time.Duration, run func(operations int) time.Duration) int {
	for ; ; operations *= 2 {
		if wall := run(operations); 4*wall >= budget {
			return int(float64(operations) * float64(budget) / float64(wall))
		}
	}
}

// Budget is how long a measurement lasts, as the flag -seconds says it.
func Budget(seconds float64) (time.Duration, error) {
	if !(seconds > 0 && seconds <= 3600) {
		return 0, fmt.Errorf("-seconds must be above 0 and at most 3600")
	}
	return time.Duration(seconds * float64(time.Second)), nil
}

// Choose returns the indices of the designs that the flag -design lists, by their names.
func Choose(list string, names []string) ([]int, error) {
	var chosen []int
	if list == "all" {
		for index := range names {
			chosen = append(chosen, index)
		}
		return chosen, nil
	}
next:
	for _, word := range strings.Split(list, ",") {
		for index, name := range names {
			if name == word {
				chosen = append(chosen, index)
				continue next
			}
		}
		return nil, fmt.Errorf("-design: no design is named %q; there are: %s", word, strings.Join(names, ", "))
	}
	return chosen, nil
}

// Print writes a measurement's line, or ends the program for want of one.
func Print(line Line, err error) {
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(line)
	}
	if err != nil {
		exit(3, err)
	}
}

// Usage ends the program if it was called in a wrong way.
func Usage(err error) {
	if err != nil {
		exit(2, err)
	}
}

// NoArguments is the error of a call with arguments beside the flags.
func NoArguments(arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("%q: no arguments are taken beside the flags", arguments[0])
	}
	return nil
}

func exit(status int, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", filepath.Base(os.Args[0]), err)
	os.Exit(status)
}

// cpuTime is what the whole process, its garbage collector included, has used so far.
func cpuTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, fmt.Errorf("getrusage: %w", err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}
