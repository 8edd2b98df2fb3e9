// Hands out records to threads.
//
// Invariant: a record has one writer at a time, but for record 0, which is shared and only ever added to atomically. A
// record is never cleared when it passes to another thread, so the sum over all records is the process's total with
// nothing to fold when a thread ends, and nothing to lose when the process is killed.

#include "thread_record.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpu_profile.h"
#include "sampling.h"
#include "trace.h"

// Countdown 0 sends every call of an unregistered thread to the slow path. Never written.
static struct trimtab_thread unregistered;

__thread struct trimtab_local trimtab_local __attribute__((tls_model("initial-exec"), visibility("hidden"))) = {
    .record = &unregistered,
};

pthread_mutex_t trimtab_thread_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;

// Set by the loader: the highest address of the main thread's stack. Saves a look at /proc/self/maps.
extern void *__libc_stack_end __attribute__((weak));

void trimtab_thread_find_stack(struct trimtab_local *local) {
  if (getpid() == (pid_t)syscall(SYS_gettid) && &__libc_stack_end) {
    struct rlimit limit;
    uintptr_t size = (uintptr_t)1 << 30;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < size) size = limit.rlim_cur;
    local->stack_high = (uintptr_t)__libc_stack_end;
    local->stack_low = local->stack_high - size;
    return;
  }
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void *address;
  size_t size;
  if (pthread_attr_getstack(&attributes, &address, &size) == 0) {
    local->stack_low = (uintptr_t)address;
    local->stack_high = local->stack_low + size;
  }
  pthread_attr_destroy(&attributes);
}

void trimtab_thread_read_name(struct trimtab_thread *record) {
  char name[16] = {0};
  if (prctl(PR_GET_NAME, name, 0, 0, 0) == 0) {
    for (int i = 0; i < 15; i++) record->name[i] = name[i];
  }
}

// Index of a record for a new thread; 0 if there is none left.
static uint32_t acquire_record(void) {
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_THREADS);
  uint32_t index = 0;
  pthread_mutex_lock(&trimtab_thread_lock);
  if (section->used < section->capacity) {
    index = (uint32_t)section->used;
    atomic_set(&section->used, section->used + 1);
  } else {
    static uint32_t next;  // go round, so that a record's last owner stays visible for long
    for (uint32_t tries = 1; tries < section->capacity && index == 0; tries++) {
      next = next + 1 < section->capacity ? next + 1 : 1;
      // Acquires what the record's last owner counted.
      uint32_t state = __atomic_load_n(&trimtab_process.threads[next].state, __ATOMIC_ACQUIRE);
      if (state == TRIMTAB_THREAD_EXITED) index = next;
    }
    if (index) trimtab_process.threads[index].reuses++;
  }
  if (index) trimtab_process.threads[index].state = TRIMTAB_THREAD_RUNNING;
  pthread_mutex_unlock(&trimtab_thread_lock);
  return index;
}

void trimtab_thread_register(struct trimtab_local *local) {
  static uint64_t seeds;
  local->registered = true;
  local->random = (trimtab_now() ^ ((uint64_t)(uintptr_t)local << 17) ^ (atomic_add(&seeds, 1) + 1) *
                                                                           UINT64_C(0x9e3779b97f4a7c15)) |
                  1;
  if (!trimtab_process.counting) {
    local->inert.countdown = INT64_MAX;
    local->record = &local->inert;
    return;
  }
  uint32_t index = local->exiting ? 0 : acquire_record();
  struct trimtab_thread *record = &trimtab_process.threads[index];
  if (index == 0) {
    if (!local->exiting) atomic_add(&trimtab_process.header->threads_shared, 1);
    local->shares_record = true;
  } else {
    record->tid = (uint32_t)syscall(SYS_gettid);
    record->start_time = trimtab_now();
    record->end_time = 0;
    trimtab_thread_read_name(record);
    pthread_setspecific(key, local);
  }
  local->record_index = index;
  local->root_node = 0;
  local->record = record;
  if (index && atomic_get(&trimtab_cpu_is_on)) trimtab_cpu_thread_began(local);
}

// The thread ends: its record may serve another. What it still allocates and frees goes to the shared record.
static void thread_ended(void *value) {
  struct trimtab_local *local = value;
  struct trimtab_thread *record = local->record;
  if (local->shares_record || local->record_index == 0) return;
  local->busy++;
  if (atomic_get(&trimtab_cpu_is_on)) trimtab_cpu_thread_ended();
  if (!local->trace) local->countdown = (uint64_t)record->countdown;
  trimtab_trace_thread_ended(local);
  trimtab_thread_read_name(record);
  record->end_time = trimtab_now();
  if (trimtab_process.recording) trimtab_fold_live_bytes(record);
  local->exiting = true;
  local->shares_record = true;
  local->record_index = 0;
  local->root_node = 0;
  local->record = &trimtab_process.threads[0];
  __atomic_store_n(&record->state, TRIMTAB_THREAD_EXITED, __ATOMIC_RELEASE);
  local->busy--;
}

bool trimtab_thread_start(void) {
  return pthread_key_create(&key, thread_ended) == 0;
}

#endif
