// Uses the whole malloc family from many threads, checks every byte it wrote, and prints how often it called what.
// Tests run it under the hooks and compare the counts.
//
// usage: AllocationStress [THREADS] [OPERATIONS PER THREAD] [SEED]
//        AllocationStress everything SECONDS SEED [LIBRARY]

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "blocks.h"
#include "everything.h"
#include "slots.h"

static long operations;

static void *work(void *seed) {
  uint64_t random = (uint64_t)(uintptr_t)seed * 0x9e3779b97f4a7c15u | 1;
  for (long i = 0; i < operations; i++) {
    use_a_slot(&random);
    if (i % 1000 == 999) {
      pid_t child = fork();
      if (child == 0) {
        free(malloc(100));
        _exit(7);
      }
      int status;
      if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 7) abort();
    }
  }
  free(NULL);
  return NULL;
}

// More threads than run at once: threads end and others take their place.
static void run_threads(long threads, long seed) {
  enum { AT_ONCE = 64 };
  pthread_t running[AT_ONCE];
  for (long started = 0; started < threads;) {
    int now = 0;
    while (now < AT_ONCE && started < threads) {
      if (pthread_create(&running[now], NULL, work, (void *)(uintptr_t)(seed + started)) != 0) abort();
      now++;
      started++;
    }
    for (int i = 0; i < now; i++) pthread_join(running[i], NULL);
  }
}

int main(int count, char **arguments) {
  make_slots();
  if (count > 3 && strcmp(arguments[1], "everything") == 0) {
    do_everything(atol(arguments[2]), strtoull(arguments[3], NULL, 10), count > 4 ? arguments[4] : NULL);
    empty_slots();
    return 0;
  }
  operations = count > 2 ? atol(arguments[2]) : 20000;
  run_threads(count > 1 ? atol(arguments[1]) : 8, count > 3 ? atol(arguments[3]) : 1);
  empty_slots();
  printf("allocations %lu deallocations %lu bytes %lu\n", atomic_load(&allocations), atomic_load(&deallocations),
         atomic_load(&requested));
  return 0;
}
