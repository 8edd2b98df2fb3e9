// Reads the program's memory without ever faulting, and keeps copies of it in the recording.
#ifndef TRIMTAB_MEMORY_COPY_H
#define TRIMTAB_MEMORY_COPY_H

#include "hooks.h"

// Readies reading. Where it fails (no /proc), nothing can be read, and types stay unknown.
void trimtab_memory_start(void);

// Bytes read, from `address` on: fewer than `length` where the memory ends, 0 where there is none.
size_t trimtab_memory_read(uint64_t address, void *bytes, size_t length);

// The copy of `length` bytes, made now if there is none yet; NULL if they cannot be read or the recording is full. Only
// one thread at a time may call this.
const uint8_t *trimtab_memory_copy(uint64_t address, size_t length);

#endif
