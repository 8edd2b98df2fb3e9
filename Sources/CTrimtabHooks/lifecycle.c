// Starts the hooks before the program's first own instruction, sees them through fork, and marks a clean end.
//
// The start comes at the first allocation for which libc is ready (its environment is set), which is earlier than any
// constructor; the collector's thread and the unwinder wait for our constructor.
//
// Two copies of the hooks can meet in one process: linked into the program and preloaded. The program's symbols come
// first, so the linked copy sees every call before the preloaded one, and tells it to pass everything through.

#include "lifecycle.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "collector.h"
#include "cpu_profile.h"
#include "images.h"
#include "labels.h"
#include "launchers.h"
#include "next_allocator.h"
#include "own_recording.h"
#include "recording.h"
#include "sampled_blocks.h"
#include "sampling.h"
#include "stack_table.h"
#include "stack_walk.h"
#include "tasks.h"
#include "thread_record.h"
#include "trace.h"

struct trimtab_process trimtab_process;

static struct trimtab_counters early;

void trimtab_count_early(uint64_t allocated, uint64_t freed, uint64_t bytes, int64_t live) {
  early.allocations += allocated;
  early.deallocations += freed;
  early.allocated_bytes += bytes;
  early.live_bytes += live;
}

// MARK: Fork

// In the order in which they are taken.
static pthread_mutex_t *const locks[] = {
    &trimtab_tasks_lock,  &trimtab_labels_lock,      &trimtab_images_lock,  &trimtab_cpu_lock,
    &trimtab_thread_lock, &trimtab_stack_table_lock, &trimtab_sampled_lock, &trimtab_trace_lock,
};
enum { LOCK_COUNT = sizeof locks / sizeof locks[0] };

// No thread may be inside our tables while the process is copied. Two cases must not wait for ever: a signal handler
// that forks while its own thread is inside the hooks, and a library's constructor that forks, for it holds the
// loader's lock, which the holder of the images' lock may be waiting for. They go on after a moment; the child makes
// all locks anew, so the worst is a table that was copied half-written, and the child uses none of them.
static void before_fork(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 20 * 1000 * 1000;
  if (until.tv_nsec >= 1000000000) {
    until.tv_nsec -= 1000000000;
    until.tv_sec++;
  }
  uint32_t taken = 0;  // per thread: others may be forking at this moment
  for (int i = 0; i < LOCK_COUNT; i++) taken |= (uint32_t)(pthread_mutex_timedlock(locks[i], &until) == 0) << i;
  trimtab_local.fork_locks = taken;
}

static void after_fork_in_parent(void) {
  for (int i = LOCK_COUNT - 1; i >= 0; i--) {
    if (trimtab_local.fork_locks >> i & 1) pthread_mutex_unlock(locks[i]);
  }
  if (trimtab_process.recording) atomic_add(&trimtab_process.header->forks, 1);
}

// The child has none of our threads and must not write into its parent's recording: it counts in private memory, and
// samples nothing. If it executes a program, that program starts afresh.
static void after_fork_in_child(void) {
  trimtab_process.sampling = false;
  trimtab_process.recording = false;
  trimtab_trace_forget();
  trimtab_cpu_forget();
  if (trimtab_process.counting) trimtab_recording_detach();
  for (int i = 0; i < LOCK_COUNT; i++) *locks[i] = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
}

// MARK: Start

// What the unit of a size stands for, as in 512KiB; 0 if it is none. The same as Trimtab's Swift code has.
static uint64_t unit_size(const char *unit) {
  static const struct {
    const char *name;
    uint64_t size;
  } units[] = {
      {"", 1},         {"b", 1},          {"k", 1 << 10},    {"kib", 1 << 10}, {"kb", 1000},         {"m", 1 << 20},
      {"mib", 1 << 20}, {"mb", 1000000}, {"g", 1 << 30}, {"gib", 1 << 30}, {"gb", 1000000000},
  };
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (strcasecmp(unit, units[i].name) == 0) return units[i].size;
  return 0;
}

static uint64_t sampling_interval(void) {
  const char *text = getenv("TRIMTAB_SAMPLING_INTERVAL");
  char *end = NULL;
  errno = 0;
  unsigned long long value = text ? strtoull(text, &end, 10) : 0;
  uint64_t unit = text && end != text && errno == 0 ? unit_size(end) : 0;
  bool valid = unit && value >= 1 && value <= (UINT64_C(1) << 40) / unit;
  return valid ? value * unit : 512 * 1024;
}

#if !defined(TRIMTAB_PRELOAD)
// Tells a preloaded copy below us that we do the work.
static void silence_preloaded_copy(void) {
  void (*pass_through)(void) = (void (*)(void))dlsym(RTLD_NEXT, "trimtab_hooks_pass_through");
  if (pass_through) pass_through();
}
#else
exported void trimtab_hooks_pass_through(void);
exported void trimtab_hooks_pass_through(void) {
  if (!trimtab_process.started) trimtab_process.pass_through = trimtab_process.started = true;
}
#endif

