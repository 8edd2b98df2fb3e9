// Walks the stack of a thread at an arbitrary instruction: before a function has made its frame, after it has given it
// back, in code that keeps none.
//
// By the unwind tables at first, and by frame pointers once the walk is in functions that keep them, as told by their
// first instructions. Asynchronous functions lead on to those that await them.
// Invariants: async-signal-safe; the part of the thread's own stack that is in use is read as it is, and so are the
// contexts of functions that were proven, as the walk of an allocation's stack reads them; all else of the program's
// memory only through `trimtab_memory_read`, so that a stack that makes no sense ends the walk and not the program. That
// is a system call, which costs more than the rest of a walk, so it reads ahead.

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

// What may be read as it is, and a part of other memory that was read at once: frames and contexts are small, and lie
// close together.
struct window {
  uint64_t stack_low, stack_high;
  uint64_t start;
  size_t length;  // bytes
  uint64_t words[128];
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

// The stack in use of the thread that was interrupted, if it runs on the one it was born with.
static void find_stack(struct window *window, uintptr_t pointer) {
  const struct trimtab_local *local = &trimtab_local;
  if (pointer < local->stack_low || pointer >= local->stack_high) return;
  window->stack_low = pointer;
  window->stack_high = local->stack_high;
}

static bool lies_in(uint64_t start, uint64_t size, uint64_t address, size_t length) {
  return address - start < size && size - (address - start) >= length;
}

// The `length` bytes at `address`, one word or two; NULL if they cannot be read. They are good until the next call.
// Where they have to be fetched, so are the `before` bytes that precede them, if those can be.
static const uint64_t *read_words(struct window *window, uint64_t address, size_t length, size_t before) {
  if ((address & 7) != 0) return NULL;
  if (lies_in(window->stack_low, window->stack_high - window->stack_low, address, length))
    return (const uint64_t *)address;
  if (!lies_in(window->start, window->length, address, length)) {
    window->start = address - before;
    window->length = trimtab_memory_read(window->start, window->words, sizeof window->words) & ~(size_t)7;
  }
  if (before && !lies_in(window->start, window->length, address, length)) {
    window->start = address;
    window->length = trimtab_memory_read(address, window->words, sizeof window->words) & ~(size_t)7;
  }
  if (!lies_in(window->start, window->length, address, length)) return NULL;
  return &window->words[(address - window->start) / 8];
}

// Frames are followed to higher addresses.
static bool read_word(struct window *window, uint64_t address, uintptr_t *word) {
  const uint64_t *found = read_words(window, address, sizeof *word, 0);
  if (found) *word = *found;
  return found != NULL;
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

// A task allocates its contexts one behind the other: those of callers come before.
static const uint64_t *read_context(struct window *window, uint64_t context, bool is_proven) {
  enum { CONTEXT = 16 };
  if (!is_proven) return read_words(window, context, CONTEXT, sizeof window->words - CONTEXT);
  return context < 4096 || (context & 7) || context >> 47 ? NULL : (const uint64_t *)context;
}

// A context of an asynchronous function begins with its caller's, and where the caller resumes. False, and nothing
// appended, if they do not lead to an end.
static bool follow_contexts(struct trimtab_cpu_stack_words *stack, uint64_t context, bool is_proven,
                            struct window *window) {
  uint32_t before = stack->count;
  int hint = 0;
  for (;;) {
    const uint64_t *words = read_context(window, context, is_proven);
    if (!words || !trimtab_image_is_known(words[1], &hint)) {
      stack->count = before;
      stack->truncated = false;
      return false;
    }
    if (!append(stack, words[1] + 1) || words[0] == 0) break;
    context = words[0];
  }
  stack->awaits = true;
  return true;
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

// Where a function is: in the middle of a call it made its frame and has it still.
enum place { BEFORE_FRAME, IN_FRAME, IN_CALL };

// From an asynchronous function with a frame to those that await it. `callee` are its registers, `caller` what it returns
// to.
static bool follow_awaits(struct trimtab_cpu_stack_words *stack, const struct registers *callee, enum place place,
                          enum trimtab_function_kind kind, const struct registers *caller, struct window *window) {
  if (!trimtab_image_may_run_tasks(caller->pc)) return false;
  uintptr_t context = 0;
  bool is_proven = kind == TRIMTAB_FUNCTION_ASYNC_PROVEN && place == IN_CALL;
  if (kind >= TRIMTAB_FUNCTION_ASYNC && place != BEFORE_FRAME && read_word(window, callee->frame - 8, &context) &&
      follow_contexts(stack, context, is_proven, window)) {
    if (place == IN_CALL) trimtab_function_set_kind(callee->pc, TRIMTAB_FUNCTION_ASYNC_PROVEN);
    trimtab_learn_executor(caller->pc);
    return true;
  }
  // It has not made its frame yet, or has none: the context is in its register.
  return trimtab_is_executor(caller->pc) && follow_contexts(stack, callee->context, false, window);
}

void trimtab_cpu_walk(struct trimtab_cpu_stack_words *stack, const void *context) {
  struct registers at = registers_of(context);
  struct window window;
  window.stack_low = window.stack_high = window.start = window.length = 0;
  find_stack(&window, at.stack);
  uintptr_t lookup = at.pc;
  if (!append(stack, at.pc + 1)) return;
  for (;;) {
    struct registers callee = at;
    bool is_interrupted = stack->count == 1, is_in_frame = true;
    enum trimtab_function_kind kind = trimtab_function_kind_in_handler(lookup + 1);
    bool is_in_call = !is_interrupted && kind >= TRIMTAB_FUNCTION_FRAMED;
    if (is_in_call ? !step_by_frame(&at, &window)
                   : !step_by_rules(&at, lookup, &window, &is_in_frame) &&
                         (kind != TRIMTAB_FUNCTION_UNKNOWN || !step_by_frame(&at, &window)))
      return;
    enum place place = is_in_call ? IN_CALL : is_in_frame ? IN_FRAME : BEFORE_FRAME;
    if (at.pc < 4096 || follow_awaits(stack, &callee, place, kind, &at, &window)) return;
    if (!append(stack, at.pc)) return;
    lookup = at.pc - 1;
  }
}

#endif
