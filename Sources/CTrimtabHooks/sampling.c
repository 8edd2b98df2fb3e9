// Decides which allocations are sampled, and does what a sampled block needs.
//
// Invariants:
// - Nothing that happens in here is counted as the program's: `busy` is set, and while it is, every call of the malloc
//   family by this thread goes straight to the next allocator.
// - The next gap is drawn after all set-up, so that our own allocations never use it up.
// - errno is the program's: it changes only where the allocation itself failed.

#include "sampling.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "collector.h"
#include "gaps.h"
#include "labels.h"
#include "lifecycle.h"
#include "sampled_blocks.h"
#include "stack_table.h"
#include "thread_record.h"
#include "trace.h"

// MARK: Counting

static void count(const struct trimtab_local *local, uint64_t allocated, uint64_t freed, uint64_t bytes, int64_t live) {
  struct trimtab_thread *record = local->record;
  atomic_add(&record->allocations, allocated);
  atomic_add(&record->deallocations, freed);
  atomic_add(&record->allocated_bytes, bytes);
  atomic_add(&record->live_bytes, live);
}

static int64_t usable_size(void *pointer) {
  bool in_range = trimtab_in_range(pointer);
  return (int64_t)(in_range ? trimtab_sampled_usable_size(pointer) : trimtab_next_usable_size(pointer));
}

void trimtab_fold_live_bytes(struct trimtab_thread *record) {
  struct trimtab_header *header = trimtab_process.header;
  int64_t live = atomic_get(&record->live_bytes);
  int64_t change = live - __atomic_exchange_n(&record->folded_live_bytes, live, __ATOMIC_RELAXED);
  trimtab_note_live_bytes((int64_t)atomic_add(&header->folded_live_bytes, (uint64_t)change) + change, 16);
}

void trimtab_note_live_bytes(int64_t live, int64_t steps) {
  struct trimtab_header *header = trimtab_process.header;
  if (live <= 0 || (uint64_t)live <= atomic_get(&header->peak_live_bytes)) return;
  atomic_set(&header->peak_live_bytes, (uint64_t)live);
  atomic_set(&header->peak_live_time, trimtab_now());
  uint64_t snapshot = atomic_get(&header->peak_snapshot_bytes);
  if (trimtab_process.recording && (uint64_t)live > snapshot + snapshot / (uint64_t)steps + 65536)
    trimtab_sampled_snapshot_peak((uint64_t)live);
}

// MARK: Entering and leaving

bool trimtab_enter(struct trimtab_local *local) {
  if (local->busy) return false;
  local->busy = 1;
  if (!trimtab_process.started) trimtab_start_early();
  if (!local->registered && trimtab_process.started) {
    int saved = errno;
    trimtab_thread_register(local);
    local->countdown = trimtab_process.sampling ? trimtab_draw_gap(local) : (uint64_t)INT64_MAX;
    if (!local->shares_record) local->record->countdown = (int64_t)local->countdown;
    errno = saved;
  }
  if (!local->registered || local->shares_record) return true;
  // From here to `trimtab_leave`, a countdown of 0 sends nested calls to us, which turns them away. That of a traced
  // thread is 0 anyway, and what is left until the next sample is with the thread.
  if (!local->trace) local->countdown = (uint64_t)local->record->countdown;
  local->record->countdown = 0;
  return true;
}

void trimtab_leave(struct trimtab_local *local) {
  if (!trimtab_process.sampling) local->countdown = INT64_MAX;
  bool is_slow = local->trace || (trimtab_process.trace_all && trimtab_process.sampling);
  if (local->registered && !local->shares_record) local->record->countdown = is_slow ? 0 : (int64_t)local->countdown;
  local->busy = 0;
}

static bool takes_sample(struct trimtab_local *local, size_t size) {
  if (!trimtab_process.sampling || !local->registered) return false;
  if (trimtab_process.trace_all) return true;
  if (size < local->countdown) {
    local->countdown -= size;
    return false;
  }
  return true;
}

// MARK: Allocation

static void *forward(size_t alignment, size_t size, enum trimtab_allocation_kind kind) {
  if (alignment) return trimtab_next.memalign(alignment, size);
  return kind == TRIMTAB_KIND_CALLOC ? trimtab_next.calloc(1, size) : trimtab_next.malloc(size);
}

