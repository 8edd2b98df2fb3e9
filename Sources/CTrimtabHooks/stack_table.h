// Stacks, each stored once as a path in a tree, and the sites at which samples end.
#ifndef TRIMTAB_STACK_TABLE_H
#define TRIMTAB_STACK_TABLE_H

#include "stack_walk.h"

// False if there is no memory for it.
bool trimtab_stack_table_start(void);

// The site (index into SITES + 1) of `stack` in the calling thread. Never fails: without room it is the site of a
// shorter stack, or site 1, "unknown".
uint32_t trimtab_site_of(const struct trimtab_stack *stack, struct trimtab_local *local);

extern pthread_mutex_t trimtab_stack_table_lock __attribute__((visibility("hidden")));

#endif
