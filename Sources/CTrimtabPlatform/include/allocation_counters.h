// What the hooks have counted, wherever in this process they are. Asking links nothing: where there are no hooks, there is
// no answer.
#ifndef TRIMTAB_ALLOCATION_COUNTERS_H
#define TRIMTAB_ALLOCATION_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

struct trimtab_counters {
  uint64_t allocations;
  uint64_t deallocations;
  uint64_t allocated_bytes;  // as requested
  int64_t live_bytes;        // usable bytes of blocks allocated less of blocks freed; negative when a thread frees more
};

// The sum over all threads, as the hooks that are linked or preloaded have counted. False if nothing is counted. Takes
// some nanoseconds per thread and stops nobody.
bool trimtab_counted(struct trimtab_counters *counters);

#endif
