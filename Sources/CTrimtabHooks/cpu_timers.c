// Samples threads by the processor time that they use: the kernel counts it and sends the thread a signal, whose
// handler walks the stack and puts it into a ring of the thread's own.
//
// Gaps between samples are random (even between a half and one and a half periods), so that no rhythm of the program
// falls in with them, and are counted on the thread's own clock: a sample that comes late, for the kernel looks at its
// timers only with its tick, stands for all the periods that have passed. The first gap is what is left of one at a
// random moment, so that threads which live for less than a period are sampled as often as their time deserves.
//
// Invariants:
// - The handler takes no lock, allocates nothing, and writes to its own ring only; a full ring drops the sample and
//   counts it.
// - A ring has one writer, the thread whose id its slot bears, and one reader. A slot is given to another thread only
//   when no handler is in it.
// - A signal that was on its way when its timer was deleted finds another id in the slot, or none, and does nothing.

#include "cpu_timers.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "cpu_walk.h"
#include "gaps.h"
#include "labels.h"
#include "signal_sharing.h"
#include "thread_list.h"

enum { SLOTS = 4096, RING_WORDS = 4096, SPARED = 4, LONGEST_SAMPLE = TRIMTAB_MAX_FRAMES + 2 };

struct slot {
  uint32_t tid;         // 0 = no thread's
  uint32_t is_handling;
  uint32_t record;      // index into THREADS
  int32_t timer;
  uint64_t next;        // the thread's processor time at which the next sample is due
  uint64_t random;
  uint64_t written;     // words, by the handler
  uint64_t read;        // words, by the reader
  uint64_t dropped;
  uint32_t rest;        // periods at the end for which no signal came
  uint32_t latest;      // what the reader made of the latest sample; 0 = none yet
};

static struct slot *slots;  // SLOTS, or NULL before the first start
static uint64_t *rings;     // RING_WORDS for each
static uint32_t used;       // slots from here on were never used
static uint64_t period;     // nanoseconds; stays what it was when the timers stop, for handlers on their way
static bool running;
static uint64_t refused;
static uint32_t spared[SPARED];

// MARK: Clocks

// The kernel's CPUCLOCK_SCHED, of a thread.
static clockid_t clock_of(uint32_t tid) { return (clockid_t)((~tid << 3) | 6); }

static uint64_t read_clock(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) return UINT64_MAX;
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void arm(const struct slot *slot) {
  struct itimerspec when = {.it_value = {.tv_sec = (time_t)(slot->next / 1000000000),
                                         .tv_nsec = (long)(slot->next % 1000000000)}};
  syscall(SYS_timer_settime, slot->timer, TIMER_ABSTIME, &when, NULL);
}

static uint64_t draw(struct slot *slot, uint64_t below) { return (trimtab_random(&slot->random) >> 11) % below; }

static uint64_t gap(struct slot *slot) { return period / 2 + draw(slot, period) + 1; }

// What is left of a gap at a random moment: its density falls after the half of a period.
static uint64_t first_gap(struct slot *slot) {
  for (;;) {
    uint64_t left = draw(slot, period + period / 2) + 1;
    if (left <= period / 2 || draw(slot, period) < period + period / 2 - left) return left;
  }
}

// MARK: The handler

static uint64_t *ring_of(const struct slot *slot) { return rings + (size_t)(slot - slots) * RING_WORDS; }

static void note(struct slot *slot, uint32_t periods, const void *context) {
  uint64_t written = slot->written, read = __atomic_load_n(&slot->read, __ATOMIC_ACQUIRE);
  if (written - read > RING_WORDS - LONGEST_SAMPLE) {
    atomic_set(&slot->dropped, slot->dropped + 1);
    return;
  }
  struct trimtab_cpu_stack_words stack = {.ring = ring_of(slot), .mask = RING_WORDS - 1, .start = written + 2};
  trimtab_cpu_walk(&stack, context);
  stack.ring[written & stack.mask] =
      stack.count | (uint64_t)stack.truncated << 16 | (uint64_t)stack.awaits << 17 | (uint64_t)slot->record << 32;
  stack.ring[(written + 1) & stack.mask] = periods | (uint64_t)trimtab_label_in_handler() << 32;
  __atomic_store_n(&slot->written, written + 2 + stack.count, __ATOMIC_RELEASE);
}

