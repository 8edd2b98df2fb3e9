// Finds the callers across `await`. An asynchronous Swift function keeps the address of its context in the word below
// its frame pointer, and a context begins with its caller's context and the address where the caller resumes.
//
// Invariant: a function is trusted only after its contexts were once read to their end by reads that cannot fault.
// Where that does not come about (another architecture, no unwind tables, no /proc) stacks end with the executor's
// frames, as they are.

#include "async_frames.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>

#include "function_kinds.h"
#include "images.h"
#include "memory_copy.h"
#include "unwind_rules.h"

static uintptr_t job_run;  // swift_job_run, where it has a name

void trimtab_async_frames_start(void) { job_run = (uintptr_t)dlsym(RTLD_DEFAULT, "swift_job_run"); }

static bool ends_well(uint64_t context) {
  enum { LONGEST = 4096 };
  int hint = 0;
  for (int i = 0; i < LONGEST; i++) {
    uint64_t words[2];
    if ((context & 7) || trimtab_memory_read(context, words, sizeof words) != sizeof words) return false;
    if (trimtab_image_of(words[1], &hint) == TRIMTAB_IMAGE_UNKNOWN) return false;
    if (words[0] == 0) return true;
    context = words[0];
  }
  return false;
}

static void append_callers(struct trimtab_stack *stack, uint64_t context) {
  for (uint64_t parent = 1; parent && context; context = parent) {
    const uint64_t *words = (const uint64_t *)context;
    parent = words[0];
    if (stack->count == TRIMTAB_MAX_FRAMES) {
      stack->truncated = true;
      break;
    }
    // Readers look one byte before a return address; this is where the caller's next part begins.
    stack->frames[stack->count++] = words[1] + 1;
  }
  stack->awaits = true;
}

// Where the executor goes on when an asynchronous function returns to it: learnt from functions that keep frames, and
// from the one exported function of the runtime that calls them.
enum { EXECUTORS = 8 };
static uintptr_t executors[EXECUTORS];

void trimtab_learn_executor(uintptr_t pc) {
  for (int i = 0; i < EXECUTORS; i++) {
    uintptr_t empty = 0;
    if (__atomic_compare_exchange_n(&executors[i], &empty, pc, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED) || empty == pc)
      return;
  }
}

bool trimtab_is_executor(uintptr_t pc) {
  for (int i = 0; i < EXECUTORS; i++) {
    if (atomic_get(&executors[i]) == pc) return true;
  }
  if (!job_run || !trimtab_unwind_rules_exist() || !trimtab_image_may_run_tasks(pc)) return false;
  if (trimtab_unwind_function_of(pc - 1) != job_run) return false;
  trimtab_learn_executor(pc);
  return true;
}

bool trimtab_follow_awaits_from(struct trimtab_stack *stack, uintptr_t pc, uintptr_t context) {
  if (!context || !trimtab_is_executor(pc) || !ends_well(context)) return false;
  append_callers(stack, context);
  return true;
}

bool trimtab_follow_awaits(struct trimtab_stack *stack, uintptr_t pc, uintptr_t frame) {
  const uintptr_t *words = (const uintptr_t *)frame;
  if (!trimtab_image_may_run_tasks(words[1])) return false;
  enum trimtab_function_kind kind = trimtab_function_kind(pc);
  if (kind < TRIMTAB_FUNCTION_ASYNC) return false;
  if (kind == TRIMTAB_FUNCTION_ASYNC) {
    bool is_proven = ends_well(words[-1]);
    trimtab_function_set_kind(pc, is_proven ? TRIMTAB_FUNCTION_ASYNC_PROVEN : TRIMTAB_FUNCTION_FRAMED);
    if (!is_proven) return false;
    trimtab_learn_executor(words[1]);
  }
  append_callers(stack, words[-1]);
  return true;
}

#endif
