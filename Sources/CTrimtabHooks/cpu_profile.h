// What the process uses its processor time for.
#ifndef TRIMTAB_CPU_PROFILE_H
#define TRIMTAB_CPU_PROFILE_H

#include "hooks.h"

// Starts what `TRIMTAB_CPU` asks for. For the constructor, when there is a recording.
void trimtab_cpu_begin(void);

// The last look, by the thread that ends the process.
void trimtab_cpu_finish(void);

// The calling thread has got its record, or is about to give it up.
void trimtab_cpu_thread_began(const struct trimtab_local *local);
void trimtab_cpu_thread_ended(void);

// The calling thread is one of the hooks': it is never sampled.
void trimtab_cpu_spare_thread(void);

// In fork's child: nothing is sampled, for good.
void trimtab_cpu_forget(void);

// Are there timers? Threads that begin ask.
extern bool trimtab_cpu_is_on __attribute__((visibility("hidden")));

extern pthread_mutex_t trimtab_cpu_lock __attribute__((visibility("hidden")));

#endif
