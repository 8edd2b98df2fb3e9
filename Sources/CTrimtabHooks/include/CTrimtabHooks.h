// The front door of CTrimtabHooks: what the hooks tell the process that they live in.
//
// Depending on this target interposes the malloc family of the whole process; the allocator underneath stays whatever
// it was. Where hooks cannot exist (not glibc, or under a sanitizer) everything compiles, counts nothing, and
// `trimtab_hooks_status` says why.
#ifndef CTRIMTAB_HOOKS_H
#define CTRIMTAB_HOOKS_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

enum trimtab_hooks_status {
  TRIMTAB_HOOKS_ACTIVE = 0,
  TRIMTAB_HOOKS_UNSUPPORTED_PLATFORM = 1,  // no hooks for this libc, system or processor
  TRIMTAB_HOOKS_SANITIZER = 2,             // a sanitizer owns malloc
  TRIMTAB_HOOKS_PASSING_THROUGH = 3,       // another copy of the hooks, nearer to the program, does the work
};

// Whether this copy of the hooks counts, and if not, why.
enum trimtab_hooks_status trimtab_hooks_status(void);

struct trimtab_counters {
  uint64_t allocations;
  uint64_t deallocations;
  uint64_t allocated_bytes;  // as requested
  int64_t live_bytes;        // usable bytes of blocks allocated less of blocks freed; negative when a thread frees more
};

// What the calling thread has counted so far. False if the hooks are not active, or if the thread counts in a record
// that it shares with others (more than 4,095 threads at once): then `counters` is untouched.
bool trimtab_thread_counters(struct trimtab_counters *counters);

// The sum over all threads, living and ended. False if the hooks are not active. Never stops other threads: counts that
// they make meanwhile may or may not be in it.
bool trimtab_process_counters(struct trimtab_counters *counters);

#if defined(__cplusplus)
}
#endif

#endif
