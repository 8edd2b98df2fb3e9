// Samples processor time for as long as somebody wants it: a thread of its own takes what the timers saw to the tables.
//
// Invariant: `trimtab_cpu_lock` guards timers and tables, and is never taken by a signal's handler. What has no room is
// counted.

#include "cpu_profile.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "cpu_tables.h"
#include "cpu_timers.h"
#include "images.h"
#include "labels.h"
#include "memory_copy.h"
#include "sampling.h"
#include "stack_walk.h"
#include "thread_list.h"

pthread_mutex_t trimtab_cpu_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t started = PTHREAD_COND_INITIALIZER;
bool trimtab_cpu_is_on;

enum { MOST_PER_SECOND = 1000, STACK_BYTES = 64 * 1024 };

static struct trimtab_cpu_tables tables;
static uint32_t users;
static bool is_forked, has_thread;
static uint64_t cpu_at_start;  // of the process
static uint64_t cpu_before;    // used while earlier profiles ran

static uint32_t take(const struct trimtab_cpu_sample *sample) {
  uint64_t nanoseconds = sample->periods * tables.period;
  uint32_t number = trimtab_cpu_tables_add(sample, nanoseconds);
  if (number == TRIMTAB_CPU_STACK_UNKNOWN) tables.stacks_dropped++;
  trimtab_label_count_cpu(sample->label, nanoseconds);
  tables.samples++;
  tables.stacks_across_await += sample->awaits;
  return number;
}

static uint64_t process_cpu_time(void) {
  struct timespec time = {0};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void drain(void) {
  if (!trimtab_cpu_tables_exist()) return;
  tables.samples_dropped = trimtab_cpu_timers_drain(take);
  tables.threads_refused = trimtab_cpu_timers_refused();
  tables.used = cpu_before + (users ? process_cpu_time() - cpu_at_start : 0);
  if (!trimtab_process.recording) return;
  struct trimtab_header *header = trimtab_process.header;
  header->cpu_period = tables.period;
  header->cpu_nanoseconds = tables.used;
  header->cpu_samples = tables.samples;
  header->cpu_samples_dropped = tables.samples_dropped;
  header->cpu_stacks_dropped = tables.stacks_dropped;
  header->cpu_stacks_across_await = tables.stacks_across_await;
  header->cpu_threads_refused = tables.threads_refused;
}

// MARK: The thread

// Rings are emptied before even the longest samples fill them. Threads that begin tell so with their first allocation;
// those that make none are looked for.
static void *collect(void *unused) {
  (void)unused;
  enum { PAUSE_PERIODS = 20, SHORTEST_PAUSE = 10000000, LONGEST_PAUSE = 200000000, LOOK_FOR_THREADS_MS = 250 };
  trimtab_local.busy = 1;  // for good: nothing here is the program's
  prctl(PR_SET_NAME, "trimtab-cpu", 0, 0, 0);
  trimtab_cpu_spare_thread();
  uint64_t looked = 0;
  for (;;) {
    pthread_mutex_lock(&trimtab_cpu_lock);
    while (users == 0) pthread_cond_wait(&started, &trimtab_cpu_lock);
    uint64_t threads = atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used);
    if (trimtab_thread_list_has_changed() || trimtab_now() - looked > (LOOK_FOR_THREADS_MS + threads) * 1000000) {
      trimtab_cpu_timers_refresh();
      looked = trimtab_now();
    }
    drain();
    uint64_t pause = tables.period * PAUSE_PERIODS;
    if (pause < SHORTEST_PAUSE) pause = SHORTEST_PAUSE;
    if (pause > LONGEST_PAUSE) pause = LONGEST_PAUSE;
    pthread_mutex_unlock(&trimtab_cpu_lock);
    if (atomic_get(&trimtab_images_stale)) {
      atomic_set(&trimtab_images_stale, false);
      trimtab_images_refresh();
    }
    struct timespec rest = {.tv_nsec = (long)pause};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, NULL);
  }
  return NULL;
}

static bool start_thread(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, before;
  if (has_thread) return true;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  sigfillset(&all);
  sigdelset(&all, SIGPROF);  // as the collector's thread
  pthread_sigmask(SIG_SETMASK, &all, &before);
  has_thread = pthread_create(&thread, &attributes, collect, NULL) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return has_thread;
}

// MARK: Starting and stopping

