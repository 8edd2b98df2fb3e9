// Blocks from before main to after the last exit handler.

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "blocks.h"
#include "everything.h"

static struct block early, late;
static pid_t printing;

// Before the constructors of all libraries.
static void before_all(void) {
  early = small_block(1234, 77);
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = before_all;

__attribute__((constructor(101))) static void before_main(void) {
  struct block block = small_block(100000, 1);
  free_block(&block);
  late = small_block(10, 2);
}

static void at_exit(void) {
  struct block block = small_block(100000, 3);
  free_block(&block);
}

void print_at_the_end(void) {
  printing = getpid();
  atexit(at_exit);
}

__attribute__((destructor(101))) static void after_all(void) {
  free_block(&early);
  free_block(&late);
  // Not the forked children that come here, too.
  if (printing != getpid()) return;
  dprintf(1, "allocations %lu deallocations %lu bytes %lu\n", atomic_load(&allocations), atomic_load(&deallocations),
          atomic_load(&requested));
  dprintf(1, "slots %lu threads %lu forks %lu vforks %lu spawns %lu libraries %lu signals %lu\n", done[SLOT],
          done[SHORT_THREAD], done[FORK], done[VFORK], done[SPAWN], done[LIBRARY], done[SIGNAL]);
}
