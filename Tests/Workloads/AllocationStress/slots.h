// Slots for blocks that all threads share, so that a block is often freed by another thread than the one that allocated
// it.
#ifndef SLOTS_H
#define SLOTS_H

#include <stdint.h>

void make_slots(void);

// Allocates, reallocates or frees the block of some slot.
void use_a_slot(uint64_t *random);

void empty_slots(void);

#endif
