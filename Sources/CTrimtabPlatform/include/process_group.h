// Runs programs in process groups of their own, so that all that they started can be ended with them.
//
// Programs started here are killed when the thread that started them ends: start them from the main thread.
#ifndef TRIMTAB_PROCESS_GROUP_H
#define TRIMTAB_PROCESS_GROUP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// How the program ended and what it used, by wait4. Children that it did not wait for are not in it.
struct trimtab_group_end {
  int exit_status;  // meaningful if signal is 0
  int signal;       // the signal that killed it, or 0
  int64_t user_microseconds;
  int64_t system_microseconds;
  int64_t minor_faults;
  int64_t major_faults;
};

// Starts `path` with nothing to read, and both outputs in the file `output`. `members` is the cgroup.procs file of a
// control group to start in, or NULL. Returns 0, or the errno of what failed; then nothing runs, and `*failed` says
// whether it was joining the control group.
int trimtab_group_start(const char *path, char *const arguments[], char *const environment[], int output,
                        const char *members, pid_t *pid, bool *failed);

// 1 if it has ended and is reaped, 0 if it runs, -1 if it is no child of this process.
int trimtab_group_poll(pid_t pid, struct trimtab_group_end *end);

// From now on SIGINT, SIGTERM and SIGHUP end nothing; `trimtab_interruption` tells of them. What was ignored stays so.
void trimtab_interruption_watch(void);

// The first of these signals that has come since the watch began, or 0.
int trimtab_interruption(void);

#endif
