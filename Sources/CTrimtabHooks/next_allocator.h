// The allocator underneath: whatever the dynamic linker finds after us.
//
// Invariant: each pointer is callable at any time. Before the real functions are known they point to resolvers; while
// dlsym itself allocates, requests are served from a small arena that is never given back.
#ifndef TRIMTAB_NEXT_ALLOCATOR_H
#define TRIMTAB_NEXT_ALLOCATOR_H

#include "hooks.h"

struct trimtab_next_allocator {
  void *(*malloc)(size_t);
  void *(*calloc)(size_t, size_t);
  void *(*realloc)(void *, size_t);
  void (*free)(void *);
  void *(*memalign)(size_t, size_t);
  size_t (*usable_size)(void *);
};

extern struct trimtab_next_allocator trimtab_next __attribute__((visibility("hidden")));

void trimtab_next_resolve(void);

// What malloc_usable_size says. Asked for every block, so glibc's answer is read where glibc keeps it: the chunk's size
// stands before the block, with three flags in its low bits. Blocks with a mapping of their own (from 128 KiB) have 8
// bytes less than this says, when they come and when they go.
static inline size_t trimtab_glibc_usable_size(const void *block) {
  size_t chunk = ((const size_t *)block)[-1];
  return (chunk & ~(size_t)7) - sizeof(size_t);
}

static inline size_t trimtab_next_usable_size(void *block) {
  return likely(trimtab_hot.is_glibc) ? trimtab_glibc_usable_size(block) : trimtab_next.usable_size(block);
}

#endif
