// Copies what is needed to name the Swift types of sampled blocks.
#ifndef TRIMTAB_TYPES_H
#define TRIMTAB_TYPES_H

#include "hooks.h"

// Where there is no memory for it, types stay unknown.
void trimtab_types_start(void);

// Looks at the samples for words that were not seen before. Only one thread at a time may call this.
void trimtab_types_refresh(void);

#endif
