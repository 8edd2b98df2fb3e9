// Where a function's caller is, by the tables that exceptions are thrown with.
#ifndef TRIMTAB_UNWIND_RULES_H
#define TRIMTAB_UNWIND_RULES_H

#include "hooks.h"

// Looks for what finds an image's tables without a lock; where libc has none (before glibc 2.35), nothing is found.
void trimtab_unwind_rules_start(void);
bool trimtab_unwind_rules_exist(void);

// Where a register's value of the caller is.
struct trimtab_register_rule {
  enum { TRIMTAB_RULE_SAME = 0, TRIMTAB_RULE_SAVED, TRIMTAB_RULE_UNDEFINED } kind;
  int64_t offset;  // from the frame's canonical address, where it is saved
};

enum trimtab_tracked_register {
  TRIMTAB_REGISTER_FRAME,    // rbp, x29
  TRIMTAB_REGISTER_CONTEXT,  // r14, x22: of asynchronous Swift functions
  TRIMTAB_REGISTER_RETURN,   // the return address
  TRIMTAB_REGISTER_COUNT,
};

// How the caller's registers follow from those at one instruction.
struct trimtab_unwind_rules {
  bool is_from_frame;  // the canonical address counts from the frame pointer, or else from the stack pointer
  int64_t offset;      // to it
  struct trimtab_register_rule registers[TRIMTAB_REGISTER_COUNT];
};

// The rules at `pc`, an address within an instruction. False if there are none, or they are of a kind that is not
// understood. Async-signal-safe.
bool trimtab_unwind_rules(uintptr_t pc, struct trimtab_unwind_rules *rules);

// Where the function that `pc` lies in begins; 0 if unknown. Async-signal-safe.
uintptr_t trimtab_unwind_function_of(uintptr_t pc);

#endif
