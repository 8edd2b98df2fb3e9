// Starting, accompanying and reaping the one child of `trimtab run`. See child_process.h for the contract.
//
// Invariants:
// - `child` names a process that has not been reaped, or is 0: the handler never signals a recycled id.
// - Ignored signals are left alone (nohup), and the program starts with the dispositions and mask that this process had.
// - A signal from the terminal reaches the program by itself, because it goes to the whole process group; only what a
//   process sent to this one alone is forwarded.
#include "child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static _Atomic pid_t child;

static const int forwarded[] = {
  SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF,
#ifdef SIGPWR
  SIGPWR,
#endif
};
enum { forwarded_count = sizeof forwarded / sizeof forwarded[0] };

// As they were before: [forwarded..., SIGCHLD, SIGPIPE].
static struct sigaction original[forwarded_count + 2];

static int is_timer(int number) { return number == SIGALRM || number == SIGVTALRM || number == SIGPROF; }

static void forward(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  pid_t pid = atomic_load_explicit(&child, memory_order_relaxed);
  // A timer that was set before this process became trimtab fires here only; all else from the kernel went to the group.
  // What the child sends to its own group has reached it already.
  int was_sent = info->si_code <= 0 && info->si_pid != pid;
  if (pid > 0 && (was_sent || is_timer(number))) kill(pid, number);
  errno = saved;
}

static void take_over_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = forward;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigfillset(&action.sa_mask);
  for (int i = 0; i < forwarded_count; i++) {
    sigaction(forwarded[i], NULL, &original[i]);
    if (original[i].sa_handler != SIG_IGN) sigaction(forwarded[i], &action, NULL);
  }

  struct sigaction plain;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;  // with SIGCHLD ignored there would be no status to reap
  sigaction(SIGCHLD, &plain, &original[forwarded_count]);
  plain.sa_handler = SIG_IGN;  // a reader of our messages may go away
  sigaction(SIGPIPE, &plain, &original[forwarded_count + 1]);
}

static void give_back_forwarded_signals(void) {
  for (int i = 0; i < forwarded_count; i++) sigaction(forwarded[i], &original[i], NULL);
}

static void give_back_signals(void) {
  give_back_forwarded_signals();
  sigaction(SIGCHLD, &original[forwarded_count], NULL);
  sigaction(SIGPIPE, &original[forwarded_count + 1], NULL);
}

static int pipe_closed_on_exec(int ends[2]) {
  if (pipe(ends) != 0) return errno;
  for (int i = 0; i < 2; i++) {
    // Never 0, 1 or 2: the program may have been started with these closed, and must see them closed.
    int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
    if (moved < 0) return errno;
    close(ends[i]);
    ends[i] = moved;
  }
  return 0;
}

static int is_replaced(const char *entry, char *const variables[]) {
  for (; *variables != NULL; variables++) {
    const char *separator = strchr(*variables, '=');
    size_t length = separator == NULL ? strlen(*variables) : (size_t)(separator - *variables) + 1;
    if (strncmp(entry, *variables, length) == 0) return 1;
  }
  return 0;
}

// The entries are borrowed, byte for byte and in their order; only the array is new.
static char **environment_with(char *const variables[]) {
  size_t count = 1;
  for (char **entry = environ; entry != NULL && *entry != NULL; entry++) count++;
  for (char *const *entry = variables; *entry != NULL; entry++) count++;
  char **result = calloc(count, sizeof *result);
  if (result == NULL) return NULL;
  size_t used = 0;
  for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
    if (!is_replaced(*entry, variables)) result[used++] = *entry;
  }
  for (char *const *entry = variables; *entry != NULL; entry++) result[used++] = *entry;
  return result;
}

static int start(const char *path, char *const arguments[], char *const environment[], pid_t *pid) {
  int failure[2];  // the child writes its errno there if it cannot exec; exec closes it
  int error = pipe_closed_on_exec(failure);
  if (error != 0) return error;

  sigset_t all, mask, pending;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &mask);
  take_over_signals();
  sigpending(&pending);

  pid_t forked = fork();
  if (forked == 0) {
    give_back_signals();
    sigprocmask(SIG_SETMASK, &mask, NULL);
    execve(path, arguments, environment);
    int reason = errno;
    ssize_t ignored = write(failure[1], &reason, sizeof reason);
    (void)ignored;
    _exit(127);
  }
  error = errno;
  close(failure[1]);
  if (forked < 0) {
    close(failure[0]);
    give_back_signals();
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return error;
  }

  atomic_store(&child, forked);
  for (int i = 0; i < forwarded_count; i++) {
    // What came from the terminal before the fork reached nobody else.
    int number = forwarded[i];
    if (sigismember(&pending, number) == 1 && sigismember(&mask, number) == 0) kill(forked, number);
  }
  sigprocmask(SIG_SETMASK, &mask, NULL);

  int reason = 0;
  ssize_t length;
  do length = read(failure[0], &reason, sizeof reason);
  while (length < 0 && errno == EINTR);
  close(failure[0]);
  if (length == (ssize_t)sizeof reason) {
    struct trimtab_child_end end;
    trimtab_child_reap(&end);
    return reason;
  }
  *pid = forked;
  return 0;
}

int trimtab_child_start(const char *path, char *const arguments[], char *const variables[], pid_t *pid) {
  char **environment = environment_with(variables);
  if (environment == NULL) return ENOMEM;
  int error = start(path, arguments, environment, pid);
  free(environment);
  return error;
}

// When the terminal stops the group, this process stops too and both go on together. A child that stops itself alone
// would leave the shell waiting: so stop as well, and let the child go on when we do.
static void stop_with_child(pid_t pid) {
  struct timespec moment = {.tv_sec = 0, .tv_nsec = 10 * 1000 * 1000};
  while (nanosleep(&moment, &moment) != 0 && errno == EINTR) continue;
  siginfo_t info;
  memset(&info, 0, sizeof info);
  int result = waitid(P_PID, (id_t)pid, &info, WSTOPPED | WNOHANG);
  // Process 1 cannot stop itself.
  if (result != 0 || info.si_pid != pid || getpid() == 1) return;
  kill(getpid(), SIGSTOP);
  kill(pid, SIGCONT);
}

int trimtab_child_wait_for_end(void) {
  pid_t pid = atomic_load(&child);
  int is_first_process = getpid() == 1;
  for (;;) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    int result = is_first_process ? waitid(P_ALL, 0, &info, WEXITED | WNOWAIT)
                                  : waitid(P_PID, (id_t)pid, &info, WEXITED | WSTOPPED | WNOWAIT);
    if (result != 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    if (info.si_pid != pid) {
      waitpid(info.si_pid, NULL, WNOHANG);
    } else if (info.si_code == CLD_STOPPED) {
      stop_with_child(pid);
    } else {
      return 0;
    }
  }
}

int trimtab_child_reap(struct trimtab_child_end *end) {
  pid_t pid = atomic_exchange(&child, 0);
  int status = 0;
  struct rusage usage;
  memset(&usage, 0, sizeof usage);
  pid_t result;
  do result = wait4(pid, &status, 0, &usage);
  while (result < 0 && errno == EINTR);
  int error = result < 0 ? errno : 0;
  give_back_forwarded_signals();
  if (error != 0) return error;

  end->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  end->user_microseconds = (int64_t)usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec;
  end->system_microseconds = (int64_t)usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec;
#ifdef __APPLE__
  end->peak_resident_bytes = (int64_t)usage.ru_maxrss;
#else
  end->peak_resident_bytes = (int64_t)usage.ru_maxrss * 1024;
#endif
  return 0;
}
