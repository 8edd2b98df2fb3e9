// The front door of CTrimtabHooks: what the hooks tell the process that they live in.
//
// Depending on this target interposes the malloc family of the whole process; the allocator underneath stays whatever
// it was. Where hooks cannot exist (not glibc, or under a sanitizer) everything compiles, counts nothing, and
// `trimtab_hooks_status` says why.
#ifndef CTRIMTAB_HOOKS_H
#define CTRIMTAB_HOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "allocation_counters.h"

#if defined(__cplusplus)
extern "C" {
#endif

enum trimtab_hooks_status {
  TRIMTAB_HOOKS_ACTIVE = 0,
  TRIMTAB_HOOKS_UNSUPPORTED_PLATFORM = 1,  // no hooks for this libc, system or processor
  TRIMTAB_HOOKS_SANITIZER = 2,             // a sanitizer owns malloc
  TRIMTAB_HOOKS_PASSING_THROUGH = 3,       // another copy of the hooks, nearer to the program, does the work
  TRIMTAB_HOOKS_NOT_REACHED = 4,           // malloc is another's: the hooks are in a library that was loaded too late
};

// Whether this copy of the hooks counts, and if not, why.
enum trimtab_hooks_status trimtab_hooks_status(void);

// What the calling thread has counted so far. False if the hooks are not active, or if the thread counts in a record
// that it shares with others (more than 4,095 threads at once): then `counters` is untouched.
bool trimtab_thread_counters(struct trimtab_counters *counters);

// The sum over all threads, living and ended. False if the hooks are not active. Never stops other threads: counts that
// they make meanwhile may or may not be in it.
bool trimtab_process_counters(struct trimtab_counters *counters);

// MARK: Tracing one thread

// A block that a traced thread allocated.
struct trimtab_traced_block {
  uint64_t address;
  uint64_t size;        // bytes as requested
  uint64_t words[3];    // what it began with when it was freed, or else when the trace stopped; zeros if unseen
  uint32_t stack;       // where in the trace's frames: how many frames, then the return addresses, innermost first
  uint32_t part;        // of the trace in which it was allocated, from 1
  uint32_t freed_part;  // in which it was freed, by whatever thread; 0 = it is live
};

// What a traced thread allocated. Read nothing in it before the trace has stopped.
struct trimtab_trace {
  const struct trimtab_traced_block *blocks;
  uint64_t count;
  const uint64_t *frames;
};

// From now on each allocation of the calling thread is noted as long as there is room, and when any thread frees what was
// noted. Blocks come from the allocator underneath as ever. NULL if the hooks are not active, the thread is traced already,
// or memory is short.
struct trimtab_trace *trimtab_trace_begin(void);

// What is allocated and freed from now on belongs to the next part. What was freed before is forgotten.
void trimtab_trace_next_part(struct trimtab_trace *trace);

// Live blocks of this part, without those that take the place of blocks of earlier parts: freed in this one, and from the
// same stack.
uint64_t trimtab_trace_growth(struct trimtab_trace *trace);

// Notes no more. To be called by the traced thread, or after its end by any; from another thread it does nothing.
void trimtab_trace_stop(struct trimtab_trace *trace);

// Gives the trace's memory back if it is stopped.
void trimtab_trace_free(struct trimtab_trace *trace);

// The executable and libraries that the stacks of stopped traces lead to, and how many there are. Their paths are offsets
// into `strings`.
struct trimtab_image;
uint64_t trimtab_loaded_images(const struct trimtab_image **images, const char **strings);

#if defined(__cplusplus)
}
#endif

#endif
