// Children of a process with many threads, by every way to make one.

#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "blocks.h"
#include "everything.h"

extern char **environ;

static void expect(pid_t child, int wanted) {
  int status = -1;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != wanted) {
    fprintf(stderr, "AllocationStress: a child ended with wait status %x, not by exit(%d)\n", (unsigned)status, wanted);
    abort();
  }
}

static void *allocate_in_child(void *seed) {
  uint64_t random = (uint64_t)(uintptr_t)seed;
  for (int i = 0; i < 20; i++) {
    struct block block;
    allocate_block(&block, &random);
    free_block(&block);
  }
  return NULL;
}

// The child frees what its parent allocated, allocates itself, in a thread of its own too, and ends in either way.
static void by_fork(uint64_t *random) {
  struct block blocks[20];
  for (int i = 0; i < 20; i++) allocate_block(&blocks[i], random);
  bool by_exit = next_random(random) & 1;
  if (by_exit) lock_libraries();
  pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 20; i++) free_block(&blocks[i]);
    pthread_t thread;
    if (pthread_create(&thread, NULL, allocate_in_child, (void *)(uintptr_t)*random) != 0) abort();
    allocate_in_child((void *)(uintptr_t)(*random + 1));
    pthread_join(thread, NULL);
    if (by_exit) exit(7);
    _exit(7);
  }
  if (by_exit) unlock_libraries();
  expect(child, 7);
  for (int i = 0; i < 20; i++) free_block(&blocks[i]);
  atomic_fetch_add(&done[FORK], 1);
}

// Another program, with the same hooks, and this program's recording, which it must leave alone.
static char *const again[] = {"AllocationStress", "1", "300", NULL};

static void by_vfork(void) {
  pid_t child = vfork();
  if (child == 0) {
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, 1);
    execve("/proc/self/exe", again, environ);
    _exit(127);
  }
  expect(child, 0);
  atomic_fetch_add(&done[VFORK], 1);
}

static void by_spawn(void) {
  pid_t child = -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (posix_spawn(&child, "/proc/self/exe", &actions, NULL, again, environ) != 0) child = -1;
  posix_spawn_file_actions_destroy(&actions);
  expect(child, 0);
  atomic_fetch_add(&done[SPAWN], 1);
}

void *start_children(void *seed) {
  uint64_t random = begin_thread(seed);
  while (!atomic_load(&time_is_up)) {
    by_fork(&random);
    by_vfork();
    by_fork(&random);
    by_spawn();
    may_be_allocating = 0;
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    may_be_allocating = 1;
  }
  return NULL;
}
