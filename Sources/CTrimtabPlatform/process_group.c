// Starting and reaping programs in process groups of their own. See process_group.h for the contract.
//
// Invariant: between fork and exec nothing is called that is not async-signal-safe; this process has other threads.
#include "process_group.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
enum { watched_count = sizeof watched / sizeof watched[0] };

static _Atomic int interruption;

struct failure {
  int error;
  int joins;  // whether it was the control group
};

static void fail(int report, int joins) {
  struct failure failure = {.error = errno, .joins = joins};
  ssize_t ignored = write(report, &failure, sizeof failure);
  (void)ignored;
  _exit(127);
}

static void join(const char *members, int report) {
  int file = open(members, O_WRONLY | O_CLOEXEC);
  // 0 means the writer itself.
  if (file < 0 || write(file, "0", 1) != 1) fail(report, 1);
  close(file);
}

static void become(const char *path, char *const arguments[], char *const environment[], int output,
                   const char *members, pid_t parent, int report) {
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != parent) _exit(127);
  for (int i = 0; i < watched_count; i++) signal(watched[i], SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (members != NULL) join(members, report);
  int input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) fail(report, 0);
  if (input > 2) close(input);
  execve(path, arguments, environment);
  fail(report, 0);
}

int trimtab_group_start(const char *path, char *const arguments[], char *const environment[], int output,
                        const char *members, pid_t *pid, bool *failed) {
  *failed = false;
  int report[2];
  if (pipe(report) != 0) return errno;
  // Above the standard three, which the child replaces.
  for (int i = 0; i < 2; i++) {
    int moved = fcntl(report[i], F_DUPFD_CLOEXEC, 3);
    close(report[i]);
    if (moved < 0) return errno;
    report[i] = moved;
  }
  pid_t parent = getpid();
  pid_t forked = fork();
  if (forked == 0) become(path, arguments, environment, output, members, parent, report[1]);
  int error = errno;
  close(report[1]);
  if (forked < 0) {
    close(report[0]);
    return error;
  }
  // Both do it: neither may go on before it is done.
  setpgid(forked, forked);
  struct failure failure = {0};
  ssize_t length;
  do length = read(report[0], &failure, sizeof failure);
  while (length < 0 && errno == EINTR);
  close(report[0]);
  if (length == (ssize_t)sizeof failure) {
    waitpid(forked, NULL, 0);
    *failed = failure.joins != 0;
    return failure.error;
  }
  *pid = forked;
  return 0;
}

int trimtab_group_poll(pid_t pid, struct trimtab_group_end *end) {
  int status = 0;
  struct rusage usage;
  memset(&usage, 0, sizeof usage);
  pid_t result;
  do result = wait4(pid, &status, WNOHANG, &usage);
  while (result < 0 && errno == EINTR);
  if (result <= 0) return result == 0 ? 0 : -1;
  end->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  end->user_microseconds = (int64_t)usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec;
  end->system_microseconds = (int64_t)usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec;
  end->minor_faults = usage.ru_minflt;
  end->major_faults = usage.ru_majflt;
  return 1;
}

static void note(int number) {
  int none = 0;
  atomic_compare_exchange_strong(&interruption, &none, number);
}

void trimtab_interruption_watch(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  for (int i = 0; i < watched_count; i++) {
    struct sigaction before;
    sigaction(watched[i], NULL, &before);
    if (before.sa_handler != SIG_IGN) sigaction(watched[i], &action, NULL);
  }
}

int trimtab_interruption(void) { return atomic_load(&interruption); }
