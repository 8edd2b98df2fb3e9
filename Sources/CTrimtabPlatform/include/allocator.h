// The allocator that serves malloc in this process, found at run time: what it holds, and how to make it give memory back.
// This is the only place that knows one allocator from another.
//
// All functions may be called from any thread. Nothing here links against an allocator: functions are looked up once.
#ifndef TRIMTAB_ALLOCATOR_H
#define TRIMTAB_ALLOCATOR_H

#include <stdbool.h>
#include <stdint.h>

enum trimtab_allocator_kind {
  TRIMTAB_ALLOCATOR_UNKNOWN = 0,  // musl's, a sanitizer's, or one that is not known here
  TRIMTAB_ALLOCATOR_GLIBC = 1,
  TRIMTAB_ALLOCATOR_JEMALLOC = 2,
  TRIMTAB_ALLOCATOR_TCMALLOC = 3,  // gperftools'
  TRIMTAB_ALLOCATOR_MIMALLOC = 4,
};

// Which one a block from malloc came from, with the hooks above it or not. Asked once, then remembered.
enum trimtab_allocator_kind trimtab_allocator(void);

// What a figure is that the allocator does not tell.
#define TRIMTAB_UNKNOWN UINT64_MAX

struct trimtab_heap {
  uint64_t system;    // bytes of address space that the allocator has from the kernel
  uint64_t in_use;    // of these, bytes in blocks that the program has, with their rounding
  uint64_t released;  // of these, bytes that it has given back but for their addresses
};

// Asks the allocator. That takes some microseconds with most, but glibc walks over all free blocks with its arenas locked:
// 8 ms with a fragmented heap of 400 MB. False where the allocator is unknown; then `heap` is untouched.
bool trimtab_allocator_heap(struct trimtab_heap *heap);

enum trimtab_release {
  TRIMTAB_RELEASE_UNSUPPORTED = -1,  // nothing is known that could be called
  TRIMTAB_RELEASE_NOTHING = 0,       // the allocator says that it gave nothing back
  TRIMTAB_RELEASE_DONE = 1,          // it gave memory back, or does not say
};

// Has the allocator give back what it can: glibc's malloc_trim(0), jemalloc's purge of all arenas, tcmalloc's
// ReleaseFreeMemory, mimalloc's mi_collect(true). Takes up to a second with tens of gigabytes to give back, and stops
// threads that allocate for parts of it.
enum trimtab_release trimtab_allocator_release(void);

// Has the allocator give back free pages that it has at hand, without looking for more: jemalloc's decay of all arenas,
// mimalloc's mi_collect(false), tcmalloc's ReleaseToSystem of a sixteenth of its free pages. glibc has no such thing.
enum trimtab_release trimtab_allocator_purge(void);

enum trimtab_allocator_knob {
  // glibc, by mallopt; see mallopt(3). Setting one of the four thresholds ends the automatic choice of all of them.
  TRIMTAB_KNOB_TRIM_THRESHOLD,  // bytes
  TRIMTAB_KNOB_TOP_PAD,         // bytes
  TRIMTAB_KNOB_MMAP_THRESHOLD,  // bytes
  TRIMTAB_KNOB_MMAP_MAX,        // blocks
  TRIMTAB_KNOB_ARENA_MAX,       // arenas, 1 or more
  // jemalloc, by mallctl, for all arenas, present and future; milliseconds, -1 means never.
  TRIMTAB_KNOB_DIRTY_DECAY,
  TRIMTAB_KNOB_MUZZY_DECAY,
  TRIMTAB_KNOB_BACKGROUND_THREAD,  // 0 or 1
  // tcmalloc, by SetNumericProperty.
  TRIMTAB_KNOB_THREAD_CACHE_BYTES,
  TRIMTAB_KNOB_AGGRESSIVE_DECOMMIT,  // 0 or 1
};

enum trimtab_knob_result {
  TRIMTAB_KNOB_UNSUPPORTED = -1,  // it is none of this allocator's
  TRIMTAB_KNOB_REFUSED = 0,       // the allocator takes no such value
  TRIMTAB_KNOB_SET = 1,
};

enum trimtab_knob_result trimtab_allocator_set(enum trimtab_allocator_knob knob, int64_t value);

// What a knob is set to. False where the allocator does not tell, as glibc never does.
bool trimtab_allocator_get(enum trimtab_allocator_knob knob, int64_t *value);

// How many arenas glibc has; -1 where another allocator serves, or it does not tell. Takes as long as its figures.
int trimtab_allocator_arenas(void);

#endif
