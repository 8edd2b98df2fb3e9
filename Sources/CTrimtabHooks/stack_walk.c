// Walks the stack by frame pointers, and by unwind tables where code without frame pointers is on it.
//
// Invariant: nothing is read outside the part of the thread's own stack that is in use. A walk costs some tens of
// nanoseconds by frame pointers and some microseconds by tables, so the tables are used only where they are needed:
// - a frame other than the outermost lies in an image or a function that keeps no frame pointers, or in no known
//   image, or
// - the chain broke before it reached libc, where threads and main begin.
// Code that keeps no frame pointer mostly leaves its caller's in the register; the chain then skips frames and looks
// whole, which is why the images are asked and not the chain.

#include "stack_walk.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <unwind.h>

#include "async_frames.h"
#include "function_kinds.h"
#include "images.h"
#include "thread_record.h"
#include "unwind_rules.h"

static _Unwind_Reason_Code (*unwind)(_Unwind_Trace_Fn, void *);
static uintptr_t (*unwind_ip)(struct _Unwind_Context *);
static uintptr_t (*unwind_register)(struct _Unwind_Context *, int);

static void start(void) {
  trimtab_unwind_rules_start();
  trimtab_async_frames_start();
  void *library = RTLD_DEFAULT;
  if (!dlsym(library, "_Unwind_Backtrace") || !dlsym(library, "_Unwind_GetIP")) {
    library = dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
  }
  trimtab_function_kinds_start(library);
  unwind_register = (uintptr_t(*)(struct _Unwind_Context *, int))dlsym(library, "_Unwind_GetGR");
  unwind_ip = (uintptr_t(*)(struct _Unwind_Context *))dlsym(library, "_Unwind_GetIP");
  if (unwind_ip) unwind = (_Unwind_Reason_Code(*)(_Unwind_Trace_Fn, void *))dlsym(library, "_Unwind_Backtrace");
}

void trimtab_stack_walk_start(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start);
}

static void walk_frame_pointers(struct trimtab_stack *stack, uintptr_t frame, const struct trimtab_local *local) {
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  if (here < local->stack_low || here >= local->stack_high) return;  // on some other stack
  uintptr_t lowest = here;
  uintptr_t pc = 0;  // in the function whose frame it is; 0 in ours
  while (frame >= lowest && frame + 16 <= local->stack_high && (frame & 7) == 0) {
    if (pc && trimtab_follow_awaits(stack, pc, frame)) return;
    uintptr_t *words = (uintptr_t *)frame;
    uintptr_t address = trimtab_strip(words[1]);
    if (address < 4096) return;
    if (stack->count == TRIMTAB_MAX_FRAMES) {
      stack->truncated = true;
      return;
    }
    stack->frames[stack->count++] = pc = address;
    lowest = frame + 16;
    frame = words[0];
  }
}

struct unwinding {
  struct trimtab_stack *stack;
  uintptr_t context;  // what the frame before had in the register for contexts of asynchronous functions
};

static _Unwind_Reason_Code collect(struct _Unwind_Context *context, void *argument) {
  struct unwinding *unwinding = argument;
  struct trimtab_stack *stack = unwinding->stack;
  uintptr_t address = unwind_ip(context);
  if (address < 4096) return _URC_END_OF_STACK;
  if (trimtab_follow_awaits_from(stack, address, unwinding->context)) return _URC_END_OF_STACK;
  if (stack->count == TRIMTAB_MAX_FRAMES) {
    stack->truncated = true;
    return _URC_END_OF_STACK;
  }
  stack->frames[stack->count++] = address;
#if defined(__x86_64__)
  enum { RBP = 6, R14 = 14 };
  const struct trimtab_local *local = &trimtab_local;
  if (!unwind_register) return _URC_NO_REASON;
  uintptr_t frame = unwind_register(context, RBP);
  unwinding->context = unwind_register(context, R14);
  bool is_on_stack = frame >= local->stack_low + 8 && frame + 16 <= local->stack_high && (frame & 7) == 0;
  if (is_on_stack && trimtab_follow_awaits(stack, address, frame)) return _URC_END_OF_STACK;
#endif
  return _URC_NO_REASON;
}

// Drops the frames below `caller`. False if it is not among the first few.
static bool begin_at(struct trimtab_stack *stack, uintptr_t caller) {
  enum { MOST_OF_OUR_FRAMES = 12 };
  for (int i = 0; i < stack->count && i < MOST_OF_OUR_FRAMES; i++) {
    if (stack->frames[i] != caller) continue;
    for (int j = i; j < stack->count; j++) stack->frames[j - i] = stack->frames[j];
    stack->count -= i;
    return true;
  }
  return false;
}

// libc itself keeps frame records where the procedure call standard asks for them.
#if defined(__aarch64__)
static const bool libc_keeps_frames = true;
#else
static const bool libc_keeps_frames = false;
#endif

static bool is_whole(const struct trimtab_stack *stack) {
  int hint = 0;
  enum trimtab_image_kind kind = TRIMTAB_IMAGE_UNKNOWN;
  for (int i = 0; i < stack->count; i++) {
    kind = trimtab_image_of(stack->frames[i], &hint);
    bool kept = kind == TRIMTAB_IMAGE_FRAME_POINTERS || (kind == TRIMTAB_IMAGE_LIBC && libc_keeps_frames);
    // A program that holds the Swift runtime keeps frames in that, and perhaps not in its own functions.
    if (kept && trimtab_image_may_run_tasks(stack->frames[i]))
      kept = trimtab_function_kind(stack->frames[i]) != TRIMTAB_FUNCTION_FRAMELESS;
    if (!kept && i < stack->count - 1) return false;
  }
  // A stack ends in libc, but not with the first frame: strdup keeps no frame and ends the walk there.
  return (kind == TRIMTAB_IMAGE_LIBC && stack->count > 1) || stack->truncated || stack->awaits;
}

void trimtab_stack_walk(struct trimtab_stack *stack, void *frame, void *caller, struct trimtab_local *local) {
  stack->count = 0;
  stack->truncated = stack->unwound = stack->awaits = false;
  uintptr_t first = trimtab_strip((uintptr_t)caller);
  int hint = 0;
  if (!local->stack_high && trimtab_image_of(first, &hint) != TRIMTAB_IMAGE_LIBC) trimtab_thread_find_stack(local);
  walk_frame_pointers(stack, (uintptr_t)frame, local);
  if (!begin_at(stack, first)) {
    stack->frames[0] = first;
    stack->count = 1;
    stack->truncated = stack->awaits = false;
  } else if (is_whole(stack)) {
    return;
  }
  if (!unwind) return;
  struct trimtab_stack other = {.count = 0};
  unwind(collect, &(struct unwinding){.stack = &other});
  if (begin_at(&other, first) && other.count >= stack->count) {
    *stack = other;
    stack->unwound = true;
  }
}

#endif
