// What a function does with the frame pointer, told by its first instructions.
#ifndef TRIMTAB_FUNCTION_KINDS_H
#define TRIMTAB_FUNCTION_KINDS_H

#include "hooks.h"

enum trimtab_function_kind {
  TRIMTAB_FUNCTION_UNKNOWN = 0,  // no unwind tables, or an architecture whose code is not looked at
  TRIMTAB_FUNCTION_FRAMELESS,
  TRIMTAB_FUNCTION_FRAMED,
  TRIMTAB_FUNCTION_ASYNC,         // a frame of asynchronous Swift code: its context lies below the frame pointer
  TRIMTAB_FUNCTION_ASYNC_PROVEN,  // and contexts read there made sense
};

// Finds the unwinder's table of functions.
void trimtab_function_kinds_start(void *unwind_library);

// The kind of the function that `pc`, a return address, lies in.
enum trimtab_function_kind trimtab_function_kind(uintptr_t pc);

// The same, async-signal-safe: unknown where libc cannot tell without a lock, unless somebody else has asked before.
enum trimtab_function_kind trimtab_function_kind_in_handler(uintptr_t pc);

// Remembers what was found out about the function.
void trimtab_function_set_kind(uintptr_t pc, enum trimtab_function_kind kind);

// Where the function begins; 0 if unknown.
uintptr_t trimtab_function_of(uintptr_t pc);

#endif
