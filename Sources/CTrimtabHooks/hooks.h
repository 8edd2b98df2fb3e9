// What the files of the hooks share: platform switches, and the state of the process and of a thread.
//
// The way of an allocation: interpose.c counts it in the thread's record and is done, or, when the record's countdown
// runs out, sampling.c walks the stack (stack_walk.c), finds the site (stack_table.c), and places and remembers the
// block (sampled_blocks.c). lifecycle.c starts and ends all of it; collector.c looks at the whole now and then.
#ifndef TRIMTAB_HOOKS_INTERNAL_H
#define TRIMTAB_HOOKS_INTERNAL_H

#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1
#endif

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "CTrimtabHooks.h"
#include "trimtab_recording.h"

// A sanitizer owns malloc. TRIMTAB_TABLES_ALONE: the tables are compiled without what interposes, to be checked by it.
#if defined(__has_feature) && !defined(TRIMTAB_TABLES_ALONE)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define TRIMTAB_SANITIZED 1
#endif
#endif
#if (defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)) && !defined(TRIMTAB_TABLES_ALONE)
#define TRIMTAB_SANITIZED 1
#endif

#if defined(__linux__) && defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))
#define TRIMTAB_SUPPORTED 1
#endif

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define noinline __attribute__((noinline))
#define exported __attribute__((visibility("default")))

#define atomic_get(pointer) __atomic_load_n((pointer), __ATOMIC_RELAXED)
#define atomic_set(pointer, value) __atomic_store_n((pointer), (value), __ATOMIC_RELAXED)
#define atomic_add(pointer, value) __atomic_fetch_add((pointer), (value), __ATOMIC_RELAXED)

enum { TRIMTAB_MAX_FRAMES = 128 };

// What a thread keeps for itself. `record` is never null: before the thread is registered it is a record whose
// countdown is 0, so that every call takes the slow path and registers it.
struct trimtab_local {
  struct trimtab_thread *record;
  uint32_t record_index;
  bool registered;
  bool shares_record;         // `record` is not ours alone: slow path and atomic adds only
  bool exiting;               // the key's destructor has run
  bool reached;               // by a call of free(NULL)
  uint32_t busy;              // > 0: inside the hooks; what is allocated now is ours and not counted
  uint32_t fork_locks;        // which locks the thread took to fork: a bit for each
  uint32_t root_node;         // of the thread in the tree of stacks, + 1
  uint32_t latest_sample;     // index + 1
  struct trace *trace;        // notes each of the thread's allocations; NULL if nobody asked for it
  uint64_t countdown;         // for threads that share a record
  uint64_t random;
  uint64_t interval;          // that the gap until the next sample was drawn with
  uintptr_t stack_low, stack_high;
  struct trimtab_thread inert;  // the record while the hooks are not to count
};

extern __thread struct trimtab_local trimtab_local __attribute__((tls_model("initial-exec"), visibility("hidden")));

// What every call of malloc or free reads of the process, in one cache line. Written only while the process starts, but
// for `checks_frees`.
struct trimtab_hot {
  void *(*malloc)(size_t);  // of the next allocator, as `trimtab_next`
  void (*free)(void *);
  uintptr_t range_start;   // the addresses of sampled blocks; length 0 when there are none
  uintptr_t range_length;
  uint32_t *buckets;       // of tracked blocks: index + 1 of the first sample; NULL when nothing is tracked
  uint64_t bucket_mask;
  bool is_glibc;           // blocks have their size in the word before them
  bool checks_frees;       // they have not, or some thread is traced
};

extern struct trimtab_hot trimtab_hot __attribute__((visibility("hidden")));

// The state of the process. Everything in it is set before the first thread is registered and constant afterwards,
// but for `sampling`, which fork's child turns off, and `interval`, which may be set: see `trimtab_draw_gap`.
struct trimtab_process {
  bool started;
  bool counting;   // records live in `header`'s file or in anonymous memory; else threads are inert
  bool recording;  // the tables for samples exist
  bool sampling;
  bool trace_all;
  bool pass_through;
  struct trimtab_header *header;
  uint64_t mapped_bytes;
  struct trimtab_thread *threads;
  struct trimtab_node *nodes;
  struct trimtab_site *sites;
  struct trimtab_sample *samples;
  struct trimtab_image *images;
  char *strings;
  struct trimtab_timeline_point *timeline;
  uint64_t interval;
};

extern struct trimtab_process trimtab_process __attribute__((visibility("hidden")));

// The gap until the calling thread's next sample. What is sampled at its end is weighted with the same interval: a new one
// holds from the next gap on, and no sample is weighted wrongly.
uint64_t trimtab_draw_gap(struct trimtab_local *local);

static inline struct trimtab_section *trimtab_section(enum trimtab_section_kind kind) {
  return &trimtab_process.header->sections[kind];
}

uint64_t trimtab_now(void);

// Zeroed memory that costs nothing until it is touched; NULL if the address space is limited.
void *trimtab_reserve(size_t size);

#endif
