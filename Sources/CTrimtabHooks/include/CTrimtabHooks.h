// The front door of CTrimtabHooks: what the hooks tell the process that they live in.
//
// Depending on this target interposes the malloc family of the whole process; the allocator underneath stays whatever
// it was. Where hooks cannot exist (not glibc, or under a sanitizer) everything compiles, counts nothing, and
// `trimtab_hooks_status` says why.
#ifndef CTRIMTAB_HOOKS_H
#define CTRIMTAB_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "allocation_counters.h"

#if defined(__cplusplus)
extern "C" {
#endif

enum trimtab_hooks_status {
  TRIMTAB_HOOKS_ACTIVE = 0,
  TRIMTAB_HOOKS_UNSUPPORTED_PLATFORM = 1,  // no hooks for this libc, system or processor
  TRIMTAB_HOOKS_SANITIZER = 2,             // a sanitizer owns malloc
  TRIMTAB_HOOKS_PASSING_THROUGH = 3,       // another copy of the hooks, nearer to the program, does the work
  TRIMTAB_HOOKS_NOT_REACHED = 4,           // malloc is another's: the hooks are in a library that was loaded too late
};

// Whether this copy of the hooks counts, and if not, why.
enum trimtab_hooks_status trimtab_hooks_status(void);

// What the calling thread has counted so far. False if the hooks are not active, or if the thread counts in a record
// that it shares with others (more than 4,095 threads at once): then `counters` is untouched.
bool trimtab_thread_counters(struct trimtab_counters *counters);

// The sum over all threads, living and ended. False if the hooks are not active. Never stops other threads: counts that
// they make meanwhile may or may not be in it.
bool trimtab_process_counters(struct trimtab_counters *counters);

// MARK: The own recording

// The recording of this process as it is mapped, from its header on, and its size; NULL if memory is not recorded. It is
// mapped as long as the process lives.
const void *trimtab_recording_memory(uint64_t *size);

// Mean bytes between two samples; 0 if memory is not recorded.
uint64_t trimtab_sampling_interval(void);

// Sets them, for each thread from its next sample on. False if memory is not recorded, every allocation is, or `bytes` is
// not between 4096 and 2^40.
bool trimtab_sampling_interval_set(uint64_t bytes);

// MARK: Tracing one thread

// A block that a traced thread allocated.
struct trimtab_traced_block {
  uint64_t address;
  uint64_t size;        // bytes as requested
  uint64_t words[3];    // what it began with when it was freed, or else when the trace stopped; zeros if unseen
  uint32_t stack;       // where in the trace's frames: how many frames, then the return addresses, innermost first
  uint32_t part;        // of the trace in which it was allocated, from 1
  uint32_t freed_part;  // in which it was freed, by whatever thread; 0 = it is live
};

// What a traced thread allocated. Read nothing in it before the trace has stopped.
struct trimtab_trace {
  const struct trimtab_traced_block *blocks;
  uint64_t count;
  const uint64_t *frames;
};

// From now on each allocation of the calling thread is noted as long as there is room, and when any thread frees what
// was noted. Blocks come from the allocator underneath as ever. NULL if the hooks are not active, the thread is traced
// already, or memory is short.
struct trimtab_trace *trimtab_trace_begin(void);

// What is allocated and freed from now on belongs to the next part. What was freed before is forgotten.
void trimtab_trace_next_part(struct trimtab_trace *trace);

// Live blocks of this part, without those that take the place of blocks of earlier parts: freed in this one, and from
// the same stack.
uint64_t trimtab_trace_growth(struct trimtab_trace *trace);

// Notes no more. To be called by the traced thread, or after its end by any; from another thread it does nothing.
void trimtab_trace_stop(struct trimtab_trace *trace);

// Gives the trace's memory back if it is stopped.
void trimtab_trace_free(struct trimtab_trace *trace);

// The executable and libraries that the stacks of stopped traces lead to, and how many there are. Their paths are
// offsets into `strings`.
struct trimtab_image;
uint64_t trimtab_loaded_images(const struct trimtab_image **images, const char **strings);

// MARK: Swift tasks

// A task that is alive.
struct trimtab_task {
  uint64_t address;
  uint64_t time;   // nanoseconds of CLOCK_MONOTONIC when it was made
  uint32_t stack;  // where in the words of frames: how many frames, then the return addresses, innermost first
};

enum trimtab_tasks_status {
  TRIMTAB_TASKS_UNWATCHED = 0,
  TRIMTAB_TASKS_WATCHED = 1,
  TRIMTAB_TASKS_NO_HOOKS = 2,    // the hooks are not active
  TRIMTAB_TASKS_NO_RUNTIME = 3,  // no Swift runtime is loaded as a library: it is in the program itself, or not there
};

// Notes tasks that are made from now on, until nobody wants them to be.
enum trimtab_tasks_status trimtab_tasks_watch(bool wanted);

// Tasks noted that are alive; -1 while they are not watched.
int64_t trimtab_tasks_count(void);

// Copies them. Words of frames below `frame_words` never change.
uint64_t trimtab_tasks_read(struct trimtab_task *copy, uint64_t capacity, const uint64_t **frames,
                            uint64_t *frame_words);

// MARK: Labels

struct trimtab_label;

// Makes a set of labels, `key NUL value NUL` for each, and returns its number, which is for good. 0 if there is no
// room, the text is too long, or the hooks are not active. Equal sets get different numbers: the caller keeps them.
uint32_t trimtab_label_add(const char *text, size_t length);

// What the calling thread does outside of tasks has these labels from now on. Returns what it had.
uint32_t trimtab_label_set_for_thread(uint32_t label);

// Does the calling thread run a Swift task at this moment?
bool trimtab_runs_task(void);

// Labels of tasks are found as the value, a 64-bit number, of the task-local variable whose key this is; how the
// runtime keeps such values has to be found out once. `find`, called in a task where the variable has a value that
// stands nowhere else, returns where it may be, or 0. `prove`, called where it has another, says whether it is there;
// if so, it is used.
uint64_t trimtab_labels_find(const void *key, uint64_t value);
bool trimtab_labels_prove(const void *key, uint64_t offset, uint64_t value);

// All sets of labels, with what was counted of each, and how many there are.
uint64_t trimtab_labels(const struct trimtab_label **table);

// MARK: Processor time

struct trimtab_node;
struct trimtab_cpu_stack;
struct trimtab_thread;

// What processor time was used for since the process began, whenever somebody asked for it. Entries of the tables never
// go, and their numbers only grow: to know of a while, compare two readings.
struct trimtab_cpu_tables {
  const struct trimtab_node *nodes;  // as the recording's
  uint64_t node_count;
  const struct trimtab_cpu_stack *stacks;
  uint64_t stack_count;
  const struct trimtab_thread *threads;
  uint64_t thread_count;
  uint64_t period;           // nanoseconds of processor time between two samples of a thread, on average
  uint64_t used;             // nanoseconds of processor time that the process used meanwhile
  uint64_t samples;
  uint64_t samples_dropped;  // no room
  uint64_t stacks_dropped;   // samples counted under the stack "unknown": no room for theirs
  uint64_t stacks_across_await;
  uint64_t threads_refused;  // threads that could not be sampled
};

// From now on threads are sampled as they use processor time, so many times in a second of it (1 to 1,000). If they are
// already, that goes on with its own frequency. False if the hooks are not active, in a forked child, or if the kernel
// refuses. Each start takes a stop.
bool trimtab_cpu_start(uint32_t per_second);
void trimtab_cpu_stop(void);

// False if nobody ever started. The tables stay where they are; later entries are not to be read.
bool trimtab_cpu_read(struct trimtab_cpu_tables *tables);

#if defined(__cplusplus)
}
#endif

#endif
