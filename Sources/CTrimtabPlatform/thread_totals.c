// The cells of all threads, and what ended threads left in theirs.
//
// Invariant: `lock` guards the list of threads, the totals' table, and the replacement of a thread's cells; a thread reads
// and writes its own cells without it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "thread_totals.h"

#include <pthread.h>
#include <stdlib.h>

__thread struct trimtab_total_cells trimtab_total_cells;

// A thread that has cells. It lies in the thread's own memory, which outlives its place in the list.
struct member {
  struct member *next;
  struct member *previous;
  struct trimtab_total_cells *cells;
};

struct total {
  uint64_t left_behind;
  bool is_double;
  bool is_used;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct member threads = {&threads, &threads, NULL};
static struct total *totals;
static size_t total_count;

static __thread struct member this_thread;
static __thread bool has_ended;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static bool has_key;

static double as_double(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint64_t as_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static uint64_t sum(const struct total *total, uint64_t a, uint64_t b) {
  return total->is_double ? as_bits(as_double(a) + as_double(b)) : a + b;
}

// Destructors that run later may count, too: they add under the lock.
static void thread_ends(void *unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  for (size_t index = 0; index < trimtab_total_cells.count && index < total_count; index++) {
    totals[index].left_behind = sum(&totals[index], totals[index].left_behind, trimtab_total_cells.cells[index]);
  }
  this_thread.previous->next = this_thread.next;
  this_thread.next->previous = this_thread.previous;
  free(trimtab_total_cells.cells);
  trimtab_total_cells.cells = NULL;
  trimtab_total_cells.count = 0;
  has_ended = true;
  pthread_mutex_unlock(&lock);
}

static void make_key(void) { has_key = pthread_key_create(&key, thread_ends) == 0; }

// A whole number of cache lines, so that no other thread's memory shares one.
static uint64_t *make_cells(size_t count) {
  uint64_t *cells = NULL;
  if (posix_memalign((void **)&cells, 64, count * sizeof *cells) != 0) return NULL;
  memset(cells, 0, count * sizeof *cells);
  return cells;
}

// Called under the lock. Whether the calling thread has a cell for that total now.
static bool make_room(size_t total) {
  if (has_ended || !has_key) return false;
  if (total < trimtab_total_cells.count) return true;
  bool is_new = trimtab_total_cells.cells == NULL;
  if (is_new && pthread_setspecific(key, &this_thread) != 0) return false;
  size_t count = (total / 8 + 1) * 8;
  if (count < 2 * trimtab_total_cells.count) count = 2 * trimtab_total_cells.count;
  uint64_t *cells = make_cells(count);
  if (!cells) return false;
  if (!is_new) memcpy(cells, trimtab_total_cells.cells, trimtab_total_cells.count * sizeof *cells);
  free(trimtab_total_cells.cells);
  trimtab_total_cells.cells = cells;
  trimtab_total_cells.count = count;
  if (is_new) {
    this_thread = (struct member){threads.next, &threads, &trimtab_total_cells};
    threads.next->previous = &this_thread;
    threads.next = &this_thread;
  }
  return true;
}

void trimtab_total_add_slowly(size_t total, int64_t amount) {
  pthread_once(&once, make_key);
  pthread_mutex_lock(&lock);
  if (total < total_count) {
    if (make_room(total)) {
      trimtab_total_cells.cells[total] += (uint64_t)amount;
    } else {
      totals[total].left_behind += (uint64_t)amount;
    }
  }
  pthread_mutex_unlock(&lock);
}

void trimtab_total_add_double_slowly(size_t total, double amount) {
  pthread_once(&once, make_key);
  pthread_mutex_lock(&lock);
  if (total < total_count) {
    uint64_t *cell = make_room(total) ? &trimtab_total_cells.cells[total] : &totals[total].left_behind;
    *cell = as_bits(as_double(*cell) + amount);
  }
  pthread_mutex_unlock(&lock);
}

size_t trimtab_total_reserve(bool is_double) {
  pthread_mutex_lock(&lock);
  size_t index = 0;
  while (index < total_count && totals[index].is_used) index++;
  if (index == total_count) {
    size_t count = total_count ? 2 * total_count : 64;
    struct total *grown = realloc(totals, count * sizeof *grown);
    if (!grown) {
      pthread_mutex_unlock(&lock);
      return SIZE_MAX;
    }
    memset(grown + total_count, 0, (count - total_count) * sizeof *grown);
    totals = grown;
    total_count = count;
  }
  totals[index] = (struct total){.is_double = is_double, .is_used = true};
  pthread_mutex_unlock(&lock);
  return index;
}

void trimtab_total_release(size_t total) {
  pthread_mutex_lock(&lock);
  if (total < total_count) {
    for (struct member *thread = threads.next; thread != &threads; thread = thread->next) {
      if (total < thread->cells->count) __atomic_store_n(&thread->cells->cells[total], 0, __ATOMIC_RELAXED);
    }
    totals[total] = (struct total){0};
  }
  pthread_mutex_unlock(&lock);
}

static uint64_t read_bits(size_t total) {
  uint64_t result = 0;
  pthread_mutex_lock(&lock);
  if (total < total_count) {
    result = totals[total].left_behind;
    for (struct member *thread = threads.next; thread != &threads; thread = thread->next) {
      if (total >= thread->cells->count) continue;
      result = sum(&totals[total], result, __atomic_load_n(&thread->cells->cells[total], __ATOMIC_RELAXED));
    }
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int64_t trimtab_total_read(size_t total) { return (int64_t)read_bits(total); }

double trimtab_total_read_double(size_t total) { return as_double(read_bits(total)); }
