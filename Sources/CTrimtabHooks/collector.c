// Keeps the timeline: resident and live memory every 10 ms at first, thinning to once a second, and finds images that
// the program loads as it goes.
//
// By a thread of its own; but while the program has one thread and little memory, that one looks, when it is in the hooks
// anyway to sample an allocation. For glibc's malloc leaves out its locks in a process of one thread, which a thread of
// ours would end: up to 1 % of a program's time (docs/benchmarks.md).
//
// Invariants: the collector never allocates, never writes anything that the hot path writes, takes no signal that was
// meant for the program, and holds no file descriptor that the program could reach by counting up from 0. Once there is
// a thread, nobody else begins to look but whoever ends the process.

#include "collector.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "cpu_profile.h"
#include "high_descriptor.h"
#include "images.h"
#include "lifecycle.h"
#include "statm.h"
#include "types.h"

enum { SHORTEST_MS = 10, LONGEST_MS = 1000, STACK_BYTES = 64 * 1024 };
// What goes unseen between two samples must be little: a program that may be killed for its memory has a thread of ours.
enum { LONGEST_MS_ALONE = 100, MUCH_MEMORY = 128 << 20 };

static struct trimtab_descriptor statm = TRIMTAB_NO_DESCRIPTOR;
static pthread_mutex_t looking = PTHREAD_MUTEX_INITIALIZER, looking_for_types = PTHREAD_MUTEX_INITIALIZER;
static uint64_t points_stride = 1, looks;
static int64_t live_bytes;  // at the latest look
static uint64_t resident;   // at the latest look, in bytes
static bool is_started;
bool trimtab_collector_has_thread;
static uint64_t next_turn;  // while there is no thread

// Bytes; 0 if unknown.
static uint64_t resident_bytes(void) {
  char text[128];
  if (!trimtab_descriptor_is_ours(&statm)) return 0;
  ssize_t length = pread(statm.number, text, sizeof text, 0);
  if (length <= 0) return 0;
  int64_t pages = trimtab_statm_pages(text, (size_t)length, TRIMTAB_STATM_RESIDENT);
  return pages < 0 ? 0 : (uint64_t)pages * trimtab_process.header->page_size;
}

// A full timeline drops every other point and from then on keeps half as many.
static void add_point(const struct trimtab_timeline_point *point) {
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_TIMELINE);
  if (looks++ % points_stride != 0) return;
  if (section->used == section->capacity) {
    for (uint64_t i = 0; i < section->capacity / 2; i++) trimtab_process.timeline[i] = trimtab_process.timeline[2 * i];
    atomic_set(&section->used, section->capacity / 2);
    points_stride *= 2;
  }
  trimtab_process.timeline[section->used] = *point;
  atomic_set(&section->used, section->used + 1);
}

static void look(void) {
  struct trimtab_header *header = trimtab_process.header;
  pthread_mutex_lock(&looking);
  struct trimtab_timeline_point point = {.time = trimtab_now(), .resident_bytes = resident_bytes()};
  uint64_t used = atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used);
  for (uint64_t i = 0; i < used; i++) {
    const struct trimtab_thread *record = &trimtab_process.threads[i];
    point.allocations += atomic_get(&record->allocations);
    point.deallocations += atomic_get(&record->deallocations);
    point.allocated_bytes += atomic_get(&record->allocated_bytes);
    point.live_bytes += atomic_get(&record->live_bytes);
  }
  atomic_set(&live_bytes, point.live_bytes);
  atomic_set(&resident, point.resident_bytes);
  point.memory_limit = header->memory_limit;
  if (point.resident_bytes > header->peak_resident_bytes) header->peak_resident_bytes = point.resident_bytes;
  trimtab_note_live_bytes(point.live_bytes, 100);
  add_point(&point);
  header->last_time = point.time;
  pthread_mutex_unlock(&looking);
}

