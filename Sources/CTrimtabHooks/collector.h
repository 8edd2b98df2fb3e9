// The thread that looks at the whole process now and then.
#ifndef TRIMTAB_COLLECTOR_H
#define TRIMTAB_COLLECTOR_H

#include "hooks.h"

void trimtab_collector_start(void);

// The last look, by the thread that ends the process.
void trimtab_collector_finish(void);

#endif
