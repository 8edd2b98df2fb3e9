// Which executor the Swift runtime is on, which Swift itself cannot ask without trapping.
#ifndef TRIMTAB_CURRENT_EXECUTOR_H
#define TRIMTAB_CURRENT_EXECUTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__has_attribute)
#if __has_attribute(swiftcall)
#define TRIMTAB_SWIFT_CALL __attribute__((swiftcall))
#endif
#endif

#if defined(TRIMTAB_SWIFT_CALL)
// An executor is two words: its identity and its implementation. Programs without tasks do not have it, hence weak.
__attribute__((weak)) TRIMTAB_SWIFT_CALL bool swift_task_isCurrentExecutorWithFlags(void *identity,
                                                                                    uintptr_t implementation,
                                                                                    uint64_t flags);
#endif

// False where it cannot be told.
static inline bool trimtab_is_current_executor(void *identity, uintptr_t implementation) {
#if defined(TRIMTAB_SWIFT_CALL)
  enum { NEVER_TRAP = 0 };
  return swift_task_isCurrentExecutorWithFlags != NULL &&
         swift_task_isCurrentExecutorWithFlags(identity, implementation, NEVER_TRAP);
#else
  (void)identity;
  (void)implementation;
  return false;
#endif
}

#endif
