// Return addresses of the calling thread, innermost first.
#ifndef TRIMTAB_STACK_WALK_H
#define TRIMTAB_STACK_WALK_H

#include "hooks.h"

struct trimtab_stack {
  uintptr_t frames[TRIMTAB_MAX_FRAMES + 1];  // one more for the labels
  int count;
  bool truncated;  // there were more
  bool unwound;    // by unwind tables
  bool awaits;     // the outer frames await the inner ones
};

// The address without the signature that a processor may have put into it.
static inline uintptr_t trimtab_strip(uintptr_t address) {
#if defined(__aarch64__)
  // XPACLRI (a hint, so a no-op on older processors) strips x30.
  register uintptr_t x30 __asm__("x30") = address;
  __asm__("hint #7" : "+r"(x30));
  return x30;
#else
  return address;
#endif
}

// Walks from the frame whose address is `frame` up. The walk begins at `caller`, the return address of the function
// that the program called; frames below it are ours and left out.
void trimtab_stack_walk(struct trimtab_stack *stack, void *frame, void *caller, struct trimtab_local *local);

// Looks for the unwinder; where it is not in the process yet, loads it. For the constructor.
void trimtab_stack_walk_start(void);

#endif
