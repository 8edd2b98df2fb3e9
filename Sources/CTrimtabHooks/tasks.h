// The Swift tasks that are alive, and where they were made.
#ifndef TRIMTAB_TASKS_H
#define TRIMTAB_TASKS_H

#include "hooks.h"

extern pthread_mutex_t trimtab_tasks_lock __attribute__((visibility("hidden")));

#endif
