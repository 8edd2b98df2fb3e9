// Threads that end with blocks in their storage: the destructors free them, and allocate again.

#include <pthread.h>
#include <stdlib.h>

#include "blocks.h"
#include "everything.h"

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// What C++ and Swift register the destructors of thread-local variables with.
extern int __cxa_thread_atexit_impl(void (*function)(void *), void *object, void *library);
extern void *__dso_handle;

static void free_and_allocate(void *value) {
  struct block *block = value;
  unsigned char left = block->canary;
  check_block(block);
  // The key gets a new value, so the destructor comes again, until it has come four times.
  if (left > 1) {
    struct block *next = malloc(sizeof *next);
    if (!next) abort();
    *next = small_block(block->size * 2, left - 1);
    atomic_fetch_add(&allocations, 1);
    atomic_fetch_add(&requested, sizeof *next);
    pthread_setspecific(key, next);
  }
  free_block(block);
  free(block);
  atomic_fetch_add(&deallocations, 1);
}

static void free_late(void *value) {
  free(value);
  atomic_fetch_add(&deallocations, 1);
  struct block block = small_block(3000, 5);
  free_block(&block);
}

static void make_key(void) {
  if (pthread_key_create(&key, free_and_allocate) != 0) abort();
}

static void *live_shortly(void *seed) {
  uint64_t random = begin_thread(seed);
  struct block *block = malloc(sizeof *block);
  if (!block) abort();
  *block = small_block(1 + next_random(&random) % 5000, 3);
  pthread_setspecific(key, block);
  void *late = malloc(200);
  atomic_fetch_add(&allocations, 2);
  atomic_fetch_add(&requested, sizeof *block + 200);
  if (__cxa_thread_atexit_impl(free_late, late, &__dso_handle) != 0) abort();
  may_be_allocating = 0;
  for (volatile int i = 0; i < 1000; i++) {}
  may_be_allocating = 1;
  atomic_fetch_add(&done[SHORT_THREAD], 1);
  return NULL;
}

void *start_short_threads(void *seed) {
  uint64_t random = begin_thread(seed);
  pthread_once(&once, make_key);
  while (!atomic_load(&time_is_up)) {
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) {
      if (pthread_create(&threads[i], NULL, live_shortly, (void *)(uintptr_t)next_random(&random)) != 0) abort();
    }
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
  }
  return NULL;
}
