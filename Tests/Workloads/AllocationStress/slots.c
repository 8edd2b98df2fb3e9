#include "slots.h"

#include <pthread.h>

#include "blocks.h"

enum { SLOTS = 512 };

static struct block slots[SLOTS];
static pthread_mutex_t locks[SLOTS];

void make_slots(void) {
  for (int i = 0; i < SLOTS; i++) pthread_mutex_init(&locks[i], NULL);
}

void use_a_slot(uint64_t *random) {
  uint64_t index = next_random(random) % SLOTS;
  struct block *block = &slots[index];
  pthread_mutex_lock(&locks[index]);
  if (!block->bytes) {
    allocate_block(block, random);
  } else if (next_random(random) % 3 == 0) {
    check_block(block);
    reallocate_block(block, random);
  } else {
    free_block(block);
  }
  pthread_mutex_unlock(&locks[index]);
}

void empty_slots(void) {
  for (int i = 0; i < SLOTS; i++) {
    if (slots[i].bytes) free_block(&slots[i]);
  }
}
