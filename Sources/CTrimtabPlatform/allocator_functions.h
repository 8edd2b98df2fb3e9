// The functions of the allocators that are in the process, each NULL where there is none of that name. For the files here
// alone: others ask by allocator.h.
#ifndef TRIMTAB_ALLOCATOR_FUNCTIONS_H
#define TRIMTAB_ALLOCATOR_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "allocator.h"

// Declared here, because older systems' headers lack it.
struct mallinfo2_figures {
  size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};

struct mimalloc_area {
  void *blocks;
  size_t reserved, committed, used, block_size;
};

struct allocator {
  enum trimtab_allocator_kind kind;
  struct mallinfo2_figures (*mallinfo2)(void);
  int (*malloc_trim)(size_t pad);
  int (*malloc_info)(int options, FILE *file);
  int (*mallopt)(int parameter, int value);
  int (*mallctl)(const char *name, void *old, size_t *old_size, void *new, size_t new_size);
  int (*get_property)(const char *name, size_t *value);
  int (*set_property)(const char *name, size_t value);
  void (*release_free_memory)(void);
  void (*release_to_system)(size_t bytes);
  void (*mi_collect)(bool force);
  void (*mi_process_info)(size_t *, size_t *, size_t *, size_t *, size_t *, size_t *commit, size_t *, size_t *);
  void *(*mi_heap_get_default)(void);
  bool (*mi_heap_visit_blocks)(const void *heap, bool blocks,
                               bool (*visit)(const void *, const struct mimalloc_area *, void *, size_t, void *), void *);
  void (*mi_stats_print_out)(void (*out)(const char *, void *), void *);
};

// Looked up by the first call.
const struct allocator *trimtab_allocator_functions(void);

#endif
