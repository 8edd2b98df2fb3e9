// Walks the stack of a thread at an arbitrary instruction: before a function has made its frame, after it has given it
// back, in code that keeps none.
//
// By the unwind tables at first, and by frame pointers once the walk is in functions that keep them, as told by their
// first instructions. Asynchronous functions lead on to those that await them.
// Invariants: async-signal-safe; nothing of the program's memory is read but through `trimtab_memory_read`, so that a
// stack that makes no sense ends the walk and not the program.

#include "cpu_walk.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <ucontext.h>

#include "async_frames.h"
#include "function_kinds.h"
#include "images.h"
#include "memory_copy.h"
#include "stack_walk.h"
#include "unwind_rules.h"

struct registers {
  uintptr_t pc, stack, frame, context, link;
};

// A part of the stack, read at once: most frames are small.
struct window {
  uint64_t start;
  size_t length;  // bytes
  uint64_t words[64];
};

static struct registers registers_of(const ucontext_t *context) {
#if defined(__x86_64__)
  const greg_t *saved = context->uc_mcontext.gregs;
  return (struct registers){.pc = (uintptr_t)saved[REG_RIP],
                            .stack = (uintptr_t)saved[REG_RSP],
                            .frame = (uintptr_t)saved[REG_RBP],
                            .context = (uintptr_t)saved[REG_R14]};
#else
  const mcontext_t *saved = &context->uc_mcontext;
  return (struct registers){.pc = saved->pc,
                            .stack = saved->sp,
                            .frame = saved->regs[29],
                            .context = saved->regs[22],
                            .link = saved->regs[30]};
#endif
}

static bool read_word(struct window *window, uint64_t address, uintptr_t *word) {
  if ((address & 7) != 0) return false;
  if (address - window->start >= window->length) {
    window->start = address;
    window->length = trimtab_memory_read(address, window->words, sizeof window->words) & ~(size_t)7;
    if (window->length == 0) return false;
  }
  *word = window->words[(address - window->start) / 8];
  return true;
}

// False when there is no room for more.
static bool append(struct trimtab_cpu_stack_words *stack, uintptr_t address) {
  if (stack->count == TRIMTAB_MAX_FRAMES) {
    stack->truncated = true;
    return false;
  }
  stack->ring[(stack->start + stack->count++) & stack->mask] = address;
  return true;
}

// A context of an asynchronous function begins with its caller's, and where the caller resumes. False, and nothing
// appended, if they do not lead to an end.
static bool follow_contexts(struct trimtab_cpu_stack_words *stack, uint64_t context) {
  uint32_t before = stack->count;
  int hint = 0;
  bool is_first = true;
  for (;;) {
    uint64_t words[2];
    bool is_read = context && (context & 7) == 0 && trimtab_memory_read(context, words, sizeof words) == sizeof words;
    if (!is_read || !trimtab_image_is_known(words[1], &hint)) {
      stack->count = before;
      stack->truncated = false;
      return false;
    }
    is_first = false;
    if (!append(stack, words[1] + 1) || words[0] == 0) break;
    context = words[0];
  }
  stack->awaits = true;
  return !is_first;
}

// The caller's registers by the unwind tables. False if there are none for the place, or its caller cannot be known.
static bool step_by_rules(struct registers *at, uintptr_t lookup, struct window *window, bool *is_in_frame) {
  struct trimtab_unwind_rules rules;
  if (!trimtab_unwind_rules(lookup, &rules)) return false;
  uint64_t canonical = (rules.is_from_frame ? at->frame : at->stack) + (uint64_t)rules.offset;
  uintptr_t *values[] = {[TRIMTAB_REGISTER_FRAME] = &at->frame,
                         [TRIMTAB_REGISTER_CONTEXT] = &at->context,
                         [TRIMTAB_REGISTER_RETURN] = &at->link};
  if (canonical <= at->stack && lookup != at->pc) return false;
  *is_in_frame = rules.is_from_frame;
  for (int i = TRIMTAB_REGISTER_COUNT - 1; i >= 0; i--) {
    const struct trimtab_register_rule *rule = &rules.registers[i];
    if (rule->kind == TRIMTAB_RULE_UNDEFINED && i == TRIMTAB_REGISTER_RETURN) return false;
    if (rule->kind != TRIMTAB_RULE_SAVED) continue;
    if (!read_word(window, canonical + (uint64_t)rule->offset, values[i]) && i == TRIMTAB_REGISTER_RETURN) return false;
  }
  at->stack = canonical;
  at->pc = trimtab_strip(at->link);
  return true;
}

static bool step_by_frame(struct registers *at, struct window *window) {
  uintptr_t frame = at->frame, caller = 0;
  if (frame < at->stack || !read_word(window, frame + 8, &at->pc) || !read_word(window, frame, &caller)) return false;
  at->pc = trimtab_strip(at->pc);
  at->stack = frame + 16;
  at->frame = caller;
  return true;
}

// From an asynchronous function with a frame to those that await it. `callee` are its registers, `caller` those that it
// returns to.
static bool follow_awaits(struct trimtab_cpu_stack_words *stack, const struct registers *callee, bool is_in_frame,
                          enum trimtab_function_kind kind, const struct registers *caller, struct window *window) {
  if (!trimtab_image_may_run_tasks(caller->pc)) return false;
  uintptr_t context = 0;
  if (kind >= TRIMTAB_FUNCTION_ASYNC && is_in_frame && read_word(window, callee->frame - 8, &context) &&
      follow_contexts(stack, context)) {
    trimtab_learn_executor(caller->pc);
    return true;
  }
  // It has not made its frame yet, or has none: the context is in its register.
  return trimtab_is_executor(caller->pc) && follow_contexts(stack, callee->context);
}

void trimtab_cpu_walk(struct trimtab_cpu_stack_words *stack, const void *context) {
  struct registers at = registers_of(context);
  struct window window = {.start = 0};
  uintptr_t lookup = at.pc;
  if (!append(stack, at.pc + 1)) return;
  for (;;) {
    struct registers callee = at;
    bool is_interrupted = stack->count == 1, is_in_frame = true;
    enum trimtab_function_kind kind = trimtab_function_kind_in_handler(lookup + 1);
    // In the middle of a call, a function that makes a frame has it.
    bool has_frame = !is_interrupted && kind >= TRIMTAB_FUNCTION_FRAMED;
    if (has_frame ? !step_by_frame(&at, &window)
                  : !step_by_rules(&at, lookup, &window, &is_in_frame) &&
                        (kind != TRIMTAB_FUNCTION_UNKNOWN || !step_by_frame(&at, &window)))
      return;
    if (at.pc < 4096 || follow_awaits(stack, &callee, is_in_frame, kind, &at, &window)) return;
    if (!append(stack, at.pc)) return;
    lookup = at.pc - 1;
  }
}

#endif
