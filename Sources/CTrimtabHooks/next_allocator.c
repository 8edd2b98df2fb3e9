// Finds the next allocator by dlsym(RTLD_NEXT) at the first call, which comes before main and on one thread only.
//
// Invariant: a pointer from the arena is never handed to the real allocator. Blocks there have their size in the 16
// bytes before them and are never reused; the arena is some KiB because dlsym needs little or nothing.

#include "next_allocator.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

static _Alignas(16) char arena[16 * 1024];
static size_t arena_used;
static struct trimtab_next_allocator real;

static bool in_arena(const void *pointer) {
  return (uintptr_t)pointer - (uintptr_t)arena < sizeof arena;
}

static size_t arena_size(const void *pointer) {
  size_t size;
  memcpy(&size, (const char *)pointer - 16, sizeof size);
  return size;
}

static void *arena_allocate(size_t alignment, size_t size) {
  if (alignment < 16) alignment = 16;
  uintptr_t start = (uintptr_t)arena + arena_used + 16;
  start = (start + alignment - 1) & ~(uintptr_t)(alignment - 1);
  if (size > sizeof arena || start + size > (uintptr_t)arena + sizeof arena) {
    errno = ENOMEM;
    return NULL;
  }
  memcpy((char *)start - 16, &size, sizeof size);
  arena_used = (start + size - (uintptr_t)arena + 15) & ~(size_t)15;
  return (void *)start;
}

// Each of these serves from the arena while resolving; afterwards only blocks that came from the arena still need care.

static void *early_malloc(size_t size) {
  trimtab_next_resolve();
  return real.malloc ? real.malloc(size) : arena_allocate(16, size);
}

static void *early_calloc(size_t count, size_t size) {
  trimtab_next_resolve();
  if (real.calloc) return real.calloc(count, size);
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) return NULL;
  return arena_allocate(16, total);  // the arena starts zeroed and is never reused
}

static void *early_memalign(size_t alignment, size_t size) {
  trimtab_next_resolve();
  return real.memalign ? real.memalign(alignment, size) : arena_allocate(alignment, size);
}

static void checked_free(void *pointer) {
  if (in_arena(pointer)) return;
  if (!real.free) trimtab_next_resolve();
  if (real.free) real.free(pointer);
}

static void *checked_realloc(void *pointer, size_t size) {
  if (!real.realloc) trimtab_next_resolve();
  if (real.realloc && !in_arena(pointer)) return real.realloc(pointer, size);
  void *moved = real.malloc ? real.malloc(size) : arena_allocate(16, size);
  if (moved && pointer) {
    size_t old = arena_size(pointer);
    memcpy(moved, pointer, old < size ? old : size);
  }
  return moved;
}

static size_t checked_usable_size(void *pointer) {
  if (in_arena(pointer)) return arena_size(pointer);
  if (!real.usable_size) trimtab_next_resolve();
  return real.usable_size ? real.usable_size(pointer) : 0;
}

struct trimtab_next_allocator trimtab_next = {
    .malloc = early_malloc,
    .calloc = early_calloc,
    .realloc = checked_realloc,
    .free = checked_free,
    .memalign = early_memalign,
    .usable_size = checked_usable_size,
};

_Alignas(64) struct trimtab_hot trimtab_hot = {.malloc = early_malloc, .free = checked_free, .checks_frees = true};

// Reading chunk headers is allowed only where it gives, for blocks of every sort, what malloc_usable_size says.
static bool has_glibc_chunks(const struct trimtab_next_allocator *next) {
  static const size_t sizes[] = {0, 24, 25, 1000, 70000, 4 << 20};
  if ((void *)next->malloc != dlsym(RTLD_NEXT, "__libc_malloc")) return false;
  bool same = true;
  trimtab_hot.is_glibc = true;
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    void *block = next->malloc(sizes[i]);
    if (block && trimtab_next_usable_size(block) - next->usable_size(block) > sizeof(size_t)) same = false;
    next->free(block);
  }
  return same;
}

void trimtab_next_resolve(void) {
  static bool resolving;
  if (resolving || real.malloc) return;
  resolving = true;
  struct trimtab_next_allocator found = {
      .malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc"),
      .calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc"),
      .realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc"),
      .free = (void (*)(void *))dlsym(RTLD_NEXT, "free"),
      .memalign = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "memalign"),
      .usable_size = (size_t(*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size"),
  };
  real = found;
  resolving = false;
  if (!found.malloc) return;  // stay on the resolvers: nothing was found yet
  if (arena_used == 0) {
    trimtab_next = found;
    trimtab_hot.is_glibc = has_glibc_chunks(&found);
  } else {
    trimtab_next.malloc = found.malloc;
    trimtab_next.calloc = found.calloc;
    trimtab_next.memalign = found.memalign;
  }
  trimtab_hot.malloc = trimtab_next.malloc;
  trimtab_hot.free = trimtab_next.free;
  trimtab_hot.checks_frees = !trimtab_hot.is_glibc;
}

#endif
