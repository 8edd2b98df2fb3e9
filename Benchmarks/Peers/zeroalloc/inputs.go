package main

import (
	"fmt"
	"strconv"
)

// What is measured works on this; the Swift program has the same.

// numbers are 1,024 numbers of all digit counts, every fourth one negative.
func numbers() []int64 {
	values := make([]int64, 0, 1024)
	state := uint64(42)
	for len(values) < 1024 {
		state = state*6364136223846793005 + 1442695040888963407
		value := int64(state >> 1 >> (uint(len(values)) % 60))
		if len(values)%4 == 3 {
			value = -value
		}
		values = append(values, value)
	}
	return values
}

// sizes are 1,024 numbers from 1,024 to 2,047.
func sizes() []int {
	sizes := make([]int, 0, 1024)
	for i := 0; i < 1024; i++ {
		sizes = append(sizes, 1024+7*i&1023)
	}
	return sizes
}

// parts are 100 strings of so many bytes.
func parts(length int) []string {
	var parts []string
	for i := 0; i < 100; i++ {
		part := strconv.Itoa(10 + i%90)
		for len(part) < length {
			part += "x"
		}
		parts = append(parts, part)
	}
	return parts
}

// keys are 64 keys of 32 bytes.
func keys() []string {
	var keys []string
	for i := 0; i < 64; i++ {
		keys = append(keys, fmt.Sprintf("content-type-with-a-long-name-%02d", i))
	}
	return keys
}

func bytesOfKeys() (all [][]byte) {
	for _, key := range keys() {
		all = append(all, []byte(key))
	}
	return all
}
