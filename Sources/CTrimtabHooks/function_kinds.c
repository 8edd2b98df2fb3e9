// What a function does with the frame pointer, told by its first instructions.
//
// Functions are found by the unwind tables. Asynchronous Swift functions push the register of their context where
// others have nothing: push %rbp; push %r14; lea 8(%rsp),%rbp. Linux has no mark in the frame pointer itself, as Darwin
// has.
//
// Invariant: what was found about an address is one word, so that threads need no lock; where two addresses want one
// place, the later one has it and the other is looked up again.

#include "function_kinds.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <string.h>

#include "images.h"
#include "unwind_rules.h"

// Of libgcc's unwind-dw2-fde.h. Used where libc has nothing better; it may wait for the loader's lock.
struct bases {
  void *text, *data, *function;
};

static const void *(*find_entry)(void *, struct bases *);

enum { SLOTS = 1 << 14, KIND_BITS = 3 };
static uint64_t known[SLOTS];  // an address << KIND_BITS | enum trimtab_function_kind

void trimtab_function_kinds_start(void *unwind_library) {
#if defined(__x86_64__)
  find_entry = (const void *(*)(void *, struct bases *))dlsym(unwind_library, "_Unwind_Find_FDE");
#else
  (void)unwind_library;
#endif
}

uintptr_t trimtab_function_of(uintptr_t pc) {
#if defined(__x86_64__)
  if (trimtab_unwind_rules_exist()) return trimtab_unwind_function_of(pc - 1);
#endif
  struct bases bases = {0};
  return find_entry && find_entry((void *)(pc - 1), &bases) ? (uintptr_t)bases.function : 0;
}

static enum trimtab_function_kind kind_of_code(const uint8_t *code) {
  static const uint8_t async[] = {0x55, 0x41, 0x56, 0x48, 0x8d, 0x6c, 0x24, 0x08};
  enum { WINDOW = 32 };
  const uint8_t *start = code;
  // Functions with arguments on the stack make room for them first.
  if (memcmp(code, "\x48\x83\xec", 3) == 0) start += 4;
  if (memcmp(code, "\x48\x81\xec", 3) == 0) start += 7;
  if (memcmp(start, async, sizeof async) == 0) return TRIMTAB_FUNCTION_ASYNC;
  for (int at = 0; at + 3 <= WINDOW; at++) {
    if (memcmp(code + at, "\x48\x89\xe5", 3) == 0) return TRIMTAB_FUNCTION_FRAMED;  // mov %rsp,%rbp
  }
  return TRIMTAB_FUNCTION_FRAMELESS;
}

// Code of a loaded image can be read, and is followed by more than a window of unwind tables.
static noinline enum trimtab_function_kind look_at(uintptr_t pc) {
  int hint = 0;
  uintptr_t function = trimtab_function_of(pc);
  if (!function || function >= pc || !trimtab_image_is_known(function, &hint)) return TRIMTAB_FUNCTION_UNKNOWN;
  return kind_of_code((const uint8_t *)function);
}

static uint64_t *slot_of(uintptr_t pc) { return &known[((uint64_t)pc * UINT64_C(0x9e3779b97f4a7c15)) >> 50]; }

void trimtab_function_set_kind(uintptr_t pc, enum trimtab_function_kind kind) {
  atomic_set(slot_of(pc), (uint64_t)pc << KIND_BITS | kind);
}

enum trimtab_function_kind trimtab_function_kind_in_handler(uintptr_t pc) {
  if (trimtab_unwind_rules_exist()) return trimtab_function_kind(pc);
  uint64_t seen = atomic_get(slot_of(pc));
  if (seen >> KIND_BITS != pc) return TRIMTAB_FUNCTION_UNKNOWN;
  return (enum trimtab_function_kind)(seen & ((1 << KIND_BITS) - 1));
}

enum trimtab_function_kind trimtab_function_kind(uintptr_t pc) {
  uint64_t seen = atomic_get(slot_of(pc));
  if (seen >> KIND_BITS == pc) return (enum trimtab_function_kind)(seen & ((1 << KIND_BITS) - 1));
  enum trimtab_function_kind kind = look_at(pc);
  trimtab_function_set_kind(pc, kind);
  return kind;
}

#endif
