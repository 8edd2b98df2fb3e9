// Settings of the allocator that serves malloc. See allocator.h.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "allocator.h"

#if defined(__linux__)

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "allocator_functions.h"

struct knob {
  enum trimtab_allocator_kind kind;
  int least;         // value that means something
  int parameter;     // of mallopt, as glibc's malloc.h numbers them
  const char *name;  // of the property, or of the default for new arenas
  const char *each;  // how an arena's own setting is called, where it has one
};

static const struct knob knobs[] = {
    [TRIMTAB_KNOB_TRIM_THRESHOLD] = {TRIMTAB_ALLOCATOR_GLIBC, 0, -1, NULL, NULL},
    [TRIMTAB_KNOB_TOP_PAD] = {TRIMTAB_ALLOCATOR_GLIBC, 0, -2, NULL, NULL},
    [TRIMTAB_KNOB_MMAP_THRESHOLD] = {TRIMTAB_ALLOCATOR_GLIBC, 0, -3, NULL, NULL},
    [TRIMTAB_KNOB_MMAP_MAX] = {TRIMTAB_ALLOCATOR_GLIBC, 0, -4, NULL, NULL},
    // mallopt says yes to 0 and does nothing.
    [TRIMTAB_KNOB_ARENA_MAX] = {TRIMTAB_ALLOCATOR_GLIBC, 1, -8, NULL, NULL},
    [TRIMTAB_KNOB_DIRTY_DECAY] = {TRIMTAB_ALLOCATOR_JEMALLOC, -1, 0, "arenas.dirty_decay_ms", "arena.%u.dirty_decay_ms"},
    [TRIMTAB_KNOB_MUZZY_DECAY] = {TRIMTAB_ALLOCATOR_JEMALLOC, -1, 0, "arenas.muzzy_decay_ms", "arena.%u.muzzy_decay_ms"},
    [TRIMTAB_KNOB_BACKGROUND_THREAD] = {TRIMTAB_ALLOCATOR_JEMALLOC, 0, 0, "background_thread", NULL},
    [TRIMTAB_KNOB_THREAD_CACHE_BYTES] = {TRIMTAB_ALLOCATOR_TCMALLOC, 0, 0, "tcmalloc.max_total_thread_cache_bytes", NULL},
    [TRIMTAB_KNOB_AGGRESSIVE_DECOMMIT] = {TRIMTAB_ALLOCATOR_TCMALLOC, 0, 0, "tcmalloc.aggressive_memory_decommit", NULL},
};

#if defined(__GLIBC__)
#include <malloc.h>
_Static_assert(M_TRIM_THRESHOLD == -1 && M_TOP_PAD == -2 && M_MMAP_THRESHOLD == -3 && M_MMAP_MAX == -4 && M_ARENA_MAX == -8,
               "glibc numbers its parameters otherwise");
#endif

static const struct knob *knob_of(enum trimtab_allocator_knob number) {
  if ((size_t)number >= sizeof knobs / sizeof knobs[0]) return NULL;
  const struct knob *knob = &knobs[number];
  return knob->kind == trimtab_allocator() ? knob : NULL;
}

static enum trimtab_knob_result glibc_set(const struct knob *knob, int64_t value) {
  const struct allocator *allocator = trimtab_allocator_functions();
  if (!allocator->mallopt) return TRIMTAB_KNOB_UNSUPPORTED;
  if (value > INT_MAX) return TRIMTAB_KNOB_REFUSED;
  return allocator->mallopt(knob->parameter, (int)value) == 1 ? TRIMTAB_KNOB_SET : TRIMTAB_KNOB_REFUSED;
}

