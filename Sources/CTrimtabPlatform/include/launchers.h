// Programs that only start others. A recording is for what they start: it belongs to the first program that claims it.
#ifndef TRIMTAB_LAUNCHERS_H
#define TRIMTAB_LAUNCHERS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// Whether a program of this name, without folders, is one of them.
static inline bool trimtab_is_launcher(const char *name) {
  static const char *const launchers[] = {"bash",   "chrt", "dash",   "env",  "ionice",  "nice", "nohup",   "numactl",
                                          "setsid", "sh",   "stdbuf", "sudo", "taskset", "time", "timeout", "xargs",
                                          "zsh"};
  for (size_t i = 0; i < sizeof launchers / sizeof launchers[0]; i++) {
    if (strcmp(name, launchers[i]) == 0) return true;
  }
  return false;
}

#endif
