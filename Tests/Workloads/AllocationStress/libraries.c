// Loads and unloads a library that allocates in its constructor, its destructor and in between.

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "blocks.h"
#include "everything.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void lock_libraries(void) {
  pthread_mutex_lock(&lock);
}

void unlock_libraries(void) {
  pthread_mutex_unlock(&lock);
}

void *load_and_unload(void *seed) {
  begin_thread(seed);
  while (stress_library && !atomic_load(&time_is_up)) {
    lock_libraries();
    void *library = dlopen(stress_library, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
      fprintf(stderr, "AllocationStress: %s\n", dlerror());
      abort();
    }
    void *(*allocate)(size_t) = (void *(*)(size_t))dlsym(library, "allocate_in_library");
    if (!allocate) abort();
    void *blocks[50];
    for (size_t i = 0; i < 50; i++) blocks[i] = allocate(i * 100);
    dlclose(library);
    unlock_libraries();
    // They outlive the code that allocated them.
    for (size_t i = 0; i < 50; i++) free(blocks[i]);
    atomic_fetch_add(&allocations, 50);
    atomic_fetch_add(&deallocations, 50);
    atomic_fetch_add(&requested, 49 * 50 / 2 * 100);
    atomic_fetch_add(&done[LIBRARY], 1);
    may_be_allocating = 0;
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    may_be_allocating = 1;
  }
  return NULL;
}
