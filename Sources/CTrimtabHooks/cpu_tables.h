// Processor time by stack.
#ifndef TRIMTAB_CPU_TABLES_H
#define TRIMTAB_CPU_TABLES_H

#include "cpu_timers.h"

// The number of the stack "unknown", to which goes what has no room.
enum { TRIMTAB_CPU_STACK_UNKNOWN = 1 };

// All of these are called by one thread at a time. False if there is no memory for the tables.
bool trimtab_cpu_tables_start(void);
bool trimtab_cpu_tables_exist(void);

// Counts a sample for its stack; returns the number of that.
uint32_t trimtab_cpu_tables_add(const struct trimtab_cpu_sample *sample, uint64_t nanoseconds);

// Where the tables are and how much of them is used.
void trimtab_cpu_tables_describe(struct trimtab_cpu_tables *copy);

#endif
