#include "everything.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "blocks.h"
#include "slots.h"

atomic_bool time_is_up;
const char *stress_library;
atomic_ulong done[ACTIVITIES];

uint64_t begin_thread(void *seed) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
  return (uint64_t)(uintptr_t)seed * 0x9e3779b97f4a7c15u | 1;
}

void *keep_allocating(void *seed) {
  uint64_t random = begin_thread(seed);
  while (!atomic_load(&time_is_up)) {
    for (int i = 0; i < 100; i++) {
      may_be_allocating = 1;
      use_a_slot(&random);
      may_be_allocating = 0;
    }
    atomic_fetch_add(&done[SLOT], 100);
  }
  may_be_allocating = 1;
  return NULL;
}

void do_everything(long seconds, uint64_t seed, const char *library) {
  static void *(*const works[])(void *) = {keep_allocating,     keep_allocating,     keep_allocating,
                                           start_short_threads, start_short_threads, start_children,
                                           start_children,      load_and_unload};
  enum { COUNT = sizeof works / sizeof works[0] };
  pthread_t threads[COUNT];
  sigset_t signals;
  print_at_the_end();
  stress_library = library;
  sigemptyset(&signals);
  sigaddset(&signals, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  start_watchdog();
  start_signals();
  for (int i = 0; i < COUNT; i++) {
    if (pthread_create(&threads[i], NULL, works[i], (void *)(uintptr_t)(seed * 100 + (uint64_t)i + 1)) != 0) abort();
  }
  sleep((unsigned)seconds);
  atomic_store(&time_is_up, true);
  for (int i = 0; i < COUNT; i++) pthread_join(threads[i], NULL);
}
