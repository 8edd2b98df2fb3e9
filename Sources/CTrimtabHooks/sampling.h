// The slow path: what happens to an allocation when its thread's countdown runs out, and to the freeing of a block that
// may be sampled.
#ifndef TRIMTAB_SAMPLING_H
#define TRIMTAB_SAMPLING_H

#include "hooks.h"
#include "next_allocator.h"

// `caller` is the return address of the interposed function: where the walk begins.
void *trimtab_slow_allocate(size_t alignment, size_t size, enum trimtab_allocation_kind kind, void *caller);
void *trimtab_slow_reallocate(void *pointer, size_t size, void *caller);
void trimtab_slow_free(void *pointer);

// Adds what the record's thread holds to the process's sum, which is how peaks between the collector's looks are seen.
void trimtab_fold_live_bytes(struct trimtab_thread *record);

// Between the two, whatever the thread allocates is ours and not counted. `enter` is false when we are inside already;
// then there is nothing to leave.
bool trimtab_enter(struct trimtab_local *local);
void trimtab_leave(struct trimtab_local *local);

#endif
