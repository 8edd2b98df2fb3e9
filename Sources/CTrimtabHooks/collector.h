// Who looks at the whole process now and then.
#ifndef TRIMTAB_COLLECTOR_H
#define TRIMTAB_COLLECTOR_H

#include "hooks.h"

void trimtab_collector_start(void);

// Called by each thread when it begins to allocate and at each of its samples, inside the hooks: has a thread of ours
// begin once one is wanted, and looks in its place until then.
extern bool trimtab_collector_has_thread __attribute__((visibility("hidden")));
void trimtab_collector_attend(const struct trimtab_local *local);
static inline void trimtab_collector_attend_if_alone(const struct trimtab_local *local) {
  if (unlikely(!atomic_get(&trimtab_collector_has_thread))) trimtab_collector_attend(local);
}

// The last look, by the thread that ends the process.
void trimtab_collector_finish(void);

#endif
