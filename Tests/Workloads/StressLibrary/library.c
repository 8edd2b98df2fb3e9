// The library that the stress loads and unloads. scripts/stress-library.sh compiles it.

#include <stdlib.h>

static void *kept;

__attribute__((constructor)) static void loaded(void) {
  kept = malloc(5000);
}

__attribute__((destructor)) static void unloaded(void) {
  free(realloc(kept, 50000));
}

__attribute__((visibility("default"))) void *allocate_in_library(size_t size) {
  return malloc(size);
}
