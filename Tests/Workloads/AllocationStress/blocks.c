#include "blocks.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

atomic_ulong allocations, deallocations, requested;
_Thread_local volatile sig_atomic_t may_be_allocating = 1;

uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void fail(const char *what, const struct block *block) {
  fprintf(stderr, "AllocationStress: %s: block %p of %zu bytes\n", what, (void *)block->bytes, block->size);
  abort();
}

void check_block(const struct block *block) {
  for (size_t i = 0; i < block->size; i += i < 64 ? 1 : 61) {
    if (block->bytes[i] != block->canary) fail("overwritten", block);
  }
  if (block->size && block->bytes[block->size - 1] != block->canary) fail("overwritten at its end", block);
}

static void fill(struct block *block, uint64_t random) {
  block->canary = (unsigned char)(random >> 32);
  memset(block->bytes, block->canary, block->size);
  // All that is usable may be used, as Swift's arrays do.
  size_t usable = malloc_usable_size(block->bytes);
  if (usable > block->size) block->bytes[usable - 1] = block->canary;
}

// Mostly small, sometimes up to 200 KiB, rarely some MiB.
static size_t random_size(uint64_t *state) {
  uint64_t random = next_random(state);
  switch (random & 63) {
  case 0: return (random >> 8) % (4 << 20);
  case 1: case 2: case 3: return (random >> 8) % (200 << 10);
  case 4: return 0;
  default: return (random >> 8) % 1000;
  }
}

static void count(size_t size) {
  atomic_fetch_add(&allocations, 1);
  atomic_fetch_add(&requested, size);
}

void allocate_block(struct block *block, uint64_t *state) {
  size_t size = random_size(state), alignment = (size_t)16 << (next_random(state) % 10);
  void *bytes = NULL;
  bool zeroed = false, aligned = false;
  switch (next_random(state) % 8) {
  case 0: bytes = calloc(1, size); zeroed = true; break;
  case 1: if (posix_memalign(&bytes, alignment, size) != 0) bytes = NULL; aligned = true; break;
  case 2: bytes = aligned_alloc(alignment, size); aligned = true; break;
  case 3: bytes = realloc(NULL, size); break;
  case 4: bytes = memalign(alignment, size); aligned = true; break;
  default: bytes = malloc(size);
  }
  block->bytes = bytes;
  block->size = size;
  if (!bytes) fail("not allocated", block);
  if (malloc_usable_size(bytes) < size) fail("smaller than asked for", block);
  if ((uintptr_t)bytes % (size < 16 ? 8 : 16) != 0) fail("misaligned", block);
#if !defined(ALLOCATOR_MISALIGNS)
  if (aligned && size && (uintptr_t)bytes % alignment != 0) fail("misaligned", block);
#endif
  for (size_t i = 0; zeroed && i < size; i++) {
    if (block->bytes[i] != 0) fail("not zeroed", block);
  }
  fill(block, next_random(state));
  count(size);
}

void reallocate_block(struct block *block, uint64_t *state) {
  size_t size = random_size(state) + 1, kept = size < block->size ? size : block->size;
  unsigned char *bytes = next_random(state) & 1 ? realloc(block->bytes, size) : reallocarray(block->bytes, size, 1);
  if (!bytes) fail("not reallocated", block);
  block->bytes = bytes;
  block->size = kept;
  check_block(block);
  block->size = size;
  fill(block, next_random(state));
  atomic_fetch_add(&deallocations, 1);
  count(size);
}

void free_block(struct block *block) {
  check_block(block);
  free(block->bytes);
  block->bytes = NULL;
  atomic_fetch_add(&deallocations, 1);
}

struct block small_block(size_t size, unsigned char canary) {
  struct block block = {malloc(size), size, canary};
  if (!block.bytes) fail("not allocated", &block);
  memset(block.bytes, canary, size);
  count(size);
  return block;
}
