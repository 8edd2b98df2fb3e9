// What a thread keeps for the object pools: one record for each pool that it used, found by the pool's index.
//
// Invariant: only the thread itself writes its table. What the records mean is known to ObjectPools alone; here they are
// addresses. They belong to the thread and are handed to `trimtab_pool_thread_ends` when it ends.
#ifndef TRIMTAB_POOL_THREADS_H
#define TRIMTAB_POOL_THREADS_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__cplusplus)
extern "C" {
#endif

struct trimtab_pool_table {
  void **records;
  size_t count;
};

// Initial-exec: one load from the thread's own memory, and never an allocation by the loader.
extern __thread struct trimtab_pool_table trimtab_pool_table __attribute__((tls_model("initial-exec")));

// The calling thread's record for the pool of that index, or NULL.
static inline void *trimtab_pool_record(size_t index) {
  return index < trimtab_pool_table.count ? trimtab_pool_table.records[index] : NULL;
}

// Keeps the compiler, though not the processor, from moving memory accesses across.
static inline void trimtab_compiler_fence(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

// Remembers a record for the calling thread. False, with nothing changed, where there is no memory for the table, or
// where the thread is ending. `ends` is called with each record when the thread ends.
bool trimtab_pool_set_record(size_t index, void *record, void (*ends)(void *record));

// Has every thread of this process that runs pass a full memory barrier. False where the kernel has no such call
// (Linux before 4.14, some sandboxes, other systems): then nothing may be concluded.
bool trimtab_barrier_on_all_threads(void);

#if defined(__cplusplus)
}
#endif

#endif
