// The callers that await a Swift function: they are not on the stack.
#ifndef TRIMTAB_ASYNC_FRAMES_H
#define TRIMTAB_ASYNC_FRAMES_H

#include "stack_walk.h"

void trimtab_async_frames_start(void);

// If `pc` is in an asynchronous Swift function, whose frame pointer is `frame`, appends those that await it and returns
// true: what is on the stack beyond is the executor.
bool trimtab_follow_awaits(struct trimtab_stack *stack, uintptr_t pc, uintptr_t frame);

// The same for a function that keeps no frame: the executor called it, and would go on at `pc`. `context` is what the
// function had in the register for contexts, or something else.
bool trimtab_follow_awaits_from(struct trimtab_stack *stack, uintptr_t pc, uintptr_t context);

// Does the executor go on at `pc` when an asynchronous function returns to it? Async-signal-safe.
bool trimtab_is_executor(uintptr_t pc);

// It does. Async-signal-safe.
void trimtab_learn_executor(uintptr_t pc);

#endif
