// The trace of one thread: notes each block that it allocates, with its stack.
#ifndef TRIMTAB_TRACE_H
#define TRIMTAB_TRACE_H

#include "hooks.h"

// For each bucket of addresses how many traced blocks are live; NULL before the first trace.
extern uint32_t *trimtab_traced_counts __attribute__((visibility("hidden")));

enum { TRIMTAB_TRACED_BUCKETS = 1 << 16 };

static inline uint32_t *trimtab_traced_count(const void *pointer) {
  uint64_t key = (uint64_t)(uintptr_t)pointer >> 4;
  return &trimtab_traced_counts[(key * UINT64_C(0x9e3779b97f4a7c15)) >> 48];
}

// The block is the caller's, so nobody frees it meanwhile: an empty bucket means that it is not traced.
static inline bool trimtab_may_be_traced(const void *pointer) {
  return atomic_get(&trimtab_traced_counts) && atomic_get(trimtab_traced_count(pointer)) != 0;
}

// Notes a block that the calling thread, which is traced, has got. `caller` is where the walk begins.
void trimtab_trace_allocated(void *pointer, size_t size, void *caller, struct trimtab_local *local);

// Notes that a block is about to be freed. Returns the trace that has it; NULL if it is not traced.
struct trace *trimtab_trace_freed(void *pointer);

// A block whose freeing `trace` has noted was kept after all.
void trimtab_trace_kept(struct trace *trace, void *pointer);

// The thread ends and did not stop its trace.
void trimtab_trace_thread_ended(struct trimtab_local *local);

// In fork's child: nothing is traced.
void trimtab_trace_forget(void);

extern pthread_mutex_t trimtab_trace_lock __attribute__((visibility("hidden")));

#endif
