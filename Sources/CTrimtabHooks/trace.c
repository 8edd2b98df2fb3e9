// Notes what one thread allocates, for as long as it asks for it: the thread's countdown is held at 0, so that each of
// its calls takes the slow path.
//
// Invariants:
// - `trimtab_trace_lock` guards all traces. Threads that are not traced take it only to free a block whose bucket of
//   `trimtab_traced_counts` is not empty, and look there only while `trimtab_hot.checks_frees`.
// - Blocks come from where they would without a trace: how much fits a block decides how often collections grow.
// - A trace is bounded. What has no room is in the thread's counters, as is everything: the difference is what was dropped.
// - Whoever holds the lock is inside the hooks, so that a signal's handler does not wait for its own thread.
// - A trace's memory is given back only when it is in no list and no thread has it.

#include "trace.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "address_map.h"
#include "images.h"
#include "memory_copy.h"
#include "sampling.h"
#include "stack_walk.h"

enum { MOST_BLOCKS = 1 << 18, MOST_FRAMES = 1 << 20 };

struct trace {
  struct trimtab_trace shown;  // first, for it is what the thread gets
  struct trimtab_traced_block *blocks;
  uint64_t *frames;
  uint32_t frame_count;
  uint32_t part;
  bool is_stopped;
  struct trimtab_local *owner;            // NULL once the thread has ended
  struct trimtab_address_map by_address;  // of a block, its index + 1; the newest one of the address
  struct trimtab_address_map by_hash;     // of a stack, its place + 1
  struct trace *next;
};

pthread_mutex_t trimtab_trace_lock = PTHREAD_MUTEX_INITIALIZER;
uint32_t *trimtab_traced_counts;
static struct trace *traces;

// MARK: Stacks

static uint64_t hash(const struct trimtab_stack *stack) {
  uint64_t value = (uint64_t)stack->count;
  for (int i = 0; i < stack->count; i++) {
    value = (value ^ stack->frames[i]) * UINT64_C(0x9e3779b97f4a7c15);
    value ^= value >> 29;
  }
  return value | 1;  // a key is never 0
}

// Where the stack stands in the trace's frames; 0, which is an empty stack, if there is no room.
static uint32_t place_of(struct trace *trace, const struct trimtab_stack *stack) {
  uint64_t key = hash(stack), count = (uint64_t)stack->count;
  uint64_t known = trimtab_address_map_get(&trace->by_hash, key);
  if (known && trace->frames[known - 1] == count &&
      memcmp(&trace->frames[known], stack->frames, count * sizeof(uint64_t)) == 0)
    return (uint32_t)known - 1;
  if (trace->frame_count + count + 2 > MOST_FRAMES) return 0;
  uint32_t place = trace->frame_count;
  trace->frames[place] = count;
  memcpy(&trace->frames[place + 1], stack->frames, count * sizeof(uint64_t));
  trace->frame_count += 2 + (uint32_t)count;
  trimtab_address_map_set(&trace->by_hash, key, (uint64_t)place + 1);
  return place;
}

// MARK: Blocks

noinline void trimtab_trace_allocated(void *pointer, size_t size, void *caller, struct trimtab_local *local) {
  struct trace *trace = local->trace;
  struct trimtab_stack stack;
  int saved = errno;
  trimtab_stack_walk(&stack, __builtin_frame_address(0), caller, local);
  pthread_mutex_lock(&trimtab_trace_lock);
  uint64_t index = trace->shown.count;
  if (index < MOST_BLOCKS && trimtab_address_map_set(&trace->by_address, (uintptr_t)pointer, index + 1)) {
    trace->blocks[index] = (struct trimtab_traced_block){
        .address = (uintptr_t)pointer, .size = size, .stack = place_of(trace, &stack), .part = trace->part};
    trace->shown.count = index + 1;
    atomic_add(trimtab_traced_count(pointer), 1);
  }
  pthread_mutex_unlock(&trimtab_trace_lock);
  errno = saved;
}

// The newest block that a trace has of that address; NULL if it has none.
static struct trimtab_traced_block *newest(const struct trace *trace, const void *pointer) {
  uint64_t number = trimtab_address_map_get(&trace->by_address, (uintptr_t)pointer);
  return number ? &trace->blocks[number - 1] : NULL;
}

// By reads that cannot fault: the program may have protected what it allocated.
static void look_at(struct trimtab_traced_block *block) {
  size_t size = block->size < sizeof block->words ? (size_t)block->size & ~(size_t)7 : sizeof block->words;
  if (trimtab_memory_read(block->address, block->words, size) != size) memset(block->words, 0, sizeof block->words);
}

