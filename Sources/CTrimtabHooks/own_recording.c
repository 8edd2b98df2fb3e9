// What the process may know of its own recording, and change.
//
// Invariant: whoever reads sees a recording that is being written, as any reader of the file does.

#include "own_recording.h"

#include "CTrimtabHooks.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "recording.h"

#if !defined(TRIMTAB_PRELOAD)

#include "files.h"

bool trimtab_own_recording_open(uint64_t interval) {
  const char *address = getenv("TRIMTAB_DIAGNOSTICS_ADDRESS");
  if (!address || !address[0] || strcasecmp(address, "off") == 0) return false;
  int file = trimtab_memory_file("trimtab-recording");
  if (file < 0) return false;
  char name[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", file);
  bool opened = trimtab_recording_open(name, interval);
  close(file);
  return opened;
}

#else

// Whom the hooks were only preloaded into cannot ask.
bool trimtab_own_recording_open(uint64_t interval) {
  (void)interval;
  return false;
}

#endif

const void *trimtab_recording_memory(uint64_t *size) {
  *size = trimtab_process.mapped_bytes;
  return trimtab_process.recording ? trimtab_process.header : NULL;
}

uint64_t trimtab_sampling_interval(void) {
  return trimtab_process.recording ? atomic_get(&trimtab_process.interval) : 0;
}

bool trimtab_sampling_interval_set(uint64_t bytes) {
  if (!trimtab_process.recording || !trimtab_process.sampling || trimtab_process.trace_all) return false;
  if (bytes < 4096 || bytes > UINT64_C(1) << 40) return false;
  atomic_set(&trimtab_process.interval, bytes);
  atomic_set(&trimtab_process.header->sampling_interval, bytes);
  return true;
}

#else

const void *trimtab_recording_memory(uint64_t *size) {
  *size = 0;
  return NULL;
}

uint64_t trimtab_sampling_interval(void) { return 0; }

bool trimtab_sampling_interval_set(uint64_t bytes) {
  (void)bytes;
  return false;
}

#endif
