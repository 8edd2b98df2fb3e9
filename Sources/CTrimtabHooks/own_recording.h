// The recording of a process that asks about itself.
#ifndef TRIMTAB_OWN_RECORDING_H
#define TRIMTAB_OWN_RECORDING_H

#include "hooks.h"

// Records into memory if the environment asks for diagnostics (TRIMTAB_DIAGNOSTICS_ADDRESS), which need profiles: the hooks
// begin before any code of the program could ask for them. False if it does not, or if there is no such memory.
bool trimtab_own_recording_open(uint64_t interval);

#endif
