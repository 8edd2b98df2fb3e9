// The aligned members of the malloc family. Swift allocates here whatever needs more than 16 bytes of alignment.
//
// Unlike those in interpose.c, these do something after the slow path, so they need frames of their own for the walk.

#include "hooks.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <malloc.h>
#include <unistd.h>

#include "counting.h"
#include "next_allocator.h"
#include "sampling.h"

static inline void *allocate_aligned(size_t alignment, size_t size, void *caller) {
  struct trimtab_thread *record = trimtab_local.record;
  if (unlikely(needs_slow_path(record, size)))
    return trimtab_slow_allocate(alignment, size, TRIMTAB_KIND_ALIGNED, caller);
  void *block = trimtab_next.memalign(alignment, size);
  if (likely(block != NULL)) count_allocation(record, size, trimtab_next_usable_size(block));
  return block;
}

static inline bool is_power_of_two(size_t value) {
  return value != 0 && (value & (value - 1)) == 0;
}

// What errno is after a failure is left open by POSIX.
exported int posix_memalign(void **result, size_t alignment, size_t size) {
  if (!is_power_of_two(alignment) || alignment % sizeof(void *) != 0) return EINVAL;
  void *block = allocate_aligned(alignment, size, __builtin_return_address(0));
  if (!block) return ENOMEM;
  *result = block;
  return 0;
}

exported void *aligned_alloc(size_t alignment, size_t size) {
  if (!is_power_of_two(alignment)) {
    errno = EINVAL;
    return NULL;
  }
  return allocate_aligned(alignment, size, __builtin_return_address(0));
}

exported void *memalign(size_t alignment, size_t size) {
  return allocate_aligned(alignment, size, __builtin_return_address(0));
}

exported void *valloc(size_t size) {
  return allocate_aligned((size_t)getpagesize(), size, __builtin_return_address(0));
}

exported void *pvalloc(size_t size) {
  size_t page = (size_t)getpagesize(), rounded;
  if (__builtin_add_overflow(size, page - 1, &rounded)) {
    errno = ENOMEM;
    return NULL;
  }
  return allocate_aligned(page, rounded & ~(page - 1), __builtin_return_address(0));
}

#endif