struct trace *trimtab_trace_freed(void *pointer) {
  if (!trimtab_may_be_traced(pointer)) return NULL;
  struct trace *trace;
  pthread_mutex_lock(&trimtab_trace_lock);
  for (trace = traces; trace; trace = trace->next) {
    struct trimtab_traced_block *block = newest(trace, pointer);
    if (!block || block->freed_part != 0) continue;
    look_at(block);
    block->freed_part = trace->part;
    atomic_add(trimtab_traced_count(pointer), -1);
    break;
  }
  pthread_mutex_unlock(&trimtab_trace_lock);
  return trace;
}

void trimtab_trace_kept(struct trace *owner, void *pointer) {
  pthread_mutex_lock(&trimtab_trace_lock);
  // It may have been stopped meanwhile; or its next part begun, and the block forgotten.
  for (struct trace *trace = traces; trace; trace = trace->next) {
    struct trimtab_traced_block *block = trace == owner ? newest(trace, pointer) : NULL;
    if (!block || block->freed_part == 0) continue;
    block->freed_part = 0;
    atomic_add(trimtab_traced_count(pointer), 1);
  }
  pthread_mutex_unlock(&trimtab_trace_lock);
}

// MARK: Beginning and end

static bool is_forked;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// A recording has readied what walks need.
static void prepare(void) {
  if (!trimtab_process.recording) {
    trimtab_memory_start();
    trimtab_stack_walk_start();
  }
  uint32_t *counts = trimtab_reserve(TRIMTAB_TRACED_BUCKETS * sizeof *counts);
  __atomic_store_n(&trimtab_traced_counts, counts, __ATOMIC_RELEASE);
}

static void give_back(struct trace *trace) {
  trimtab_address_map_clear(&trace->by_address);
  trimtab_address_map_clear(&trace->by_hash);
  if (trace->blocks) munmap(trace->blocks, MOST_BLOCKS * sizeof *trace->blocks);
  if (trace->frames) munmap(trace->frames, MOST_FRAMES * sizeof *trace->frames);
  munmap(trace, sizeof *trace);
}

static struct trace *make_trace(void) {
  struct trace *trace = trimtab_reserve(sizeof *trace);
  if (!trace) return NULL;
  trace->blocks = trimtab_reserve(MOST_BLOCKS * sizeof *trace->blocks);
  trace->frames = trimtab_reserve(MOST_FRAMES * sizeof *trace->frames);
  if (!trace->blocks || !trace->frames) {
    give_back(trace);
    return NULL;
  }
  trace->frame_count = 2;  // at 0 is the empty stack
  trace->part = 1;
  trace->shown.blocks = trace->blocks;
  trace->shown.frames = trace->frames;
  return trace;
}

static struct trace *begin(struct trimtab_local *local) {
  if (!trimtab_process.counting || !local->registered || local->shares_record || local->trace || is_forked) return NULL;
  pthread_once(&once, prepare);
  if (!trimtab_traced_counts) return NULL;
  trimtab_images_refresh();
  struct trace *trace = make_trace();
  if (!trace) return NULL;
  pthread_mutex_lock(&trimtab_trace_lock);
  trace->next = traces;
  traces = trace;
  atomic_set(&trimtab_hot.checks_frees, true);
  pthread_mutex_unlock(&trimtab_trace_lock);
  trace->owner = local;
  local->trace = trace;
  return trace;
}

struct trimtab_trace *trimtab_trace_begin(void) {
  struct trimtab_local *local = &trimtab_local;
  if (trimtab_hooks_status() != TRIMTAB_HOOKS_ACTIVE || !trimtab_enter(local)) return NULL;
  struct trace *trace = begin(local);
  trimtab_leave(local);
  return trace ? &trace->shown : NULL;
}

static void next_part(struct trace *trace) {
  struct trimtab_trace *shown = &trace->shown;
  uint64_t live = 0;
  trace->part++;
  trimtab_address_map_clear(&trace->by_address);
  for (uint64_t i = 0; i < shown->count; i++) {
    struct trimtab_traced_block block = trace->blocks[i];
    if (block.freed_part != 0) continue;
    if (!trimtab_address_map_set(&trace->by_address, block.address, live + 1)) {  // no memory: it is noted no more
      atomic_add(trimtab_traced_count((void *)block.address), -1);
      continue;
    }
    trace->blocks[live++] = block;
  }
  shown->count = live;
}

