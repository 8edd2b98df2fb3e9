// Which allocator serves malloc, its figures, and how it gives memory back. See allocator.h.
//
// An allocator may be in the process and yet serve nobody, such as one that a library brings for itself, and the hooks may
// stand before the one that serves. So none is believed by its name: it has to know a block that came from malloc.
//
// Invariant: `allocator` is written once, before anybody reads it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "allocator.h"

#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)

#include <dlfcn.h>
#include <sys/stat.h>

#include "allocator_functions.h"

static struct allocator allocator;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// MARK: Finding it

static void *found(const char *name) { return dlsym(RTLD_DEFAULT, name); }

// A block stands behind its chunk's size, as the hooks rely on, too: 8 bytes more, rounded up to 16, and three flags. A
// chunk may be 16 bytes larger: what is left of a free one is given along when it is too small for a chunk of its own.
// Bytes before a block may be a redzone of the address sanitizer, which then is the allocator.
#if defined(__clang__) || defined(__GNUC__)
__attribute__((no_sanitize("address")))
#endif
static bool has_chunk_header(void *block, size_t chunk) {
  if (((uintptr_t)block & 4095) == 0) return false;  // there may be nothing before it
  size_t header;
  const volatile size_t *place = (const volatile size_t *)block - 1;
  header = *place;
  size_t size = header & ~(size_t)7;
  return size == chunk || size == chunk + 16;
}

// A block that glibc gives a mapping of its own: it begins behind two words, of which the second is the mapping's size with a
// flag. The hooks do not keep blocks of that size elsewhere.
#if defined(__clang__) || defined(__GNUC__)
__attribute__((no_sanitize("address")))
#endif
static bool is_mapped_chunk(void *block, size_t size) {
  enum { PAGE = 4096, MAPPED = 2, FLAGS = 7 };
  if (((uintptr_t)block & (PAGE - 1)) != 2 * sizeof(size_t)) return false;
  const volatile size_t *place = (const volatile size_t *)block - 1;
  size_t header = *place, mapping = header & ~(size_t)FLAGS;
  return (header & FLAGS) == MAPPED && mapping % PAGE == 0 && mapping >= size + 2 * sizeof(size_t);
}

static bool is_glibc(void) {
  if (!found("gnu_get_libc_version")) return false;
  // A block that Trimtab's hooks sample lies elsewhere, so one look is not enough.
  enum { TRIALS = 64 };
  bool is = false;
  for (int trial = 0; trial < TRIALS && !is; trial++) {
    void *volatile small = malloc(1000);
    void *volatile large = malloc(2000);
    is = small && large && has_chunk_header(small, 1008) && has_chunk_header(large, 2016);
    free(small);
    free(large);
  }
  if (is) return true;
  // Where all of them are sampled. More than the largest threshold from which glibc maps.
  size_t size = (size_t)64 << 20;
  void *volatile mapped = malloc(size);
  is = mapped && is_mapped_chunk(mapped, size);
  free(mapped);
  return is;
}

static bool is_jemalloc(void) {
  if (!allocator.mallctl) return false;
  uint64_t *allocated = NULL;
  size_t size = sizeof allocated;
  if (allocator.mallctl("thread.allocatedp", &allocated, &size, NULL, 0) != 0 || !allocated) return false;
  uint64_t before = *(volatile uint64_t *)allocated;
  void *volatile block = malloc(3000);
  bool is = *(volatile uint64_t *)allocated > before;
  free(block);
  return is;
}

static bool is_tcmalloc(void) {
  int (*ownership)(const void *) = (int (*)(const void *))found("MallocExtension_GetOwnership");
  if (!ownership || !allocator.get_property) return false;
  enum { OWNED = 1 };
  void *volatile block = malloc(3000);
  bool is = ownership(block) == OWNED;
  free(block);
  return is;
}

static bool is_mimalloc(void) {
  bool (*owns)(const void *) = (bool (*)(const void *))found("mi_is_in_heap_region");
  if (!owns || !allocator.mi_process_info) return false;
  void *volatile block = malloc(3000);
  bool is = owns(block);
  free(block);
  return is;
}

