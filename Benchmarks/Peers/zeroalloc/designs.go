package main

import "context"

// design is one helper, or one way to do without it.
type design struct {
	name string
	// prepare makes what the loop works on and returns the loop. It belongs to the design and not to the caller, so that
	// no call through a pointer is measured with it.
	prepare func() loop
}

// loop runs a number of operations.
type loop func(operations int)

// What the loops make is stored here, so that the compiler can neither drop it nor keep it on the stack.
var (
	ints    []int64
	text    string
	counts  map[string]int64
	squares map[int64]int64
	total   int64
)

// designs lists all that can be measured.
var designs = []design{
	{"array-1000", func() loop {
		o, ctx := newOptimizer(), context.Background()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				ints = o.preAllocateSlice(ctx, 1000)
			}
		}
	}},
	{"array-1000-bare", func() loop {
		return func(operations int) {
			for i := 0; i < operations; i++ {
				ints = barePreAllocateSlice(1000)
			}
		}
	}},
	{"array-1000-filled", func() loop {
		return func(operations int) {
			for i := 0; i < operations; i++ {
				filled := barePreAllocateSlice(1000)
				for number := int64(0); number < 1000; number++ {
					filled = append(filled, number)
				}
				ints = filled
			}
		}
	}},
	{"dictionary-1000", func() loop {
		o, ctx := newOptimizer(), context.Background()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				counts = o.preAllocateMap(ctx, 1000)
			}
		}
	}},
	{"dictionary-1000-bare", func() loop {
		return func(operations int) {
			for i := 0; i < operations; i++ {
				counts = barePreAllocateMap(1000)
			}
		}
	}},
	{"dictionary-1000-filled", func() loop {
		return func(operations int) {
			for i := 0; i < operations; i++ {
				filled := make(map[int64]int64, 1000)
				for number := int64(0); number < 1000; number++ {
					filled[number] = number
				}
				squares = filled
			}
		}
	}},
	{"reuse-buffer", func() loop {
		o, ctx := newOptimizer(), context.Background()
		buffer, sizes := make([]byte, 4096), sizes()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				total += int64(cap(o.reuseBuffer(ctx, buffer, sizes[i&1023])))
			}
		}
	}},
	{"reuse-buffer-bare", func() loop {
		buffer, sizes := make([]byte, 4096), sizes()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				total += int64(cap(bareReuseBuffer(buffer, sizes[i&1023])))
			}
		}
	}},
	{"string-100x10", func() loop { return originalStrings(10) }},
	{"string-100x10-bare", func() loop { return bareStrings(10) }},
	{"string-100x40", func() loop { return originalStrings(40) }},
	{"string-100x40-bare", func() loop { return bareStrings(40) }},
	{"decimal", func() loop {
		values, buf := numbers(), make([]byte, 20)
		return func(operations int) {
			for i := 0; i < operations; i++ {
				text = fastInt64ToString(values[i&1023], buf)
			}
		}
	}},
	{"decimal-bare", func() loop {
		values, buf := numbers(), make([]byte, 20)
		return func(operations int) {
			for i := 0; i < operations; i++ {
				total += int64(len(bareAppendInt(buf[:0], values[i&1023])))
			}
		}
	}},
	{"hexadecimal-bare", func() loop {
		values, buf := numbers(), make([]byte, 20)
		return func(operations int) {
			for i := 0; i < operations; i++ {
				total += int64(len(bareAppendHex(buf[:0], values[i&1023])))
			}
		}
	}},
	{"append", func() loop {
		slice := make([]int64, 0, 1024)
		return func(operations int) {
			for i := 0; i < operations; i++ {
				if len(slice) == 1024 {
					slice = slice[:0]
				}
				slice = reuseSlice(slice, int64(i))
			}
			ints = slice
		}
	}},
	{"bytes-to-string", func() loop {
		seen := bytesOfKeys()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				total += int64(len(bytesToString(seen[i&63])))
			}
		}
	}},
	{"string-to-bytes", func() loop {
		seen := keys()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				total += int64(len(stringToBytes(seen[i&63])))
			}
		}
	}},
	{"lookup-32-bytes", func() loop {
		table := make(map[string]int64)
		for i, key := range keys() {
			table[key] = int64(i)
		}
		seen := bytesOfKeys()
		return func(operations int) {
			for i := 0; i < operations; i++ {
				// The compiler makes no string for this.
				total += table[string(seen[i&63])]
			}
		}
	}},
}

func originalStrings(length int) loop {
	o, ctx, parts := newOptimizer(), context.Background(), parts(length)
	return func(operations int) {
		for i := 0; i < operations; i++ {
			text = o.buildString(ctx, parts)
		}
	}
}

func bareStrings(length int) loop {
	parts := parts(length)
	return func(operations int) {
		for i := 0; i < operations; i++ {
			text = bareBuildString(parts)
		}
	}
}
