// The process's threads, as the kernel lists them.
#ifndef TRIMTAB_THREAD_LIST_H
#define TRIMTAB_THREAD_LIST_H

#include "hooks.h"

// All of these are called by one thread at a time.
void trimtab_thread_list_start(void);

// Has the number of threads changed since the last time?
bool trimtab_thread_list_has_changed(void);

void trimtab_thread_list_visit(void (*visit)(uint32_t tid));

// In fork's child, where the list would still be its parent's.
void trimtab_thread_list_forget(void);

#endif
