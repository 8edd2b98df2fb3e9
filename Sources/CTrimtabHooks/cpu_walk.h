// The stack of a thread that a signal interrupted.
#ifndef TRIMTAB_CPU_WALK_H
#define TRIMTAB_CPU_WALK_H

#include "hooks.h"

// Where the frames go, innermost first.
struct trimtab_cpu_stack_words {
  uint64_t *ring;
  uint64_t mask;  // words of the ring - 1
  uint64_t start;
  uint32_t count;
  bool truncated, awaits;
};

// Walks from the registers of a signal's context, and on through those that await. Async-signal-safe: whatever is read
// of the program is read in ways that cannot fault.
//
// Addresses are those that a call returns to; for the interrupted function, one byte beyond where it was, so that
// readers look up all of them alike.
void trimtab_cpu_walk(struct trimtab_cpu_stack_words *stack, const void *context);

#endif