static enum trimtab_knob_result jemalloc_set(const struct knob *knob, int64_t value) {
  const struct allocator *allocator = trimtab_allocator_functions();
  bool on = value != 0;
  ssize_t time = (ssize_t)value;
  void *new = knob->each ? (void *)&time : (void *)&on;
  size_t size = knob->each ? sizeof time : sizeof on;
  if (allocator->mallctl(knob->name, NULL, NULL, new, size) != 0) return TRIMTAB_KNOB_REFUSED;
  unsigned arenas = 0;
  size_t arenas_size = sizeof arenas;
  if (!knob->each || allocator->mallctl("arenas.narenas", &arenas, &arenas_size, NULL, 0) != 0) return TRIMTAB_KNOB_SET;
  for (unsigned arena = 0; arena < arenas; arena++) {
    char name[64];
    snprintf(name, sizeof name, knob->each, arena);
    // Fails for an arena that has not begun, which will begin with the default.
    allocator->mallctl(name, NULL, NULL, new, size);
  }
  return TRIMTAB_KNOB_SET;
}

static enum trimtab_knob_result tcmalloc_set(const struct knob *knob, int64_t value) {
  const struct allocator *allocator = trimtab_allocator_functions();
  if (!allocator->set_property) return TRIMTAB_KNOB_UNSUPPORTED;
  return allocator->set_property(knob->name, (size_t)value) ? TRIMTAB_KNOB_SET : TRIMTAB_KNOB_REFUSED;
}

enum trimtab_knob_result trimtab_allocator_set(enum trimtab_allocator_knob number, int64_t value) {
  const struct knob *knob = knob_of(number);
  if (!knob) return TRIMTAB_KNOB_UNSUPPORTED;
  if (value < knob->least) return TRIMTAB_KNOB_REFUSED;
  switch (knob->kind) {
    case TRIMTAB_ALLOCATOR_GLIBC: return glibc_set(knob, value);
    case TRIMTAB_ALLOCATOR_JEMALLOC: return jemalloc_set(knob, value);
    case TRIMTAB_ALLOCATOR_TCMALLOC: return tcmalloc_set(knob, value);
    default: return TRIMTAB_KNOB_UNSUPPORTED;
  }
}

static bool jemalloc_get(const struct knob *knob, int64_t *value) {
  bool on = false;
  ssize_t time = 0;
  void *old = knob->each ? (void *)&time : (void *)&on;
  size_t size = knob->each ? sizeof time : sizeof on;
  if (trimtab_allocator_functions()->mallctl(knob->name, old, &size, NULL, 0) != 0) return false;
  *value = knob->each ? (int64_t)time : on;
  return true;
}

static bool tcmalloc_get(const struct knob *knob, int64_t *value) {
  size_t figure = 0;
  if (!trimtab_allocator_functions()->get_property(knob->name, &figure) || figure > INT64_MAX) return false;
  *value = (int64_t)figure;
  return true;
}

bool trimtab_allocator_get(enum trimtab_allocator_knob number, int64_t *value) {
  const struct knob *knob = knob_of(number);
  if (!knob) return false;
  switch (knob->kind) {
    case TRIMTAB_ALLOCATOR_JEMALLOC: return jemalloc_get(knob, value);
    case TRIMTAB_ALLOCATOR_TCMALLOC: return tcmalloc_get(knob, value);
    default: return false;
  }
}

int trimtab_allocator_arenas(void) {
  const struct allocator *allocator = trimtab_allocator_functions();
  if (allocator->kind != TRIMTAB_ALLOCATOR_GLIBC || !allocator->malloc_info) return -1;
  char *text = NULL;
  size_t length = 0;
  FILE *file = open_memstream(&text, &length);
  if (!file) return -1;
  bool is_complete = allocator->malloc_info(0, file) == 0;
  is_complete = fclose(file) == 0 && is_complete;
  int count = 0;
  static const char arena[] = "<heap nr=";
  for (const char *at = text; is_complete && (at = strstr(at, arena)); at += sizeof arena - 1) count++;
  free(text);
  return is_complete ? count : -1;
}

#else

enum trimtab_knob_result trimtab_allocator_set(enum trimtab_allocator_knob knob, int64_t value) {
  (void)knob;
  (void)value;
  return TRIMTAB_KNOB_UNSUPPORTED;
}

bool trimtab_allocator_get(enum trimtab_allocator_knob knob, int64_t *value) {
  (void)knob;
  (void)value;
  return false;
}

int trimtab_allocator_arenas(void) { return -1; }

#endif
