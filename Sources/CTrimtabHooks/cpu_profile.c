// Turns samples of processor time into counts by stack, for as long as somebody wants them.
//
// Stacks are kept as the allocations' are, a tree of frames below each thread, but in tables of their own: these have one
// writer, so nothing that allocates ever waits for it. They lie in the recording, or in memory where there is none, and
// only grow; who profiles for a while compares what was before with what is after.
//
// Invariants: `trimtab_cpu_lock` guards timers and tables, and is never taken by a signal's handler. An entry is complete
// before `used` includes it. What has no room is counted.

#include "cpu_profile.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "address_map.h"
#include "cpu_timers.h"
#include "images.h"
#include "labels.h"
#include "memory_copy.h"
#include "sampling.h"
#include "stack_walk.h"

pthread_mutex_t trimtab_cpu_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t started = PTHREAD_COND_INITIALIZER;
bool trimtab_cpu_is_on;

enum { MOST_PER_SECOND = 1000, STACK_BYTES = 64 * 1024 };

static struct trimtab_cpu_tables tables;
static struct trimtab_section *node_section, *stack_section;
static struct trimtab_node *nodes;
static struct trimtab_cpu_stack *stacks;
static struct trimtab_address_map by_frame;  // of a frame under its parent, hashed: the node's index + 1
static uint32_t users;
static bool is_forked, has_thread;
static uint64_t cpu_at_start;  // of the process
static uint64_t cpu_before;    // used while earlier profiles ran

// MARK: Tables

// The tables of the recording; or, without one, in memory of our own.
static bool find_tables(void) {
  static struct trimtab_section own_nodes, own_stacks;
  if (stacks) return true;
  node_section = trimtab_section(TRIMTAB_SECTION_CPU_NODES);
  stack_section = trimtab_section(TRIMTAB_SECTION_CPU_STACKS);
  char *memory = (char *)trimtab_process.header, *own = NULL;
  if (node_section->capacity == 0) {
    enum { NODES = 1 << 16, STACKS = 1 << 15 };
    own = trimtab_reserve(NODES * sizeof *nodes + STACKS * sizeof *stacks);
    if (!own) return false;
    own_nodes = (struct trimtab_section){.offset = 0, .capacity = NODES};
    own_stacks = (struct trimtab_section){.offset = NODES * sizeof *nodes, .capacity = STACKS};
    node_section = &own_nodes;
    stack_section = &own_stacks;
    memory = own;
  }
  nodes = (struct trimtab_node *)(memory + node_section->offset);
  stacks = (struct trimtab_cpu_stack *)(memory + stack_section->offset);
  atomic_set(&stack_section->used, 1);  // stack 1: "unknown"
  return true;
}

// The node's index + 1; 0 when there is no room.
static uint32_t node_of(uint32_t parent, uint64_t pc) {
  uint64_t key = (pc * UINT64_C(0x9e3779b97f4a7c15) ^ parent * UINT64_C(0xc2b2ae3d27d4eb4f)) | 1;
  for (;; key += 2) {
    uint64_t known = trimtab_address_map_get(&by_frame, key);
    if (known == 0) break;
    const struct trimtab_node *node = &nodes[known - 1];
    if (node->parent == parent && node->pc == pc) return (uint32_t)known;
  }
  uint64_t used = node_section->used;
  if (used == node_section->capacity || !trimtab_address_map_set(&by_frame, key, used + 1)) return 0;
  nodes[used] = (struct trimtab_node){.parent = parent, .pc = pc};
  __atomic_store_n(&node_section->used, used + 1, __ATOMIC_RELEASE);
  return (uint32_t)used + 1;
}

// The number of the stack that ends at a node: its index + 1. It is 1, "unknown", when there is no room.
static uint32_t stack_at(uint32_t node) {
  uint32_t number = node ? nodes[node - 1].site : 1;
  if (number) return number;
  uint64_t used = stack_section->used;
  if (used == stack_section->capacity) return 1;
  number = (uint32_t)used + 1;
  stacks[used].node = node;
  atomic_set(&nodes[node - 1].site, number);
  __atomic_store_n(&stack_section->used, used + 1, __ATOMIC_RELEASE);
  return number;
}

static uint32_t stack_of(const struct trimtab_cpu_sample *sample) {
  if (sample->latest && sample->is_rest) return sample->latest;
  uint32_t node = node_of(TRIMTAB_NODE_ROOT, sample->record);
  if (sample->truncated && node) node = node_of(node, TRIMTAB_PC_TRUNCATED);
  if (sample->label && node) node = node_of(node, TRIMTAB_PC_LABEL | sample->label);
  for (uint32_t i = sample->count; i > 0 && node; i--) node = node_of(node, sample->words[i - 1]);
  uint32_t number = stack_at(node);
  if (number == 1) tables.stacks_dropped++;
  return number;
}

static uint32_t take(const struct trimtab_cpu_sample *sample) {
  uint32_t number = stack_of(sample);
  struct trimtab_cpu_stack *stack = &stacks[number - 1];
  atomic_set(&stack->samples, stack->samples + 1);
  atomic_set(&stack->nanoseconds, stack->nanoseconds + sample->periods * tables.period);
  trimtab_label_count_cpu(sample->label, sample->periods * tables.period);
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
  if (!stacks) return;
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

// Rings are emptied often enough for those that fill fastest. Threads that begin tell so with their first allocation; those
// that make none are looked for.
static void *collect(void *unused) {
  (void)unused;
  enum { PAUSE_MS = 50, LOOK_FOR_THREADS_MS = 250 };
  trimtab_local.busy = 1;  // for good: nothing here is the program's
  prctl(PR_SET_NAME, "trimtab-cpu", 0, 0, 0);
  trimtab_cpu_spare_thread();
  uint64_t looked = 0;
  for (;;) {
    pthread_mutex_lock(&trimtab_cpu_lock);
    while (users == 0) pthread_cond_wait(&started, &trimtab_cpu_lock);
    uint64_t threads = atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used);
    if (trimtab_cpu_timers_are_stale() || trimtab_now() - looked > (LOOK_FOR_THREADS_MS + threads) * 1000000) {
      trimtab_cpu_timers_refresh();
      looked = trimtab_now();
    }
    drain();
    long pause = tables.period < 5000000 ? PAUSE_MS / 5 : PAUSE_MS;
    pthread_mutex_unlock(&trimtab_cpu_lock);
    if (atomic_get(&trimtab_images_stale)) {
      atomic_set(&trimtab_images_stale, false);
      trimtab_images_refresh();
    }
    struct timespec rest = {.tv_nsec = pause * 1000000};
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
  bool is_first = users == 0, is_started = find_tables() && start_thread();
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
  if (is_forked || !stacks || !trimtab_enter(local)) return false;
  trimtab_images_refresh();
  pthread_mutex_lock(&trimtab_cpu_lock);
  drain();
  *copy = tables;
  copy->nodes = nodes;
  copy->node_count = node_section->used;
  copy->stacks = stacks;
  copy->stack_count = stack_section->used;
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
