// The labels that the program gives to what it does.
#ifndef TRIMTAB_LABELS_H
#define TRIMTAB_LABELS_H

#include "hooks.h"

// The set of labels of the task that the thread runs, or of the thread itself: index into LABELS + 1; 0 = none.
uint32_t trimtab_label_now(void);

// The same, async-signal-safe.
uint32_t trimtab_label_in_handler(void);

// A sample that stands for so many bytes was taken of an allocation with these labels. Under the lock of the samples.
void trimtab_label_count_allocation(uint32_t label, double bytes, double variance);

// The same for processor time. Under the lock of that.
void trimtab_label_count_cpu(uint32_t label, uint64_t nanoseconds);

extern pthread_mutex_t trimtab_labels_lock __attribute__((visibility("hidden")));

#endif
