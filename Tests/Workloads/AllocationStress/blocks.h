// Blocks that carry canaries, and the counts of what was done with them.
#ifndef BLOCKS_H
#define BLOCKS_H

#define _GNU_SOURCE 1

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct block {
  unsigned char *bytes;
  size_t size;
  unsigned char canary;
};

// What this process did itself; what libc allocates comes on top.
extern atomic_ulong allocations, deallocations, requested;

// Not 0 while the thread may be inside the allocator. A signal handler allocates only where it is 0, because no
// allocator may be entered again by a handler.
extern _Thread_local volatile sig_atomic_t may_be_allocating;

uint64_t next_random(uint64_t *state);

// Each aborts with a message when a byte is wrong.
void allocate_block(struct block *block, uint64_t *random);
void reallocate_block(struct block *block, uint64_t *random);
void check_block(const struct block *block);
void free_block(struct block *block);

// A block of exactly this size from malloc, counted.
struct block small_block(size_t size, unsigned char canary);

#endif