static noinline void find_site(struct trimtab_allocation *allocation, void *caller, struct trimtab_local *local) {
  struct trimtab_stack stack;
  trimtab_stack_walk(&stack, __builtin_frame_address(0), caller, local);
  allocation->label = trimtab_label_now();
  // The outermost frame, so that all stacks with these labels are one branch of the tree.
  if (allocation->label) stack.frames[stack.count++] = TRIMTAB_PC_LABEL | allocation->label;
  allocation->site = trimtab_site_of(&stack, local);
  if (local->shares_record) return;
  uint64_t samples = ++local->record->samples;
  // Threads are named after they start, so look again now and then.
  if ((samples & (samples - 1)) == 0) trimtab_thread_read_name(local->record);
}

// A block of the next allocator that `free` can know by its address.
static void *allocate_trackable(size_t alignment, size_t size, enum trimtab_allocation_kind kind) {
  if (alignment < 4096) alignment = 4096;
  if (kind != TRIMTAB_KIND_CALLOC) return trimtab_next.memalign(alignment, size);
  // Large blocks of calloc mostly are fresh pages, which must not be touched only to clear them.
  void *block = trimtab_next.calloc(1, size);
  if (!block || trimtab_is_trackable(block)) return block;
  trimtab_next.free(block);
  block = trimtab_next.memalign(alignment, size);
  if (block) memset(block, 0, size);
  return block;
}

static void *allocate_sampled(size_t alignment, size_t size, enum trimtab_allocation_kind kind, void *caller,
                              struct trimtab_local *local) {
  struct trimtab_allocation allocation = {.size = size, .alignment = alignment, .kind = (uint8_t)kind};
  void *block;
  if (trimtab_fits_slot(alignment, size)) {
    find_site(&allocation, caller, local);
    block = trimtab_sampled_allocate(&allocation, local);
    if (!block) return forward(alignment, size, kind);
    if (kind == TRIMTAB_KIND_CALLOC) memset(block, 0, size);
    return block;
  }
  block = trimtab_process.trace_all ? forward(alignment, size, kind) : allocate_trackable(alignment, size, kind);
  if (!block) return NULL;
  find_site(&allocation, caller, local);
  trimtab_sampled_track(block, &allocation, local);
  return block;
}

uint64_t trimtab_draw_gap(struct trimtab_local *local) {
  local->interval = atomic_get(&trimtab_process.interval);
  return trimtab_next_gap(&local->random, local->interval);
}

static void draw_gap(struct trimtab_local *local) {
  if (trimtab_process.sampling && !trimtab_process.trace_all) local->countdown = trimtab_draw_gap(local);
}

noinline void *trimtab_slow_allocate(size_t alignment, size_t size, enum trimtab_allocation_kind kind, void *caller) {
  struct trimtab_local *local = &trimtab_local;
  bool is_new = !local->registered;
  if (!trimtab_enter(local)) return forward(alignment, size, kind);
  if (is_new) trimtab_collector_attend_if_alone(local);
  void *block;
  if (takes_sample(local, size)) {
    int saved = errno;
    block = allocate_sampled(alignment, size, kind, caller, local);
    trimtab_collector_attend_if_alone(local);
    draw_gap(local);
    if (block) errno = saved;
  } else {
    block = forward(alignment, size, kind);
  }
  if (block) {
    if (local->registered) {
      count(local, 1, 0, size, usable_size(block));
      if (trimtab_process.recording) trimtab_fold_live_bytes(local->record);
    } else {
      trimtab_count_early(1, 0, size, usable_size(block));
    }
    if (local->trace) trimtab_trace_allocated(block, size, caller, local);
  }
  trimtab_leave(local);
  return block;
}

// MARK: Freeing

// Gives a block back to where it came from. False if it was no sample.
static bool release(void *pointer) {
  if (trimtab_in_range(pointer)) {
    trimtab_sampled_free(pointer);
    return true;
  }
  bool was_sampled = trimtab_sampled_untrack(pointer, 0);
  trimtab_next.free(pointer);
  return was_sampled;
}

