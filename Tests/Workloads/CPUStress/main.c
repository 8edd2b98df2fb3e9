// Uses the signal that processor time is sampled with while it is sampled, in every way that a program may, and counts: a
// signal of the program's that is lost, or one that it did not send, ends the program with a failure.
#define _GNU_SOURCE 1
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "CTrimtabHooks.h"
#include "trimtab_recording.h"

#define require(condition) \
  do { \
    if (condition) break; \
    fprintf(stderr, "line %d: %s\n", __LINE__, #condition); \
    exit(1); \
  } while (0)

static _Atomic long handled, foreign, others;

static void handler(int number, siginfo_t *info, void *context) {
  (void)context;
  if (number != SIGPROF || info->si_code == SI_TIMER) foreign++;
  handled++;
}

static void plain_handler(int number) { number == SIGPROF ? handled++ : others++; }

static double cpu(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void burn(double seconds) {
  volatile uint64_t sum = 0;
  for (double start = cpu(); cpu() - start < seconds;) {
    for (int i = 0; i < 1000; i++) sum += (uint64_t)i;
  }
}

static uint64_t samples(void) {
  struct trimtab_cpu_tables tables;
  require(trimtab_cpu_read(&tables));
  return tables.samples;
}

static void set_handler(int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
  require(sigaction(SIGPROF, &action, NULL) == 0);
}

// Each signal that this thread raises is handled before the next, whenever the handler was set.
static void signals_of_the_program(void) {
  set_handler(SA_RESTART);
  require(trimtab_cpu_start(1000));
  for (int turn = 0; turn < 2; turn++) {
    long before = handled;
    for (int i = 1; i <= 20000; i++) {
      require(raise(SIGPROF) == 0);
      require(handled == before + i);
    }
    struct sigaction now;
    require(sigaction(SIGPROF, NULL, &now) == 0 && now.sa_sigaction == handler);
    set_handler(0);
  }
  require(samples() > 0 && foreign == 0);

  handled = 0;
  struct itimerval often = {.it_interval = {.tv_usec = 5000}, .it_value = {.tv_usec = 5000}}, never = {0};
  require(setitimer(ITIMER_PROF, &often, NULL) == 0);
  while (handled < 20) burn(0.01);
  require(setitimer(ITIMER_PROF, &never, NULL) == 0 && foreign == 0);

  require(signal(SIGPROF, plain_handler) == (void (*)(int))(uintptr_t)handler);
  handled = 0;
  raise(SIGPROF);
  require(handled == 1 && signal(SIGPROF, SIG_IGN) == plain_handler);
  raise(SIGPROF);
  burn(0.1);
  require(handled == 1 && signal(SIGPROF, SIG_DFL) == SIG_IGN);
  burn(0.1);  // our timers must not end the program by the default action

  struct sigaction once = {.sa_handler = plain_handler, .sa_flags = (int)SA_RESETHAND}, now;
  require(sigaction(SIGPROF, &once, NULL) == 0 && raise(SIGPROF) == 0 && handled == 2);
  require(sigaction(SIGPROF, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
  trimtab_cpu_stop();
}

static void *storm(void *target) {
  for (int i = 0; i < 20000; i++) {
    long before = others;
    require(pthread_kill(*(pthread_t *)target, SIGUSR1) == 0);
    while (others == before) sched_yield();
  }
  return NULL;
}

static void *work(void *seconds) {
  void *volatile block = malloc(64);
  burn(*(double *)seconds);
  free(block);
  return NULL;
}

// Other signals come as fast as they can while threads come and go.
static void storm_and_churn(void) {
  pthread_t self = pthread_self(), sender;
  double little = 0.0002;
  signal(SIGUSR1, plain_handler);
  require(trimtab_cpu_start(1000));
  require(pthread_create(&sender, NULL, storm, &self) == 0);
  while (others < 20000) {
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) require(pthread_create(&threads[i], NULL, work, &little) == 0);
    for (int i = 0; i < 8; i++) require(pthread_join(threads[i], NULL) == 0);
  }
  pthread_join(sender, NULL);
  require(others == 20000 && samples() > 0);
  trimtab_cpu_stop();
}

static int ended(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) require(errno == EINTR);
  return status;
}

// A child is not sampled, has the program's own action, and may execute another program.
static void forks(void) {
  require(trimtab_cpu_start(1000));
  for (int i = 0; i < 200; i++) {
    burn(0.001);
    pid_t child = fork();
    if (child == 0) {
      if (i % 3 == 0) {
        burn(0.002);
        require(!trimtab_cpu_start(100));
        _exit(7);
      }
      if (i % 3 == 1) raise(SIGPROF);
      char *const arguments[] = {"true", NULL};
      execv("/bin/true", arguments);
      _exit(1);
    }
    int status = ended(child);
    if (i % 3 == 0) require(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    if (i % 3 == 1) require(WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF);
    if (i % 3 == 2) require(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  uint64_t before = samples();
  while (samples() == before) burn(0.01);
  trimtab_cpu_stop();
}

// A signal that is pending when the program executes another must not end that.
static void executes(char *program, int left) {
  char text[16];
  if (left == 0) return;
  require(trimtab_cpu_start(1000));
  burn(0.005);
  snprintf(text, sizeof text, "%d", left - 1);
  execl(program, program, "exec", text, (char *)NULL);
  require(false);
}

static void *churn(void *stop) {
  while (!*(_Atomic bool *)stop) burn(0.0005);
  return NULL;
}

static void starts_and_stops(void) {
  static _Atomic bool stop;
  pthread_t thread;
  require(pthread_create(&thread, NULL, churn, &stop) == 0);
  for (int i = 0; i < 10000; i++) {
    require(trimtab_cpu_start(1000));
    if (i % 100 == 0) burn(0.005);
    trimtab_cpu_stop();
  }
  uint64_t before = samples();
  burn(0.05);
  require(samples() == before);  // nobody wants any
  require(before > 0);
  stop = true;
  pthread_join(thread, NULL);
}

static uint64_t nanoseconds(const struct trimtab_cpu_tables *tables) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < tables->stack_count; i++) sum += tables->stacks[i].nanoseconds;
  return sum;
}

// Threads that live for less than the kernel's tick are sampled for what they used.
static void short_threads(void) {
  double little = 0.002;
  struct trimtab_cpu_tables before, after;
  require(trimtab_cpu_start(1000));
  require(trimtab_cpu_read(&before));
  for (int i = 0; i < 1000; i++) {
    pthread_t thread;
    require(pthread_create(&thread, NULL, work, &little) == 0);
    pthread_join(thread, NULL);
  }
  require(trimtab_cpu_read(&after));
  trimtab_cpu_stop();
  double sampled = (double)(nanoseconds(&after) - nanoseconds(&before)), used = (double)(after.used - before.used);
  printf("%.0f of %.0f ns\n", sampled, used);
  require(sampled > 0.85 * used && sampled < 1.1 * used);
}

int main(int count, char **arguments) {
  const char *what = count > 1 ? arguments[1] : "";
  if (!strcmp(what, "signals")) signals_of_the_program();
  if (!strcmp(what, "storm")) storm_and_churn();
  if (!strcmp(what, "forks")) forks();
  if (!strcmp(what, "exec")) executes(arguments[0], count > 2 ? atoi(arguments[2]) : 100);
  if (!strcmp(what, "starts")) starts_and_stops();
  if (!strcmp(what, "threads")) short_threads();
  if (!strcmp(what, "default")) {
    require(trimtab_cpu_start(1000));
    burn(0.05);
    raise(SIGPROF);
  }
  puts("done");
  return 0;
}
