package main

import "sync/atomic"

const (
	blockCount = 100000
	blockSize  = 1000
)

// heap is the memory that is read about, and whoever changes it meanwhile.
type heap struct {
	blocks [][]byte
	stop   int32
	ended  chan struct{}
}

func newHeap(busy bool) *heap {
	h := &heap{blocks: make([][]byte, blockCount), ended: make(chan struct{})}
	for index := range h.blocks {
		h.blocks[index] = newBlock()
	}
	if busy {
		go h.replace()
	} else {
		close(h.ended)
	}
	return h
}

func newBlock() []byte {
	block := make([]byte, blockSize)
	for index := 0; index < blockSize; index += 64 {
		block[index] = 1
	}
	return block
}

// replace makes new blocks in the place of old ones, in an order that looks like none.
func (h *heap) replace() {
	defer close(h.ended)
	state := uint64(42)
	for atomic.LoadInt32(&h.stop) == 0 {
		state = state*6364136223846793005 + 1442695040888963407
		h.blocks[(state>>33)%blockCount] = newBlock()
	}
}

func (h *heap) end() {
	atomic.StoreInt32(&h.stop, 1)
	<-h.ended
}
