// Reads the kernel's /proc/PID/statm (proc_pid_statm(5)): size resident shared text lib data dt, in pages, on one line.
//
// The hooks' timeline and MemoryStatistics both read it with this, so that they cannot tell different things.
//
// Invariant: a number is one only if digits alone stand there, whatever ends it is there, too (so that a file cut short
// gives no smaller number), and it fits.
#ifndef TRIMTAB_STATM_H
#define TRIMTAB_STATM_H

#include <stddef.h>
#include <stdint.h>

enum trimtab_statm_field { TRIMTAB_STATM_SIZE = 0, TRIMTAB_STATM_RESIDENT = 1, TRIMTAB_STATM_SHARED = 2 };

// Pages; -1 if it is not there.
static inline int64_t trimtab_statm_pages(const void *text, size_t length, enum trimtab_statm_field field) {
  const char *place = (const char *)text, *end = place + length;
  for (int skipped = 0; skipped < (int)field; skipped++) {
    while (place < end && *place != ' ' && *place != '\n') place++;
    if (place >= end || *place == '\n') return -1;
    place++;
  }
  int64_t pages = 0;
  const char *first = place;
  for (; place < end && *place >= '0' && *place <= '9'; place++) {
    if (__builtin_mul_overflow(pages, INT64_C(10), &pages)) return -1;
    if (__builtin_add_overflow(pages, (int64_t)(*place - '0'), &pages)) return -1;
  }
  if (place == first || place >= end || (*place != ' ' && *place != '\t' && *place != '\n')) return -1;
  return pages;
}

#endif
