// Keeps the timeline: resident and live memory every 10 ms at first, thinning to once a second, and finds images that
// the program loads as it goes.
//
// Invariants: the collector never allocates, never writes anything that the hot path writes, takes no signal that was
// meant for the program, and holds no file descriptor that the program could reach by counting up from 0.

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

static struct trimtab_descriptor statm = TRIMTAB_NO_DESCRIPTOR;
static pthread_mutex_t looking = PTHREAD_MUTEX_INITIALIZER, looking_for_types = PTHREAD_MUTEX_INITIALIZER;
static uint64_t points_stride = 1, looks;
static int64_t live_bytes;  // at the latest look

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

static void *collect(void *unused) {
  (void)unused;
  trimtab_local.busy = 1;  // for good: nothing here is the program's
  prctl(PR_SET_NAME, "trimtab", 0, 0, 0);
  trimtab_cpu_spare_thread();
  uint64_t start = trimtab_process.header->start_time;
  for (uint64_t turn = 0;; turn++) {
    look();
    look_for_types();
    if (turn % 8 == 7 || atomic_get(&trimtab_images_stale)) {
      atomic_set(&trimtab_images_stale, false);
      trimtab_images_refresh();
    }
    uint64_t elapsed = (trimtab_now() - start) / 1000000, pause = elapsed / 20;
    if (pause < SHORTEST_MS) pause = SHORTEST_MS;
    if (pause > LONGEST_MS) pause = LONGEST_MS;
    struct timespec rest = {.tv_sec = (time_t)(pause / 1000), .tv_nsec = (long)(pause % 1000) * 1000000};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, NULL);
  }
  return NULL;
}

void trimtab_collector_start(void) {
  trimtab_descriptor_open(&statm, "/proc/self/statm");
  look();  // the program may be killed before the thread ever runs
  trimtab_types_start();
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, before;
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