static void find(void) {
  allocator.mallinfo2 = (struct mallinfo2_figures(*)(void))found("mallinfo2");
  allocator.malloc_trim = (int (*)(size_t))found("malloc_trim");
  allocator.malloc_info = (int (*)(int, FILE *))found("malloc_info");
  allocator.mallopt = (int (*)(int, int))found("mallopt");
  allocator.mallctl = (int (*)(const char *, void *, size_t *, void *, size_t))found("mallctl");
  allocator.get_property = (int (*)(const char *, size_t *))found("MallocExtension_GetNumericProperty");
  allocator.set_property = (int (*)(const char *, size_t))found("MallocExtension_SetNumericProperty");
  allocator.release_free_memory = (void (*)(void))found("MallocExtension_ReleaseFreeMemory");
  allocator.release_to_system = (void (*)(size_t))found("MallocExtension_ReleaseToSystem");
  allocator.mi_collect = (void (*)(bool))found("mi_collect");
  *(void **)&allocator.mi_process_info = found("mi_process_info");
  *(void **)&allocator.mi_heap_get_default = found("mi_heap_get_default");
  *(void **)&allocator.mi_heap_visit_blocks = found("mi_heap_visit_blocks");
  *(void **)&allocator.mi_stats_print_out = found("mi_stats_print_out");
  allocator.kind = is_jemalloc()   ? TRIMTAB_ALLOCATOR_JEMALLOC
                   : is_tcmalloc() ? TRIMTAB_ALLOCATOR_TCMALLOC
                   : is_mimalloc() ? TRIMTAB_ALLOCATOR_MIMALLOC
                   : is_glibc()    ? TRIMTAB_ALLOCATOR_GLIBC
                                   : TRIMTAB_ALLOCATOR_UNKNOWN;
}

const struct allocator *trimtab_allocator_functions(void) {
  pthread_once(&once, find);
  return &allocator;
}

enum trimtab_allocator_kind trimtab_allocator(void) { return trimtab_allocator_functions()->kind; }

// MARK: Figures

// A large block has a mapping of its own, which is in `hblkhd` and not in `arena`.
static bool glibc_heap(struct trimtab_heap *heap) {
  if (!allocator.mallinfo2) return false;
  struct mallinfo2_figures figures = allocator.mallinfo2();
  heap->system = figures.arena + figures.hblkhd;
  heap->in_use = figures.uordblks + figures.hblkhd;
  heap->released = TRIMTAB_UNKNOWN;
  return true;
}

static uint64_t jemalloc_figure(const char *name) {
  size_t value = 0, size = sizeof value;
  return allocator.mallctl(name, &value, &size, NULL, 0) == 0 ? value : TRIMTAB_UNKNOWN;
}

static bool jemalloc_heap(struct trimtab_heap *heap) {
  uint64_t epoch = 1;
  size_t size = sizeof epoch;
  if (allocator.mallctl("epoch", &epoch, &size, &epoch, sizeof epoch) != 0) return false;
  uint64_t resident = jemalloc_figure("stats.resident");
  heap->in_use = jemalloc_figure("stats.allocated");
  heap->released = jemalloc_figure("stats.retained");
  bool is_known = resident != TRIMTAB_UNKNOWN && heap->released != TRIMTAB_UNKNOWN;
  heap->system = is_known ? resident + heap->released : TRIMTAB_UNKNOWN;
  return true;
}

static uint64_t tcmalloc_figure(const char *name) {
  size_t value = 0;
  return allocator.get_property(name, &value) ? value : TRIMTAB_UNKNOWN;
}

static bool tcmalloc_heap(struct trimtab_heap *heap) {
  heap->system = tcmalloc_figure("generic.heap_size");
  heap->in_use = tcmalloc_figure("generic.current_allocated_bytes");
  heap->released = tcmalloc_figure("tcmalloc.pageheap_unmapped_bytes");
  return true;
}

static bool add_area(const void *heap, const struct mimalloc_area *area, void *block, size_t size, void *sum) {
  (void)heap;
  (void)block;
  (void)size;
  *(uint64_t *)sum += (uint64_t)area->used * area->block_size;
  return true;
}

// Reads "   threads:      1          1 ...", peak and total: how many threads beside the first have ever had a heap.
static void note_threads(const char *text, void *total) {
  unsigned long long peak, all;
  const char *line = strstr(text, "threads:");
  if (line && sscanf(line, "threads: %llu %llu", &peak, &all) == 2) *(uint64_t *)total = all;
}

// mimalloc keeps no sum of what is in use, and only a thread itself can walk over its heap: so that is known where there
// has been no other thread.
static uint64_t mimalloc_in_use(void) {
  struct stat tasks;
  enum { NONE = 2 };  // links of a folder without folders
  if (stat("/proc/self/task", &tasks) != 0 || tasks.st_nlink != NONE + 1) return TRIMTAB_UNKNOWN;
  if (!allocator.mi_heap_get_default || !allocator.mi_heap_visit_blocks || !allocator.mi_stats_print_out)
    return TRIMTAB_UNKNOWN;
  uint64_t threads = TRIMTAB_UNKNOWN, sum = 0;
  allocator.mi_stats_print_out(note_threads, &threads);
  if (threads != 0) return TRIMTAB_UNKNOWN;
  bool visited = allocator.mi_heap_visit_blocks(allocator.mi_heap_get_default(), false, add_area, &sum);
  return visited ? sum : TRIMTAB_UNKNOWN;
}

