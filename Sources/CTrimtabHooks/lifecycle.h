// The hooks' own beginning and end.
#ifndef TRIMTAB_LIFECYCLE_H
#define TRIMTAB_LIFECYCLE_H

#include "hooks.h"

// Starts the hooks if the process is far enough for it. Called at the first allocations and once by the loader.
void trimtab_start_early(void);

// Counts what comes before the start.
void trimtab_count_early(uint64_t allocated, uint64_t freed, uint64_t bytes, int64_t live);

// The process holds `live` usable bytes: keeps the peak, and, when it grew by more than 1/`steps` since the last time,
// what each site held.
void trimtab_note_live_bytes(int64_t live, int64_t steps);

#endif
