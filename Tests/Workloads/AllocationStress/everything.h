// All at once, for some seconds: threads that allocate, threads that come and go with blocks in their storage, children
// by fork, vfork and posix_spawn, signals whose handlers allocate, a library that is loaded and unloaded. Prints the
// counts as the very last act of the process.
#ifndef EVERYTHING_H
#define EVERYTHING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

// `library` may be NULL: then none is loaded.
void do_everything(long seconds, uint64_t seed, const char *library);

// Each is a thread's function that goes on until `time_is_up`; its argument is a seed.
void *keep_allocating(void *seed);
void *start_short_threads(void *seed);
void *start_children(void *seed);
void *load_and_unload(void *seed);

extern atomic_bool time_is_up;
extern const char *stress_library;

// How often each kind of thing was done. A count that stands still for long is a deadlock.
enum activity { SLOT, SHORT_THREAD, FORK, VFORK, SPAWN, LIBRARY, SIGNAL, ACTIVITIES };
extern atomic_ulong done[ACTIVITIES];

// To be called with a thread's seed before it does anything: from here on it may be interrupted.
uint64_t begin_thread(void *seed);

// Aborts, with the stacks of all threads, when one of the activities stands still.
void start_watchdog(void);

// Signals every few milliseconds, whose handler allocates in threads that are in no allocator.
void start_signals(void);

// From here on the end of this process prints the counts.
void print_at_the_end(void);

// A child that ends by exit() must not be one that was copied while the loader's state was half-written.
void lock_libraries(void);
void unlock_libraries(void);

#endif
