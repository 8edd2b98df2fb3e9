package main

import (
	"fmt"
	"math"
	"runtime"
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

// measure warms a design up, finds how many operations fill the budget, and times those once.
func measure(d design, budget time.Duration) (measurement, error) {
	body := d.prepare()
	operations := 1024
	for {
		begin := time.Now()
		body(operations)
		wall := time.Since(begin)
		if 4*wall >= budget {
			operations = int(float64(operations) * float64(budget) / float64(wall))
			break
		}
		operations *= 2
	}
	runtime.GC() // What the warm-up left is not the measurement's cost.

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpuBefore, err := cpuTime()
	if err != nil {
		return measurement{}, err
	}
	begin := time.Now()
	body(operations)
	wall := time.Since(begin)
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
		Threads:    1,
		Operations: operations,
		NsPerOp:    perOperation(float64(wall.Nanoseconds())),
		CPUNsPerOp: perOperation(float64((cpuAfter - cpuBefore).Nanoseconds())),
		Allocs:     perOperation(float64(after.Mallocs - before.Mallocs)),
		Bytes:      perOperation(float64(after.TotalAlloc - before.TotalAlloc)),
	}, nil
}

// cpuTime is what the whole process, its garbage collector included, has used so far.
func cpuTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, fmt.Errorf("getrusage: %w", err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}
