// What a thread keeps for the object pools, and the barrier with which another thread may look at it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "pool_threads.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

__thread struct trimtab_pool_table trimtab_pool_table;

static __thread bool has_ended;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static bool has_key;
static void (*record_ends)(void *);

// Records may be asked for again by destructors that run later: those find none and make none.
static void thread_ends(void *unused) {
  (void)unused;
  struct trimtab_pool_table table = trimtab_pool_table;
  has_ended = true;
  void (*ends)(void *) = __atomic_load_n(&record_ends, __ATOMIC_RELAXED);
  trimtab_pool_table.records = NULL;
  trimtab_pool_table.count = 0;
  for (size_t index = 0; index < table.count; index++) {
    if (table.records[index]) ends(table.records[index]);
  }
  free(table.records);
}

static void make_key(void) { has_key = pthread_key_create(&key, thread_ends) == 0; }

bool trimtab_pool_set_record(size_t index, void *record, void (*ends)(void *record)) {
  struct trimtab_pool_table *table = &trimtab_pool_table;
  __atomic_store_n(&record_ends, ends, __ATOMIC_RELAXED);
  if (has_ended || pthread_once(&once, make_key) != 0 || !has_key) return false;
  if (pthread_setspecific(key, table) != 0) return false;
  if (index >= table->count) {
    size_t count = table->count ? table->count * 2 : 8;
    while (count <= index) count *= 2;
    void **records = realloc(table->records, count * sizeof *records);
    if (!records) return false;
    memset(records + table->count, 0, (count - table->count) * sizeof *records);
    table->records = records;
    table->count = count;
  }
  table->records[index] = record;
  return true;
}

#if defined(__linux__) && defined(SYS_membarrier)

// From linux/membarrier.h, which older systems lack.
enum { PRIVATE_EXPEDITED = 1 << 3, REGISTER_PRIVATE_EXPEDITED = 1 << 4 };

static pthread_once_t register_once = PTHREAD_ONCE_INIT;
static bool is_registered;

static void register_process(void) { is_registered = syscall(SYS_membarrier, REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0; }

bool trimtab_barrier_on_all_threads(void) {
  pthread_once(&register_once, register_process);
  return is_registered && syscall(SYS_membarrier, PRIVATE_EXPEDITED, 0, 0) == 0;
}

#else

bool trimtab_barrier_on_all_threads(void) { return false; }

#endif
