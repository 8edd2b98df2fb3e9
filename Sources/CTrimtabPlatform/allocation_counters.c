// Finds the hooks' counters without linking the hooks, which would interpose malloc. See allocation_counters.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "allocation_counters.h"

#if defined(__linux__)

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

typedef bool (*counters_function)(struct trimtab_counters *);

// There if the hooks are linked into the same image: symbols of an executable are not found by name.
extern bool trimtab_process_counters(struct trimtab_counters *counters) __attribute__((weak));

static pthread_once_t once = PTHREAD_ONCE_INIT;
static counters_function linked_elsewhere, preloaded;

static void find(void) {
  linked_elsewhere = (counters_function)dlsym(RTLD_DEFAULT, "trimtab_process_counters");
  preloaded = (counters_function)dlsym(RTLD_DEFAULT, "trimtab_preloaded_counters");
}

bool trimtab_counted(struct trimtab_counters *counters) {
  // Of linked and preloaded hooks in one process, the linked ones count.
  if (trimtab_process_counters && trimtab_process_counters(counters)) return true;
  pthread_once(&once, find);
  if (linked_elsewhere && linked_elsewhere(counters)) return true;
  return preloaded && preloaded(counters);
}

#else

bool trimtab_counted(struct trimtab_counters *counters) {
  (void)counters;
  return false;
}

#endif