static void start(void) {
  struct trimtab_process *process = &trimtab_process;
#if !defined(TRIMTAB_PRELOAD)
  silence_preloaded_copy();
#endif
  const char *path = getenv("TRIMTAB_RECORDING");
  process->interval = sampling_interval();
  if (!trimtab_is_launcher(program_invocation_short_name)) {
    process->recording =
        path && path[0] ? trimtab_recording_open(path, process->interval) : trimtab_own_recording_open(process->interval);
  }
  process->counting = process->recording;
#if !defined(TRIMTAB_PRELOAD)
  if (!process->counting) process->counting = trimtab_recording_open_counters();
#endif
  if (process->counting) process->counting = trimtab_thread_start();
  process->recording = process->recording && process->counting;
  if (process->recording) {
    process->sampling = process->recording = trimtab_stack_table_start() && trimtab_sampled_start();
    trimtab_images_refresh();
  }
  if (process->counting) {
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
    struct trimtab_thread *shared = &process->threads[0];
    shared->allocations = early.allocations;
    shared->deallocations = early.deallocations;
    shared->allocated_bytes = early.allocated_bytes;
    shared->live_bytes = early.live_bytes;
  }
  __atomic_store_n(&process->started, true, __ATOMIC_RELEASE);
}

extern char **environ;

void trimtab_start_early(void) {
  static bool starting;
  if (starting || !environ) return;
  starting = true;
  int saved = errno;
  start();
  errno = saved;
}

// Starts the hooks and registers the thread. The call goes through the dynamic linker, so that a copy linked into the
// program starts before a preloaded one; and it counts nothing. False if it did not reach us.
static bool start_now(void) {
  void *volatile nothing = NULL;
  trimtab_local.reached = false;
  free(nothing);
  return trimtab_local.reached;
}

__attribute__((constructor)) static void begin(void) {
  start_now();
  if (!trimtab_process.recording) return;
  int saved = errno;
  struct trimtab_local *local = &trimtab_local;
  if (!trimtab_enter(local)) return;
  trimtab_stack_walk_start();
  trimtab_images_refresh();
  trimtab_collector_start();
  trimtab_cpu_begin();
  trimtab_process.header->state = TRIMTAB_STATE_RUNNING;
  trimtab_leave(local);
  errno = saved;
}

__attribute__((destructor)) static void end(void) {
  if (!trimtab_process.recording) return;
  int saved = errno;
  struct trimtab_local *local = &trimtab_local;
  if (!trimtab_enter(local)) return;
  trimtab_images_refresh();
  trimtab_cpu_finish();
  trimtab_collector_finish();
  trimtab_process.header->end_time = trimtab_now();
  trimtab_process.header->state = TRIMTAB_STATE_ENDED;
  trimtab_leave(local);
  errno = saved;
}

// MARK: What the process asks

enum trimtab_hooks_status trimtab_hooks_status(void) {
  if (trimtab_process.pass_through) return TRIMTAB_HOOKS_PASSING_THROUGH;
  return start_now() ? TRIMTAB_HOOKS_ACTIVE : TRIMTAB_HOOKS_NOT_REACHED;
}

static void add_record(struct trimtab_counters *sum, const struct trimtab_thread *record) {
  sum->allocations += atomic_get(&record->allocations);
  sum->deallocations += atomic_get(&record->deallocations);
  sum->allocated_bytes += atomic_get(&record->allocated_bytes);
  sum->live_bytes += atomic_get(&record->live_bytes);
}

bool trimtab_thread_counters(struct trimtab_counters *counters) {
  struct trimtab_local *local = &trimtab_local;
  if (!local->registered) start_now();
  if (!trimtab_process.counting || !local->registered || local->shares_record) return false;
  memset(counters, 0, sizeof *counters);
  add_record(counters, local->record);
  return true;
}

bool trimtab_process_counters(struct trimtab_counters *counters) {
  if (!trimtab_process.counting) return false;
  memset(counters, 0, sizeof *counters);
  uint64_t used = atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used);
  for (uint64_t i = 0; i < used; i++) add_record(counters, &trimtab_process.threads[i]);
  return true;
}

#if defined(TRIMTAB_PRELOAD)
// For whoever in the process asks by name. Not the other's name: a library that the hooks are linked into would get ours.
exported bool trimtab_preloaded_counters(struct trimtab_counters *counters);
exported bool trimtab_preloaded_counters(struct trimtab_counters *counters) { return trimtab_process_counters(counters); }
#endif

#else

enum trimtab_hooks_status trimtab_hooks_status(void) {
#if defined(TRIMTAB_SANITIZED)
  return TRIMTAB_HOOKS_SANITIZER;
#else
  return TRIMTAB_HOOKS_UNSUPPORTED_PLATFORM;
#endif
}

bool trimtab_thread_counters(struct trimtab_counters *counters) {
  (void)counters;
  return false;
}

bool trimtab_process_counters(struct trimtab_counters *counters) {
  (void)counters;
  return false;
}

#endif
