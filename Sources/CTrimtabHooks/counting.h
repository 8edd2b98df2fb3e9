// What each call of malloc and free does when nothing is sampled.
#ifndef TRIMTAB_COUNTING_H
#define TRIMTAB_COUNTING_H

#include "hooks.h"
#include "sampled_blocks.h"

static inline bool needs_slow_path(const struct trimtab_thread *record, size_t size) {
  return size >= (uint64_t)atomic_get(&record->countdown);
}

static inline bool may_be_sampled(const struct trimtab_thread *record, const void *pointer) {
  return pointer == NULL || trimtab_in_range(pointer) || atomic_get(&record->countdown) == 0 ||
         (trimtab_is_trackable(pointer) && trimtab_may_be_tracked(pointer));
}

// The record has one writer, so plain adds do; relaxed stores keep readers from seeing half a word.
static inline void count_allocation(struct trimtab_thread *record, size_t size, size_t usable) {
  atomic_set(&record->countdown, record->countdown - (int64_t)size);
  atomic_set(&record->allocations, record->allocations + 1);
  atomic_set(&record->allocated_bytes, record->allocated_bytes + size);
  atomic_set(&record->live_bytes, record->live_bytes + (int64_t)usable);
}

static inline void count_deallocation(struct trimtab_thread *record, size_t usable) {
  atomic_set(&record->deallocations, record->deallocations + 1);
  atomic_set(&record->live_bytes, record->live_bytes - (int64_t)usable);
}

#endif
