// The malloc family, as the program and all its libraries see it; the aligned members are in interpose_aligned.c.
//
// The fast path counts in the thread's own record and forwards. Each function compares once with the countdown; that
// one comparison also catches threads without a record, allocations inside the hooks, and tracing of every allocation,
// for all of them have a countdown of 0.
//
// The preload compiles this file without frame pointers: everything here reaches the slow path by a jump as its last
// act, so that the walk meets the program's frames at once.
//
// Invariant: whatever is not sampled goes to the next allocator unchanged, and its result to the program.

#include "hooks.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <malloc.h>

#include "counting.h"
#include "next_allocator.h"
#include "sampled_blocks.h"
#include "sampling.h"
#include "trace.h"

// What is rare in malloc and free stands in functions of its own, so that the two save no registers for it.

static noinline void *count_other_allocator(struct trimtab_thread *record, size_t size, void *block) {
  if (block) count_allocation(record, size, trimtab_next.usable_size(block));
  return block;
}

exported void *malloc(size_t size) {
  struct trimtab_thread *record = trimtab_local.record;
  if (unlikely(needs_slow_path(record, size)))
    return trimtab_slow_allocate(0, size, TRIMTAB_KIND_MALLOC, __builtin_return_address(0));
  void *block = trimtab_hot.malloc(size);
  if (unlikely(block == NULL || !trimtab_hot.is_glibc)) return count_other_allocator(record, size, block);
  count_allocation(record, size, trimtab_glibc_usable_size(block));
  return block;
}

static noinline void free_uncommon(void *pointer) {
  struct trimtab_thread *record = trimtab_local.record;
  if (may_be_sampled(record, pointer) || trimtab_may_be_traced(pointer)) {
    trimtab_slow_free(pointer);
  } else {
    count_deallocation(record, trimtab_next_usable_size(pointer));
    trimtab_hot.free(pointer);
  }
}

exported void free(void *pointer) {
  struct trimtab_thread *record = trimtab_local.record;
  if (unlikely(trimtab_is_trackable(pointer) || trimtab_in_range(pointer) || atomic_get(&record->countdown) == 0 ||
               trimtab_hot.checks_frees)) {
    free_uncommon(pointer);
    return;
  }
  count_deallocation(record, trimtab_glibc_usable_size(pointer));
  trimtab_hot.free(pointer);
}

exported void *calloc(size_t count, size_t size) {
  struct trimtab_thread *record = trimtab_local.record;
  size_t total;
  if (unlikely(__builtin_mul_overflow(count, size, &total))) {
    errno = ENOMEM;
    return NULL;
  }
  if (unlikely(needs_slow_path(record, total)))
    return trimtab_slow_allocate(0, total, TRIMTAB_KIND_CALLOC, __builtin_return_address(0));
  void *block = trimtab_next.calloc(count, size);
  if (likely(block != NULL)) count_allocation(record, total, trimtab_next_usable_size(block));
  return block;
}

static noinline void *realloc_uncommon(void *pointer, size_t size, void *caller) {
  struct trimtab_thread *record = trimtab_local.record;
  if (may_be_sampled(record, pointer) || needs_slow_path(record, size) || size == 0 || trimtab_may_be_traced(pointer))
    return trimtab_slow_reallocate(pointer, size, caller);
  size_t old = trimtab_next_usable_size(pointer);
  void *block = trimtab_next.realloc(pointer, size);
  if (likely(block != NULL)) {
    count_deallocation(record, old);
    count_allocation(record, size, trimtab_next_usable_size(block));
  }
  return block;
}

exported void *realloc(void *pointer, size_t size) {
  struct trimtab_thread *record = trimtab_local.record;
  if (unlikely(may_be_sampled(record, pointer) || needs_slow_path(record, size) || size == 0 ||
               trimtab_hot.checks_frees))
    return realloc_uncommon(pointer, size, __builtin_return_address(0));
  size_t old = trimtab_glibc_usable_size(pointer);
  void *block = trimtab_next.realloc(pointer, size);
  if (likely(block != NULL)) {
    count_deallocation(record, old);
    count_allocation(record, size, trimtab_glibc_usable_size(block));
  }
  return block;
}

exported void *reallocarray(void *pointer, size_t count, size_t size) {
  size_t total;
  if (unlikely(__builtin_mul_overflow(count, size, &total))) {
    errno = ENOMEM;
    return NULL;
  }
  struct trimtab_thread *record = trimtab_local.record;
  if (unlikely(may_be_sampled(record, pointer) || needs_slow_path(record, total) || total == 0))
    return trimtab_slow_reallocate(pointer, total, __builtin_return_address(0));
  return realloc(pointer, total);
}

exported size_t malloc_usable_size(void *pointer) {
  if (!pointer) return 0;
  // To the byte: Swift's arrays use all of it, and of a block with a mapping of its own the chunk's size says too much.
  return trimtab_in_range(pointer) ? trimtab_sampled_usable_size(pointer) : trimtab_next.usable_size(pointer);
}

#endif
