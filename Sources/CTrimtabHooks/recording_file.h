// Where the recording of a process lies, and what becomes of the one that was there before.
#ifndef TRIMTAB_RECORDING_FILE_H
#define TRIMTAB_RECORDING_FILE_H

#include "hooks.h"

// Opens the file that TRIMTAB_RECORDING names, for reading and writing; makes it if there is none. `{pid}` and
// `{start}` (seconds since 1970) in the name are replaced. What an earlier process left there is kept under another
// name. `size` is that of a recording of this process. -1 if there is no file to be had: said on standard error, unless
// the file is a living process's, as a service's is when its children start.
int trimtab_recording_file_open(const char *name, uint64_t size);

// Whether `trimtab run` holds the file in memory: it is then no file of a service's own.
bool trimtab_recording_file_is_held(const char *name);

// Says on standard error that this process records nothing, and why.
void trimtab_recording_file_refuse(const char *name, const char *reason);

#endif