// The processor time of this thread, in nanoseconds.
static uint64_t cpu_time(void) {
  struct timespec time = {0};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

// Types are looked for as often as one three-hundredth of the processor time allows. Not of the clock's: one look during
// which the thread loses its processor would be the last one for seconds. And a process that is killed early, or has just
// grown, has its types, too: no pause is longer than half of its age, or goes on when the heap is a quarter larger.
static void look_for_types(void) {
  enum { SHARE = 300, MUCH = 1 << 20 };
  static uint64_t next;
  static int64_t looked_at;
  int64_t live = atomic_get(&live_bytes);
  if (trimtab_now() < next && live < looked_at + looked_at / 4 + MUCH) return;
  looked_at = live;
  uint64_t start = cpu_time();
  pthread_mutex_lock(&looking_for_types);
  trimtab_types_refresh();
  pthread_mutex_unlock(&looking_for_types);
  uint64_t pause = (cpu_time() - start) * SHARE, now = trimtab_now();
  uint64_t longest = (now - trimtab_process.header->start_time) / 2;
  if (longest < SHORTEST_MS * 1000000) longest = SHORTEST_MS * 1000000;
  next = now + (pause < longest ? pause : longest);
}

// Nanoseconds until the next turn.
static uint64_t take_turn(uint64_t longest_ms) {
  static uint64_t turns;
  look();
  look_for_types();
  if (atomic_add(&turns, 1) % 8 == 7 || atomic_get(&trimtab_images_stale)) {
    atomic_set(&trimtab_images_stale, false);
    trimtab_images_refresh();
  }
  uint64_t pause = (trimtab_now() - trimtab_process.header->start_time) / 1000000 / 20;
  if (pause < SHORTEST_MS) pause = SHORTEST_MS;
  return (pause > longest_ms ? longest_ms : pause) * 1000000;
}

static void *collect(void *unused) {
  (void)unused;
  trimtab_local.busy = 1;  // for good: nothing here is the program's
  prctl(PR_SET_NAME, "trimtab", 0, 0, 0);
  trimtab_cpu_spare_thread();
  for (;;) {
    uint64_t pause = take_turn(LONGEST_MS);
    struct timespec rest = {.tv_sec = (time_t)(pause / 1000000000), .tv_nsec = (long)(pause % 1000000000)};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, NULL);
  }
  return NULL;
}

static void start_thread(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, before;
  if (__atomic_exchange_n(&trimtab_collector_has_thread, true, __ATOMIC_RELAXED)) return;
  if (pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  sigfillset(&all);
  sigdelset(&all, SIGPROF);  // by which the Swift runtime suspends threads before it prints the backtrace of a crash
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_create(&thread, &attributes, collect, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
}

// Record 0 is nobody's, and 1 the first thread's.
static bool is_thread_wanted(void) {
  return atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used) > 2 || atomic_get(&resident) > MUCH_MEMORY;
}

void trimtab_collector_start(void) {
  trimtab_descriptor_open(&statm, "/proc/self/statm");
  look();  // the program may be killed before anything else happens
  trimtab_types_start();
  is_started = true;
  if (is_thread_wanted()) start_thread();
}

// A look takes some of the stack: never one that may be small, as those of coroutines are.
static bool has_room(const struct trimtab_local *local) {
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  return here >= local->stack_low + STACK_BYTES && here < local->stack_high;
}

void trimtab_collector_attend(const struct trimtab_local *local) {
  if (!is_started || !trimtab_process.recording) return;
  int saved = errno;
  uint64_t now = trimtab_now();
  if (is_thread_wanted()) {
    start_thread();
  } else if (now >= next_turn && has_room(local)) {
    next_turn = now + take_turn(LONGEST_MS_ALONE);
  }
  errno = saved;
}

// The kernel's own high-water mark: exact, where ticks can miss a short peak.
static uint64_t peak_resident_bytes(void) {
  char text[4096];
  int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = 0;
  const char *line = strstr(text, "\nVmHWM:");
  return line ? strtoull(line + 7, NULL, 10) * 1024 : 0;
}

void trimtab_collector_finish(void) {
  struct trimtab_header *header = trimtab_process.header;
  points_stride = 1;
  look();
  pthread_mutex_lock(&looking_for_types);
  trimtab_types_refresh();
  pthread_mutex_unlock(&looking_for_types);
  uint64_t peak = peak_resident_bytes();
  if (peak > header->peak_resident_bytes) header->peak_resident_bytes = peak;
}

#endif
