// One timer a thread, which counts the processor time that the thread uses.
#ifndef TRIMTAB_CPU_TIMERS_H
#define TRIMTAB_CPU_TIMERS_H

#include "hooks.h"

// What a timer saw. The frames are in `words`, innermost first.
struct trimtab_cpu_sample {
  uint32_t record;   // index into THREADS
  uint32_t periods;  // of processor time that it stands for
  uint32_t label;    // index into LABELS + 1; 0 = none
  uint32_t count;    // frames
  bool truncated, awaits;
  bool is_rest;  // no signal came for it; it has no frames
  const uint64_t *words;
  uint32_t latest;  // what was made of the thread's sample before; 0 = there was none
};

// All of these are called by one thread at a time.

// False if the kernel or the address space allows none.
bool trimtab_cpu_timers_start(uint64_t period);
void trimtab_cpu_timers_stop(void);

// Gives a timer to a thread that has none; notes that the thread counts in the record, if it is not 0.
void trimtab_cpu_timers_add(uint32_t tid, uint32_t record);
void trimtab_cpu_timers_remove(uint32_t tid);

// Gives timers to threads that came meanwhile, and takes those of threads that have ended.
void trimtab_cpu_timers_refresh(void);

// Hands over each sample since the last time; `take` returns what it made of it, a number that is not 0. Returns how
// many had no room since the start.
uint64_t trimtab_cpu_timers_drain(uint32_t (*take)(const struct trimtab_cpu_sample *));

// How many threads got no timer: no room, or too many timers for the kernel.
uint64_t trimtab_cpu_timers_refused(void);

// In fork's child, which has none of its parent's timers.
void trimtab_cpu_timers_forget(void);

// A thread of the hooks, which is never sampled.
void trimtab_cpu_timers_spare(void);

#endif
