package main

import (
	"reflect"
	"strconv"
	"unsafe"
)

// The original design's zero-allocation techniques.

func bytesToString(b []byte) string {
	return *(*string)(unsafe.Pointer(&b))
}

func stringToBytes(s string) (b []byte) {
	from := (*reflect.StringHeader)(unsafe.Pointer(&s))
	to := (*reflect.SliceHeader)(unsafe.Pointer(&b))
	to.Data, to.Len, to.Cap = from.Data, from.Len, from.Len
	return b
}

// fastInt64ToString writes digits from the end of buf. Its result is a copy: the one allocation.
func fastInt64ToString(n int64, buf []byte) string {
	i := len(buf)
	magnitude := uint64(n)
	if n < 0 {
		magnitude = -magnitude
	}
	for {
		i--
		buf[i] = byte('0' + magnitude%10)
		magnitude /= 10
		if magnitude == 0 {
			break
		}
	}
	if n < 0 {
		i--
		buf[i] = '-'
	}
	return string(buf[i:])
}

// bareAppendInt is what Go's own library offers for the same need.
func bareAppendInt(buf []byte, n int64) []byte {
	return strconv.AppendInt(buf, n, 10)
}

func bareAppendHex(buf []byte, n int64) []byte {
	return strconv.AppendInt(buf, n, 16)
}

func reuseSlice(slice []int64, value int64) []int64 {
	if len(slice) < cap(slice) {
		return append(slice, value)
	}
	grown := make([]int64, len(slice), 2*cap(slice)+1)
	copy(grown, slice)
	return append(grown, value)
}