// How many samples are due until `now`, one for each.
static uint32_t count_due(struct slot *slot, uint64_t now) {
  uint32_t periods = 0;
  enum { MOST = 1000 };
  while (slot->next <= now && periods < MOST) {
    slot->next += gap(slot);
    periods++;
  }
  if (periods == MOST) slot->next = now + gap(slot);
  return periods;
}

static void sample(struct slot *slot, const void *context) {
  uint32_t periods = count_due(slot, read_clock(CLOCK_THREAD_CPUTIME_ID));
  if (periods) note(slot, periods, context);
  arm(slot);
}

static bool take_signal(const siginfo_t *info, const void *context) {
  struct slot *slot = info->si_value.sival_ptr;
  if (info->si_code != SI_TIMER || (uintptr_t)slot - (uintptr_t)slots >= SLOTS * sizeof *slot) return false;
  __atomic_store_n(&slot->is_handling, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&slot->tid, __ATOMIC_SEQ_CST) == (uint32_t)syscall(SYS_gettid)) sample(slot, context);
  __atomic_store_n(&slot->is_handling, 0, __ATOMIC_RELEASE);
  return true;
}

// MARK: Slots

static struct slot *slot_of(uint32_t tid) {
  for (uint32_t i = 0; i < used; i++) {
    if (slots[i].tid == tid) return &slots[i];
  }
  return NULL;
}

// One that no thread has, whose samples were all read.
static struct slot *free_slot(void) {
  for (uint32_t i = 0; i < used; i++) {
    struct slot *slot = &slots[i];
    bool is_read = slot->read == slot->written && slot->rest == 0;
    if (slot->tid == 0 && __atomic_load_n(&slot->is_handling, __ATOMIC_SEQ_CST) == 0 && is_read) return slot;
  }
  return used < SLOTS ? &slots[used++] : NULL;
}

static bool make_timer(struct slot *slot, uint32_t tid) {
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = TRIMTAB_SHARED_SIGNAL};
  event.sigev_value.sival_ptr = slot;
  event._sigev_un._tid = (pid_t)tid;
  return syscall(SYS_timer_create, clock_of(tid), &event, &slot->timer) == 0;
}

static bool is_spared(uint32_t tid) {
  for (int i = 0; i < SPARED; i++) {
    if (atomic_get(&spared[i]) == tid) return true;
  }
  return false;
}

void trimtab_cpu_timers_add(uint32_t tid, uint32_t record) {
  if (!running || is_spared(tid)) return;
  struct slot *slot = slot_of(tid);
  if (slot) {
    if (record) atomic_set(&slot->record, record);
    return;
  }
  uint64_t now = read_clock(clock_of(tid));
  if (now == UINT64_MAX) return;  // it has ended
  slot = free_slot();
  if (!slot) {
    refused++;
    return;
  }
  slot->record = record;
  slot->latest = 0;
  slot->random = (trimtab_now() ^ (uint64_t)tid << 32) * UINT64_C(0x9e3779b97f4a7c15) | 1;
  trimtab_random(&slot->random);
  slot->next = now + first_gap(slot);
  if (!make_timer(slot, tid)) {
    refused++;
    return;
  }
  __atomic_store_n(&slot->tid, tid, __ATOMIC_SEQ_CST);
  arm(slot);
}

// A handler that is at work in its own thread still arms the timer; its number may be another's once it is deleted.
//
// What the thread used since the kernel's last tick would be lost, which is much of what a short thread uses: it counts
// for where the thread was last seen.
static void give_up(struct slot *slot) {
  clockid_t clock = clock_of(slot->tid);
  __atomic_store_n(&slot->tid, 0, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&slot->is_handling, __ATOMIC_SEQ_CST)) sched_yield();
  syscall(SYS_timer_delete, slot->timer);
  uint64_t now = read_clock(clock);
  slot->rest += now == UINT64_MAX ? 0 : count_due(slot, now);
}

void trimtab_cpu_timers_remove(uint32_t tid) {
  struct slot *slot = slots ? slot_of(tid) : NULL;
  if (slot) give_up(slot);
}

