// Where sampled blocks live and what is remembered of each.
#ifndef TRIMTAB_SAMPLED_BLOCKS_H
#define TRIMTAB_SAMPLED_BLOCKS_H

#include "hooks.h"

enum {
  TRIMTAB_CLASS_COUNT = 40,
  TRIMTAB_CLASS_SHIFT = 30,      // each class has 1 GiB of addresses
  TRIMTAB_LARGEST_SLOT = 32768,  // bytes; larger blocks are tracked in a table
};

static inline bool trimtab_in_range(const void *pointer) {
  return (uintptr_t)pointer - trimtab_hot.range_start < trimtab_hot.range_length;
}

static inline uint32_t *trimtab_bucket_of(const void *pointer) {
  uint64_t key = (uint64_t)(uintptr_t)pointer >> 4;
  return &trimtab_hot.buckets[((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & trimtab_hot.bucket_mask];
}

// Tracked blocks begin a page, or 16 bytes into one as glibc's large blocks do. So do few others.
static inline bool trimtab_is_trackable(const void *pointer) {
  return ((uintptr_t)pointer & 0xfef) == 0;
}

// The block is the caller's, so nobody adds or removes it meanwhile: an empty bucket means that it is not tracked.
static inline bool trimtab_may_be_tracked(const void *pointer) {
  return trimtab_hot.buckets && __atomic_load_n(trimtab_bucket_of(pointer), __ATOMIC_ACQUIRE) != 0;
}

struct trimtab_allocation {
  size_t size;       // as requested
  size_t alignment;  // a power of two, or 0 for malloc's own
  uint32_t site;     // index into SITES + 1
  uint32_t label;    // index into LABELS + 1; 0 = none
  uint8_t kind;      // enum trimtab_allocation_kind
};

// Whether a slot can hold such a block.
static inline bool trimtab_fits_slot(size_t alignment, size_t size) {
  return trimtab_hot.range_length && size <= TRIMTAB_LARGEST_SLOT && alignment <= TRIMTAB_LARGEST_SLOT &&
         (alignment & (alignment - 1)) == 0 && size + alignment <= TRIMTAB_LARGEST_SLOT;
}

// A slot for a sampled block, remembered as live; NULL when there is no room. The memory is not cleared.
void *trimtab_sampled_allocate(const struct trimtab_allocation *allocation, struct trimtab_local *local);

// Remembers a block of the next allocator as a live sample. False, and a drop counted, when there is no room.
bool trimtab_sampled_track(void *pointer, const struct trimtab_allocation *allocation, struct trimtab_local *local);

// Gives a slot of the range back.
void trimtab_sampled_free(void *pointer);

// The sample of a tracked block that is about to be moved, or 0 if it is not tracked. Until it is shown again or
// untracked, nobody looks at the block.
uint32_t trimtab_sampled_hide(void *pointer);
void trimtab_sampled_show(uint32_t entry);

// Forgets a tracked block before it is freed, or after it was moved away: then `entry` says which sample it was, for
// the address may have a new owner already. 0 = whichever has the address. False if there is none.
bool trimtab_sampled_untrack(void *pointer, uint32_t entry);

// Reads again what the block of a sample begins with, if it is live.
void trimtab_sampled_look(struct trimtab_sample *sample);

// Bytes that fit the slot.
size_t trimtab_sampled_usable_size(const void *pointer);

// Copies what each site holds now as what it held at the peak.
void trimtab_sampled_snapshot_peak(uint64_t live_bytes);

// False if there is no memory for it.
bool trimtab_sampled_start(void);

extern pthread_mutex_t trimtab_sampled_lock __attribute__((visibility("hidden")));

#endif
