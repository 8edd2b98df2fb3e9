// Makes the recording: lays out its sections, claims it for this process, and maps it.
#ifndef TRIMTAB_RECORDING_OPEN_H
#define TRIMTAB_RECORDING_OPEN_H

#include "hooks.h"

// Maps the recording that TRIMTAB_RECORDING names and points `trimtab_process` into it. False if there is none to be
// had, or if it belongs to another process: a child that inherited the environment.
bool trimtab_recording_open(const char *name, uint64_t interval);

// Maps memory for the threads' counters alone.
bool trimtab_recording_open_counters(void);

// In fork's child: what was shared with the parent becomes private, empty memory at the same address.
void trimtab_recording_detach(void);

#endif
