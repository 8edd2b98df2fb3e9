// Totals that many threads add to at once and somebody reads now and then: the counters of the telemetry.
//
// Each thread has a cell of its own for each total, which it alone writes: adding is a load and a store, without a bus lock
// and without a cache line that threads share. Reading adds up the cells of all threads, and what ended threads left.
//
// Invariant: cells are written by their thread, or under the lock while nobody uses the total (`trimtab_total_release`).
#ifndef TRIMTAB_THREAD_TOTALS_H
#define TRIMTAB_THREAD_TOTALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__cplusplus)
extern "C" {
#endif

struct trimtab_total_cells {
  uint64_t *cells;
  size_t count;
};

// Initial-exec: one load from the thread's own memory, and never an allocation by the loader.
extern __thread struct trimtab_total_cells trimtab_total_cells __attribute__((tls_model("initial-exec")));

// Where the calling thread has no cell for that total yet. Makes one if there is memory, or else adds under the lock.
void trimtab_total_add_slowly(size_t total, int64_t amount);
void trimtab_total_add_double_slowly(size_t total, double amount);

// Integers wrap around.
static inline void trimtab_total_add(size_t total, int64_t amount) {
  if (__builtin_expect(total >= trimtab_total_cells.count, 0)) {
    trimtab_total_add_slowly(total, amount);
    return;
  }
  uint64_t *cell = &trimtab_total_cells.cells[total];
  __atomic_store_n(cell, __atomic_load_n(cell, __ATOMIC_RELAXED) + (uint64_t)amount, __ATOMIC_RELAXED);
}

static inline void trimtab_total_add_double(size_t total, double amount) {
  if (__builtin_expect(total >= trimtab_total_cells.count, 0)) {
    trimtab_total_add_double_slowly(total, amount);
    return;
  }
  uint64_t *cell = &trimtab_total_cells.cells[total];
  uint64_t bits = __atomic_load_n(cell, __ATOMIC_RELAXED);
  double value;
  memcpy(&value, &bits, sizeof value);
  value += amount;
  memcpy(&bits, &value, sizeof bits);
  __atomic_store_n(cell, bits, __ATOMIC_RELAXED);
}

// A total that is zero, of integers or of doubles; SIZE_MAX where there is no memory for one more.
size_t trimtab_total_reserve(bool is_double);

// Gives a total back. Nobody may add to it any more.
void trimtab_total_release(size_t total);

// What all threads have added. Of what they add meanwhile, some is in it.
int64_t trimtab_total_read(size_t total);
double trimtab_total_read_double(size_t total);

#if defined(__cplusplus)
}
#endif

#endif