// MARK: Threads

void trimtab_cpu_timers_spare(void) {
  uint32_t tid = (uint32_t)syscall(SYS_gettid);
  for (int i = 0; i < SPARED; i++) {
    uint32_t empty = 0;
    if (__atomic_compare_exchange_n(&spared[i], &empty, tid, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return;
  }
}

// The record of a thread that has one.
static uint32_t record_of(uint32_t tid) {
  uint64_t count = atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used);
  for (uint32_t i = 1; i < count; i++) {
    const struct trimtab_thread *record = &trimtab_process.threads[i];
    if (atomic_get(&record->tid) == tid && atomic_get(&record->state) == TRIMTAB_THREAD_RUNNING) return i;
  }
  return 0;
}

static void add_listed(uint32_t tid) {
  if (!slot_of(tid)) trimtab_cpu_timers_add(tid, record_of(tid));
}

void trimtab_cpu_timers_refresh(void) {
  for (uint32_t i = 0; i < used; i++) {
    if (slots[i].tid && read_clock(clock_of(slots[i].tid)) == UINT64_MAX) give_up(&slots[i]);
  }
  trimtab_thread_list_visit(add_listed);
}

// MARK: The whole

bool trimtab_cpu_timers_start(uint64_t wanted) {
  if (!slots) {
    struct slot *memory = trimtab_reserve(SLOTS * sizeof *slots);
    rings = trimtab_reserve((size_t)SLOTS * RING_WORDS * sizeof *rings);
    if (!memory || !rings) return false;
    slots = memory;
  }
  trimtab_thread_list_start();
  if (!trimtab_signal_share(take_signal)) return false;
  period = wanted;
  running = true;
  uint32_t tid = (uint32_t)syscall(SYS_gettid);
  trimtab_cpu_timers_add(tid, record_of(tid));
  trimtab_cpu_timers_refresh();
  return true;
}

void trimtab_cpu_timers_stop(void) {
  for (uint32_t i = 0; i < used; i++) {
    if (slots[i].tid) give_up(&slots[i]);
  }
  running = false;
}

uint64_t trimtab_cpu_timers_drain(uint32_t (*take)(const struct trimtab_cpu_sample *)) {
  uint64_t dropped = 0;
  uint64_t frames[TRIMTAB_MAX_FRAMES];
  enum { MASK = RING_WORDS - 1 };
  trimtab_signal_check();
  for (uint32_t i = 0; i < used; i++) {
    struct slot *slot = &slots[i];
    const uint64_t *ring = ring_of(slot);
    uint64_t written = __atomic_load_n(&slot->written, __ATOMIC_ACQUIRE);
    while (slot->read != written) {
      uint64_t first = ring[slot->read & MASK], second = ring[(slot->read + 1) & MASK];
      struct trimtab_cpu_sample sample = {.record = (uint32_t)(first >> 32),
                                          .periods = (uint32_t)second,
                                          .label = (uint32_t)(second >> 32),
                                          .count = (uint32_t)first & 0xffff,
                                          .truncated = first >> 16 & 1,
                                          .awaits = first >> 17 & 1,
                                          .words = frames,
                                          .latest = slot->latest};
      for (uint32_t j = 0; j < sample.count; j++) frames[j] = ring[(slot->read + 2 + j) & MASK];
      slot->latest = take(&sample);
      __atomic_store_n(&slot->read, slot->read + 2 + sample.count, __ATOMIC_RELEASE);
    }
    if (slot->rest) {
      struct trimtab_cpu_sample rest = {
          .record = slot->record, .periods = slot->rest, .latest = slot->latest, .is_rest = true};
      take(&rest);
      slot->rest = 0;
    }
    dropped += atomic_get(&slot->dropped);
  }
  return dropped;
}

uint64_t trimtab_cpu_timers_refused(void) { return refused; }

void trimtab_cpu_timers_forget(void) {
  if (!slots) return;
  trimtab_signal_forget();
  trimtab_thread_list_forget();
  running = false;
  memset(slots, 0, used * sizeof *slots);
  memset(spared, 0, sizeof spared);
}

#endif