static bool start(uint32_t per_second) {
  trimtab_memory_start();
  trimtab_stack_walk_start();
  trimtab_images_refresh();
  pthread_mutex_lock(&trimtab_cpu_lock);
  bool is_first = users == 0, is_started = trimtab_cpu_tables_start() && start_thread();
  if (is_started && is_first) {
    if (per_second < 1) per_second = 1;
    if (per_second > MOST_PER_SECOND) per_second = MOST_PER_SECOND;
    tables.period = 1000000000 / per_second;
    cpu_at_start = process_cpu_time();
    is_started = trimtab_cpu_timers_start(tables.period);
  }
  if (is_started && users++ == 0) pthread_cond_signal(&started);
  atomic_set(&trimtab_cpu_is_on, users != 0);
  drain();
  pthread_mutex_unlock(&trimtab_cpu_lock);
  return is_started;
}

bool trimtab_cpu_start(uint32_t per_second) {
  struct trimtab_local *local = &trimtab_local;
  if (trimtab_hooks_status() != TRIMTAB_HOOKS_ACTIVE || !trimtab_process.counting || is_forked) return false;
  if (!trimtab_enter(local)) return false;
  bool is_started = start(per_second);
  trimtab_leave(local);
  return is_started;
}

void trimtab_cpu_stop(void) {
  struct trimtab_local *local = &trimtab_local;
  if (is_forked || !trimtab_enter(local)) return;
  pthread_mutex_lock(&trimtab_cpu_lock);
  if (users == 1) {
    atomic_set(&trimtab_cpu_is_on, false);
    trimtab_cpu_timers_stop();
    drain();
    cpu_before = tables.used;
  }
  if (users) users--;
  pthread_mutex_unlock(&trimtab_cpu_lock);
  trimtab_images_refresh();
  trimtab_leave(local);
}

bool trimtab_cpu_read(struct trimtab_cpu_tables *copy) {
  struct trimtab_local *local = &trimtab_local;
  if (is_forked || !trimtab_cpu_tables_exist() || !trimtab_enter(local)) return false;
  trimtab_images_refresh();
  pthread_mutex_lock(&trimtab_cpu_lock);
  drain();
  *copy = tables;
  trimtab_cpu_tables_describe(copy);
  copy->threads = trimtab_process.threads;
  copy->thread_count = trimtab_section(TRIMTAB_SECTION_THREADS)->used;
  pthread_mutex_unlock(&trimtab_cpu_lock);
  trimtab_leave(local);
  return true;
}

void trimtab_cpu_begin(void) {
  const char *text = getenv("TRIMTAB_CPU");
  char *end = NULL;
  errno = 0;
  unsigned long value = text ? strtoul(text, &end, 10) : 0;
  if (text && end != text && *end == 0 && errno == 0 && value >= 1 && value <= MOST_PER_SECOND) start((uint32_t)value);
}

void trimtab_cpu_finish(void) {
  pthread_mutex_lock(&trimtab_cpu_lock);
  if (users) trimtab_cpu_timers_stop();
  drain();
  pthread_mutex_unlock(&trimtab_cpu_lock);
}

void trimtab_cpu_thread_began(const struct trimtab_local *local) {
  pthread_mutex_lock(&trimtab_cpu_lock);
  trimtab_cpu_timers_add((uint32_t)syscall(SYS_gettid), local->record_index);
  pthread_mutex_unlock(&trimtab_cpu_lock);
}

void trimtab_cpu_spare_thread(void) {
  pthread_mutex_lock(&trimtab_cpu_lock);
  trimtab_cpu_timers_spare();
  trimtab_cpu_timers_remove((uint32_t)syscall(SYS_gettid));
  pthread_mutex_unlock(&trimtab_cpu_lock);
}

void trimtab_cpu_thread_ended(void) {
  pthread_mutex_lock(&trimtab_cpu_lock);
  trimtab_cpu_timers_remove((uint32_t)syscall(SYS_gettid));
  pthread_mutex_unlock(&trimtab_cpu_lock);
}

void trimtab_cpu_forget(void) {
  is_forked = true;
  users = 0;
  trimtab_cpu_is_on = false;
  trimtab_cpu_timers_forget();
}

#else

bool trimtab_cpu_start(uint32_t per_second) {
  (void)per_second;
  return false;
}

void trimtab_cpu_stop(void) {}

bool trimtab_cpu_read(struct trimtab_cpu_tables *tables) {
  (void)tables;
  return false;
}

#endif
