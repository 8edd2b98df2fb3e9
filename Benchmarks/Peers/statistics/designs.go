package main

import "runtime"

// design is one way to know where memory is.
type design struct {
	name string
	busy bool
	read func()
}

var designs = []design{
	{"read-mem-stats", false, readMemStats},
	{"read-mem-stats-busy", true, readMemStats},
	{"seven-gauges", false, sevenGauges},
	{"seven-gauges-busy", true, sevenGauges},
}

// What is read is stored here, so that the compiler cannot drop it.
var observed [7]int64

func readMemStats() {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	observed[0] = int64(stats.HeapAlloc)
}

// gauges are the callbacks of the original design, without the OpenTelemetry around them.
var gauges = []func() int64{
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.HeapAlloc }) },
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.HeapSys }) },
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.HeapIdle }) },
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.HeapInuse }) },
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.HeapReleased }) },
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.HeapObjects }) },
	func() int64 { return observe(func(stats *runtime.MemStats) uint64 { return stats.StackInuse }) },
}

func observe(field func(*runtime.MemStats) uint64) int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(field(&stats))
}

func sevenGauges() {
	for index, gauge := range gauges {
		observed[index] = gauge()
	}
}