noinline void trimtab_slow_free(void *pointer) {
  struct trimtab_local *local = &trimtab_local;
  if (!pointer) {
    local->reached = true;
    if (!local->registered && trimtab_enter(local)) trimtab_leave(local);  // `start_now`
    return;
  }
  if (!trimtab_enter(local)) {
    if (trimtab_in_range(pointer)) return;  // by a signal handler inside the hooks: rather lost than wrong
    trimtab_next.free(pointer);
    return;
  }
  int64_t size = usable_size(pointer);
  (void)trimtab_trace_freed(pointer);
  bool was_sampled = release(pointer);
  if (local->registered) {
    count(local, 0, 1, 0, -size);
    if (was_sampled && trimtab_process.recording) trimtab_fold_live_bytes(local->record);
  } else {
    trimtab_count_early(0, 1, 0, -size);
  }
  trimtab_leave(local);
}

// MARK: Reallocation

// Moves a block by hand, because where it is or where it goes is special.
static void *move(void *pointer, size_t old_size, size_t size, bool sampled, void *caller,
                  struct trimtab_local *local) {
  void *block = sampled ? allocate_sampled(0, size, TRIMTAB_KIND_REALLOC, caller, local) : trimtab_next.malloc(size);
  if (!block) return NULL;
  memcpy(block, pointer, old_size < size ? old_size : size);
  release(pointer);
  return block;
}

static void *reallocate(void *pointer, size_t size, bool sampled, size_t old_size, void *caller,
                        struct trimtab_local *local) {
  if (trimtab_in_range(pointer) || (sampled && trimtab_fits_slot(0, size)))
    return move(pointer, old_size, size, sampled, caller, local);
  // The next allocator may extend the block or move its pages, which copying could not equal.
  uint32_t entry = trimtab_sampled_hide(pointer);
  void *block = trimtab_next.realloc(pointer, size);
  if (!block && size) {
    if (entry) trimtab_sampled_show(entry);
    return NULL;
  }
  if (entry) trimtab_sampled_untrack(pointer, entry);
  if (!block || !sampled) return block;
  if (!trimtab_process.trace_all && !trimtab_is_trackable(block)) {
    void *moved = move(block, size, size, true, caller, local);
    return moved ? moved : block;
  }
  struct trimtab_allocation allocation = {.size = size, .kind = TRIMTAB_KIND_REALLOC};
  find_site(&allocation, caller, local);
  trimtab_sampled_track(block, &allocation, local);
  return block;
}

noinline void *trimtab_slow_reallocate(void *pointer, size_t size, void *caller) {
  if (!pointer) return trimtab_slow_allocate(0, size, TRIMTAB_KIND_REALLOC, caller);
  if (size == 0 && trimtab_in_range(pointer)) {  // as glibc does
    trimtab_slow_free(pointer);
    return NULL;
  }
  struct trimtab_local *local = &trimtab_local;
  if (!trimtab_enter(local)) {
    if (!trimtab_in_range(pointer)) return trimtab_next.realloc(pointer, size);
    size_t old = trimtab_sampled_usable_size(pointer);
    void *block = trimtab_next.malloc(size);
    if (block) memcpy(block, pointer, old < size ? old : size);
    return block;
  }
  int saved = errno;
  int64_t old_size = usable_size(pointer);
  bool sampled = takes_sample(local, size);
  struct trace *trace = trimtab_trace_freed(pointer);
  void *block = reallocate(pointer, size, sampled, (size_t)old_size, caller, local);
  if (sampled) draw_gap(local);
  if (block || size == 0) {
    errno = saved;
    uint64_t allocated = block != NULL;
    int64_t live = (block ? usable_size(block) : 0) - old_size;
    if (local->registered) {
      count(local, allocated, 1, size, live);
      if (sampled && trimtab_process.recording) trimtab_fold_live_bytes(local->record);
    } else {
      trimtab_count_early(allocated, 1, size, live);
    }
    if (block && local->trace) trimtab_trace_allocated(block, size, caller, local);
  } else if (trace) {
    trimtab_trace_kept(trace, pointer);
  }
  trimtab_leave(local);
  return block;
}

#endif
