// The limit on memory that the process runs under.
#ifndef TRIMTAB_MEMORY_LIMIT_H
#define TRIMTAB_MEMORY_LIMIT_H

#include "hooks.h"

// Bytes; 0 = none, or none that we can see. The smallest of all groups from the process's own up to the root.
uint64_t trimtab_memory_limit(void);

#endif
