// Which record of the recording a thread counts in.
#ifndef TRIMTAB_THREAD_RECORD_H
#define TRIMTAB_THREAD_RECORD_H

#include "hooks.h"

// Gives the calling thread a record; called once a thread, from the slow path. Allocates (guarded by `busy`).
void trimtab_thread_register(struct trimtab_local *local);

// Finds the bounds of the thread's stack. Allocates, and takes libc's lock on the thread: never for an allocation that
// libc itself makes, for pthread_getattr_np allocates while it holds that lock.
//
// Frames are only read between the current stack pointer and `stack_high`, and only if the pointer lies between the two
// bounds; so `stack_low` may be too low where nothing else is mapped between.
void trimtab_thread_find_stack(struct trimtab_local *local);

// Reads the thread's name from the kernel into its record.
void trimtab_thread_read_name(struct trimtab_thread *record);

bool trimtab_thread_start(void);

extern pthread_mutex_t trimtab_thread_lock __attribute__((visibility("hidden")));

#endif
