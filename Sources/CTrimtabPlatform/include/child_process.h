// Runs a program as its caller would have run it: same terminal, session, process group, descriptors, signal mask and
// dispositions, and signals sent to this process go on to the program.
//
// One child per process, started and waited for by one thread, in this order: start, wait_for_end, reap.
#ifndef TRIMTAB_CHILD_PROCESS_H
#define TRIMTAB_CHILD_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

// How the child ended and what it used, by wait4.
struct trimtab_child_end {
  int exit_status;             // meaningful if signal is 0
  int signal;                  // the signal that killed it, or 0
  int64_t user_microseconds;   // of CPU, children that it waited for included
  int64_t system_microseconds;
  int64_t peak_resident_bytes;
};

// Starts `path` and forwards signals to it from here on. Its environment is this process's with `variables`
// ("NAME=value", ended by NULL) in the place of those of the same names. Returns 0, or the errno of what failed; then
// nothing runs and the signals are as they were.
int trimtab_child_start(const char *path, char *const arguments[], char *const variables[], pid_t *pid);

// Returns when the child has ended; it stays a zombie, so that /proc/PID can still be read. Stops with the child when
// the child stops itself, and reaps orphans where this is process 1. Returns 0 or an errno.
int trimtab_child_wait_for_end(void);

// Reaps the child and stops forwarding: signals do again what they did. SIGPIPE stays ignored and SIGCHLD at its
// default, for the reports that follow. Returns 0 or an errno.
int trimtab_child_reap(struct trimtab_child_end *end);

#endif
