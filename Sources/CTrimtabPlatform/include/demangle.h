// The Swift runtime's demangler, which Swift itself cannot name.
#ifndef TRIMTAB_DEMANGLE_H
#define TRIMTAB_DEMANGLE_H

#include <stddef.h>
#include <stdint.h>

char *swift_demangle(const char *name, size_t length, char *output, size_t *output_size, uint32_t flags);

// What the runtime's own backtraces use: short Swift names, and C++ names too. Not part of its documented interface,
// hence weak.
__attribute__((weak)) char *_swift_backtrace_demangle(const char *name, size_t length, char *output,
                                                      size_t *output_size);

// Each returns a text to free, or NULL for a name that is not mangled.

static inline char *trimtab_demangle_full(const char *name, size_t length) {
  return swift_demangle(name, length, NULL, NULL, 0);
}

static inline char *trimtab_demangle_short(const char *name, size_t length) {
  size_t size = 0;
  if (_swift_backtrace_demangle != NULL) return _swift_backtrace_demangle(name, length, NULL, &size);
  return trimtab_demangle_full(name, length);
}

#endif
