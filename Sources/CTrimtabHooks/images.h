// The executable and shared libraries in memory: for the reader to symbolicate with, and for the walk to know whose
// code keeps frame pointers.
#ifndef TRIMTAB_IMAGES_H
#define TRIMTAB_IMAGES_H

#include "hooks.h"

// Adds what was loaded since the last time. Takes the loader's lock.
void trimtab_images_refresh(void);

enum trimtab_image_kind {
  TRIMTAB_IMAGE_UNKNOWN = 0,      // no image that we know: generated code, or loaded a moment ago
  TRIMTAB_IMAGE_FRAME_POINTERS,   // functions keep them
  TRIMTAB_IMAGE_NO_FRAME_POINTERS,
  TRIMTAB_IMAGE_LIBC,             // keeps none, but a stack may well end here
};

// Whose code `pc` is. `hint` keeps the last image found, for the next call of the same walk.
enum trimtab_image_kind trimtab_image_of(uintptr_t pc, int *hint);

// Is `pc` in some image? Async-signal-safe.
bool trimtab_image_is_known(uintptr_t pc, int *hint);

// May `pc` be in the Swift runtime's code that runs tasks? It is in its library where that is loaded, else in the
// program, which may hold the runtime.
bool trimtab_image_may_run_tasks(uintptr_t pc);

// Puts `text` into the recording's strings: its offset, or 0 when there is no room.
uint64_t trimtab_string_add(const char *text, size_t length);

// A walk met code of no known image. The collector looks again; a walk must not, for it may hold a lock of the program
// that another thread waits for while it holds the loader's.
extern bool trimtab_images_stale __attribute__((visibility("hidden")));

// Held while the loader's lock is waited for or held.
extern pthread_mutex_t trimtab_images_lock __attribute__((visibility("hidden")));

#endif
