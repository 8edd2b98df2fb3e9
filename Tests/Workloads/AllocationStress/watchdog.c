// Ends the process with the stacks of all its threads when something stands still.

#include <dirent.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "blocks.h"
#include "everything.h"

enum { PATIENCE = 60 };  // seconds; a busy machine may take some for a child

static void print_stack(int signal) {
  (void)signal;
  void *frames[64];
  int count = backtrace(frames, 64);
  dprintf(2, "thread %ld:\n", (long)syscall(SYS_gettid));
  backtrace_symbols_fd(frames, count, 2);
}

static void print_all_stacks(void) {
  DIR *tasks = opendir("/proc/self/task");
  for (struct dirent *task; tasks && (task = readdir(tasks));) {
    if (task->d_name[0] == '.') continue;
    syscall(SYS_tgkill, getpid(), atoi(task->d_name), SIGUSR2);
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
  }
}

static void *watch(void *nothing) {
  unsigned long before[ACTIVITIES] = {0};
  int still[ACTIVITIES] = {0};
  for (;;) {
    sleep(1);
    for (int i = 0; i < ACTIVITIES; i++) {
      if ((i == LIBRARY && !stress_library) || i == SIGNAL) continue;
      unsigned long now = atomic_load(&done[i]);
      still[i] = now == before[i] ? still[i] + 1 : 0;
      before[i] = now;
      if (still[i] < PATIENCE) continue;
      dprintf(2, "AllocationStress: activity %d stands still for %d s\n", i, PATIENCE);
      print_all_stacks();
      abort();
    }
  }
  return nothing;
}

void start_watchdog(void) {
  void *frame;
  backtrace(&frame, 1);  // loads what it needs now, not in the handler
  struct sigaction action = {.sa_handler = print_stack, .sa_flags = SA_RESTART};
  pthread_t thread;
  if (sigaction(SIGUSR2, &action, NULL) != 0 || pthread_create(&thread, NULL, watch, NULL) != 0) abort();
  pthread_detach(thread);
}