void trimtab_trace_next_part(struct trimtab_trace *shown) {
  if (!trimtab_enter(&trimtab_local)) return;
  pthread_mutex_lock(&trimtab_trace_lock);
  next_part((struct trace *)shown);
  pthread_mutex_unlock(&trimtab_trace_lock);
  trimtab_leave(&trimtab_local);
}

// Behind each stack is a word for `trimtab_trace_growth`, 0 outside of it.
static int64_t *growth_of(struct trace *trace, const struct trimtab_traced_block *block) {
  uint64_t *stack = &trace->frames[block->stack];
  return (int64_t *)&stack[1 + stack[0]];
}

static uint64_t growth(struct trace *trace) {
  struct trimtab_trace *shown = &trace->shown;
  uint64_t sum = 0;
  for (uint64_t i = 0; i < shown->count; i++) {
    const struct trimtab_traced_block *block = &shown->blocks[i];
    if (block->part == trace->part && block->freed_part == 0) ++*growth_of(trace, block);
    if (block->part < trace->part && block->freed_part == trace->part) --*growth_of(trace, block);
  }
  for (uint64_t i = 0; i < shown->count; i++) {
    int64_t *stack_growth = growth_of(trace, &shown->blocks[i]);
    if (*stack_growth > 0) sum += (uint64_t)*stack_growth;
    *stack_growth = 0;
  }
  return sum;
}

uint64_t trimtab_trace_growth(struct trimtab_trace *shown) {
  if (!trimtab_enter(&trimtab_local)) return 0;
  pthread_mutex_lock(&trimtab_trace_lock);
  uint64_t result = growth((struct trace *)shown);
  pthread_mutex_unlock(&trimtab_trace_lock);
  trimtab_leave(&trimtab_local);
  return result;
}

static void stop(struct trace *trace) {
  for (struct trace **link = &traces; *link; link = &(*link)->next) {
    if (*link != trace) continue;
    *link = trace->next;
    break;
  }
  if (!traces) atomic_set(&trimtab_hot.checks_frees, !trimtab_hot.is_glibc);
  trace->is_stopped = true;
  for (uint64_t i = 0; i < trace->shown.count; i++) {
    struct trimtab_traced_block *block = &trace->blocks[i];
    if (block->freed_part != 0) continue;
    look_at(block);
    atomic_add(trimtab_traced_count((void *)block->address), -1);
  }
}

void trimtab_trace_stop(struct trimtab_trace *shown) {
  struct trace *trace = (struct trace *)shown;
  struct trimtab_local *local = &trimtab_local;
  if (is_forked || !trimtab_enter(local)) return;
  trimtab_images_refresh();
  pthread_mutex_lock(&trimtab_trace_lock);
  bool is_ours = !trace->owner || trace->owner == local;
  if (is_ours && !trace->is_stopped) stop(trace);
  pthread_mutex_unlock(&trimtab_trace_lock);
  if (local->trace == trace) local->trace = NULL;
  trimtab_leave(local);
}

void trimtab_trace_free(struct trimtab_trace *shown) {
  struct trace *trace = (struct trace *)shown;
  if (trace->is_stopped) give_back(trace);
}

void trimtab_trace_thread_ended(struct trimtab_local *local) {
  if (!local->trace) return;
  pthread_mutex_lock(&trimtab_trace_lock);
  local->trace->owner = NULL;
  pthread_mutex_unlock(&trimtab_trace_lock);
  local->trace = NULL;
}

void trimtab_trace_forget(void) {
  is_forked = true;
  traces = NULL;
  trimtab_local.trace = NULL;
  trimtab_hot.checks_frees = !trimtab_hot.is_glibc;
}

uint64_t trimtab_loaded_images(const struct trimtab_image **images, const char **strings) {
  if (!trimtab_process.counting) return 0;
  *images = trimtab_process.images;
  *strings = trimtab_process.strings;
  return atomic_get(&trimtab_section(TRIMTAB_SECTION_IMAGES)->used);
}

#else

struct trimtab_trace *trimtab_trace_begin(void) { return NULL; }

void trimtab_trace_next_part(struct trimtab_trace *trace) { (void)trace; }

uint64_t trimtab_trace_growth(struct trimtab_trace *trace) {
  (void)trace;
  return 0;
}

void trimtab_trace_stop(struct trimtab_trace *trace) { (void)trace; }

void trimtab_trace_free(struct trimtab_trace *trace) { (void)trace; }

uint64_t trimtab_loaded_images(const struct trimtab_image **images, const char **strings) {
  (void)images;
  (void)strings;
  return 0;
}

#endif