static bool mimalloc_heap(struct trimtab_heap *heap) {
  size_t commit = 0, ignored;
  allocator.mi_process_info(&ignored, &ignored, &ignored, &ignored, &ignored, &commit, &ignored, &ignored);
  heap->system = commit;
  heap->in_use = mimalloc_in_use();
  heap->released = TRIMTAB_UNKNOWN;
  return true;
}

bool trimtab_allocator_heap(struct trimtab_heap *heap) {
  switch (trimtab_allocator()) {
    case TRIMTAB_ALLOCATOR_GLIBC: return glibc_heap(heap);
    case TRIMTAB_ALLOCATOR_JEMALLOC: return jemalloc_heap(heap);
    case TRIMTAB_ALLOCATOR_TCMALLOC: return tcmalloc_heap(heap);
    case TRIMTAB_ALLOCATOR_MIMALLOC: return mimalloc_heap(heap);
    case TRIMTAB_ALLOCATOR_UNKNOWN: return false;
  }
  return false;
}

// MARK: Giving memory back

enum trimtab_release trimtab_allocator_release(void) {
  switch (trimtab_allocator()) {
    case TRIMTAB_ALLOCATOR_GLIBC:
      if (!allocator.malloc_trim) return TRIMTAB_RELEASE_UNSUPPORTED;
      return allocator.malloc_trim(0) ? TRIMTAB_RELEASE_DONE : TRIMTAB_RELEASE_NOTHING;
    case TRIMTAB_ALLOCATOR_JEMALLOC:
      allocator.mallctl("thread.tcache.flush", NULL, NULL, NULL, 0);
      // 4096 is MALLCTL_ARENAS_ALL.
      return allocator.mallctl("arena.4096.purge", NULL, NULL, NULL, 0) == 0 ? TRIMTAB_RELEASE_DONE
                                                                           : TRIMTAB_RELEASE_UNSUPPORTED;
    case TRIMTAB_ALLOCATOR_TCMALLOC:
      if (!allocator.release_free_memory) return TRIMTAB_RELEASE_UNSUPPORTED;
      allocator.release_free_memory();
      return TRIMTAB_RELEASE_DONE;
    case TRIMTAB_ALLOCATOR_MIMALLOC:
      if (!allocator.mi_collect) return TRIMTAB_RELEASE_UNSUPPORTED;
      allocator.mi_collect(true);
      return TRIMTAB_RELEASE_DONE;
    case TRIMTAB_ALLOCATOR_UNKNOWN: return TRIMTAB_RELEASE_UNSUPPORTED;
  }
  return TRIMTAB_RELEASE_UNSUPPORTED;
}

static enum trimtab_release tcmalloc_purge(void) {
  enum { PART = 16 };
  uint64_t free_bytes = tcmalloc_figure("tcmalloc.pageheap_free_bytes");
  if (!allocator.release_to_system || free_bytes == TRIMTAB_UNKNOWN) return TRIMTAB_RELEASE_UNSUPPORTED;
  if (free_bytes / PART == 0) return TRIMTAB_RELEASE_NOTHING;
  allocator.release_to_system(free_bytes / PART);
  return TRIMTAB_RELEASE_DONE;
}

enum trimtab_release trimtab_allocator_purge(void) {
  switch (trimtab_allocator()) {
    case TRIMTAB_ALLOCATOR_JEMALLOC:
      return allocator.mallctl("arena.4096.decay", NULL, NULL, NULL, 0) == 0 ? TRIMTAB_RELEASE_DONE
                                                                           : TRIMTAB_RELEASE_UNSUPPORTED;
    case TRIMTAB_ALLOCATOR_TCMALLOC: return tcmalloc_purge();
    case TRIMTAB_ALLOCATOR_MIMALLOC:
      if (!allocator.mi_collect) return TRIMTAB_RELEASE_UNSUPPORTED;
      allocator.mi_collect(false);
      return TRIMTAB_RELEASE_DONE;
    case TRIMTAB_ALLOCATOR_GLIBC:
    case TRIMTAB_ALLOCATOR_UNKNOWN: return TRIMTAB_RELEASE_UNSUPPORTED;
  }
  return TRIMTAB_RELEASE_UNSUPPORTED;
}

#else

enum trimtab_allocator_kind trimtab_allocator(void) { return TRIMTAB_ALLOCATOR_UNKNOWN; }

bool trimtab_allocator_heap(struct trimtab_heap *heap) {
  (void)heap;
  return false;
}

enum trimtab_release trimtab_allocator_release(void) { return TRIMTAB_RELEASE_UNSUPPORTED; }

enum trimtab_release trimtab_allocator_purge(void) { return TRIMTAB_RELEASE_UNSUPPORTED; }

#endif
