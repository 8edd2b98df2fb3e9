// Traces of threads at their hardest: blocks that other threads free, traces that begin and stop all the time, threads
// that end without stopping theirs, forks, failed reallocations. What a trace has noted must be what was done.
//
// usage: TraceStress [ROUNDS]

#include <CTrimtabHooks.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 4, BLOCKS = 200 };

#define check(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "TraceStress: line %d: %s does not hold\n", __LINE__, #condition); \
      abort(); \
    } \
  } while (0)

static long rounds = 200;

// Blocks on their way from a traced thread to the one that frees them.
static _Atomic(void *) mailbox[THREADS][BLOCKS];
static atomic_bool is_over;

static void *free_what_comes(void *unused) {
  (void)unused;
  while (!atomic_load(&is_over)) {
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < BLOCKS; i++) {
        void *block = atomic_load(&mailbox[thread][i]);
        if (!block) continue;
        free(block);
        atomic_store(&mailbox[thread][i], NULL);
      }
    }
  }
  return NULL;
}

static uint64_t live_blocks(const struct trimtab_trace *trace, uint32_t part) {
  uint64_t live = 0;
  for (uint64_t i = 0; i < trace->count; i++) live += trace->blocks[i].part == part && trace->blocks[i].freed_part == 0;
  return live;
}

static void *allocate_somehow(int number, size_t size) {
  switch (number % 4) {
  case 0: return malloc(size);
  case 1: return calloc(1, size);
  case 2: return aligned_alloc(64, (size + 63) & ~(size_t)63);
  default: return realloc(malloc(size / 2 + 1), size);
  }
}

// A thread's own allocations, of which one in three is freed here, one in three by another thread, and one is kept.
static void trace_once(int thread, long round) {
  void *kept[BLOCKS];
  struct trimtab_counters before, after;
  struct trimtab_trace *trace = trimtab_trace_begin();
  check(trace && !trimtab_trace_begin());
  trimtab_trace_next_part(trace);
  check(trimtab_thread_counters(&before));
  for (int i = 0; i < BLOCKS; i++) {
    kept[i] = allocate_somehow(i, 16 + (size_t)(round * 31 + i * 17) % 3000);
    check(kept[i]);
    if (i % 3 == 0) free(kept[i]);
    if (i % 3 == 1) atomic_store(&mailbox[thread][i], kept[i]);
  }
  check(trimtab_thread_counters(&after));
  for (int i = 0; i < BLOCKS; i++) {
    while (atomic_load(&mailbox[thread][i])) sched_yield();
  }
  check(trimtab_trace_growth(trace) == BLOCKS / 3);
  void *beyond = realloc(kept[2], SIZE_MAX / 4);
  check(!beyond && trimtab_trace_growth(trace) == BLOCKS / 3);
  trimtab_trace_stop(trace);
  check(trace->count == after.allocations - before.allocations);
  check(live_blocks(trace, 2) == BLOCKS / 3);
  trimtab_trace_free(trace);
  for (int i = 2; i < BLOCKS; i += 3) free(kept[i]);
}

static void *trace_often(void *argument) {
  int thread = (int)(uintptr_t)argument;
  for (long round = 0; round < rounds; round++) trace_once(thread, round);
  return NULL;
}

// MARK: Ends of all kinds

static void *end_without_stopping(void *result) {
  struct trimtab_trace *trace = trimtab_trace_begin();
  check(trace);
  void **block = malloc(sizeof *block);
  check(block);
  *block = trace;
  *(void **)result = block;
  return NULL;
}

static void outlive_a_thread(void) {
  void **block = NULL;
  pthread_t thread;
  check(pthread_create(&thread, NULL, end_without_stopping, &block) == 0);
  check(pthread_join(thread, NULL) == 0);
  struct trimtab_trace *trace = *block;
  free(block);
  trimtab_trace_stop(trace);
  bool is_noted = false;
  for (uint64_t i = 0; i < trace->count; i++) is_noted |= trace->blocks[i].address == (uintptr_t)block;
  check(is_noted);
  trimtab_trace_free(trace);
}

// The child has its parent's blocks and none of its traces.
static void fork_while_traced(void) {
  struct trimtab_trace *trace = trimtab_trace_begin();
  check(trace);
  void *block = malloc(100);
  pid_t child = fork();
  if (child == 0) {
    check(!trimtab_trace_begin());
    trimtab_trace_next_part(trace);
    free(block);
    free(realloc(malloc(10), 5000));
    trimtab_trace_stop(trace);
    trimtab_trace_free(trace);
    exit(7);
  }
  int status;
  check(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 7);
  void *other = malloc(50);
  trimtab_trace_stop(trace);
  check(live_blocks(trace, 1) >= 2);
  trimtab_trace_free(trace);
  free(block);
  free(other);
}

static void *fork_often(void *unused) {
  (void)unused;
  for (long round = 0; round < rounds / 10; round++) {
    fork_while_traced();
    outlive_a_thread();
  }
  return NULL;
}

int main(int count, char **arguments) {
  if (count > 1) rounds = atol(arguments[1]);
  check(trimtab_hooks_status() == TRIMTAB_HOOKS_ACTIVE);
  pthread_t receiver, forker, threads[THREADS];
  check(pthread_create(&receiver, NULL, free_what_comes, NULL) == 0);
  check(pthread_create(&forker, NULL, fork_often, NULL) == 0);
  for (int i = 0; i < THREADS; i++)
    check(pthread_create(&threads[i], NULL, trace_often, (void *)(uintptr_t)i) == 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  pthread_join(forker, NULL);
  atomic_store(&is_over, true);
  pthread_join(receiver, NULL);
  puts("done");
  return 0;
}
