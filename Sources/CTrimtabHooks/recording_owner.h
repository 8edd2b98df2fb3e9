// Whose a recording is: tells this process, which executed another program, from an earlier one that had the same id.
#ifndef TRIMTAB_RECORDING_OWNER_H
#define TRIMTAB_RECORDING_OWNER_H

#include "hooks.h"

// As in the recording's header; `process_start` and `boot` are 0 where they are unknown.
struct trimtab_owner {
  uint32_t pid;
  uint64_t process_start;
  uint64_t boot;
};

struct trimtab_owner trimtab_owner_self(void);

struct trimtab_owner trimtab_owner_of(const struct trimtab_header *header);

// Whether this process is the owner, as far as one can tell.
bool trimtab_owner_is_self(struct trimtab_owner owner);

// Whether a process of our namespace is the owner and has not ended. What cannot be told counts as alive.
bool trimtab_owner_is_alive(struct trimtab_owner owner);

#endif
