// Notes which functions of the program were entered at least once, for truth.py: preloaded, with one-shot breakpoints.
//
// REACHED_FUNCTIONS names a file of addresses in the program's file, one in hexadecimal a line, in rising order; at exit those
// that were entered are written to REACHED_RESULT. The invariant: a byte of code is either the breakpoint or what was there
// before, and it goes back once only, so that several threads may run into the same one. x86-64 alone.
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { breakpoint = 0xcc };

typedef struct {
  uintptr_t address;
  uint8_t code;
  atomic_bool entered;
} function_t;

static function_t *functions;
static size_t count;
static uintptr_t base;

static function_t *find(uintptr_t address) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (functions[middle].address < address) low = middle + 1;
    else high = middle;
  }
  return low < count && functions[low].address == address ? &functions[low] : NULL;
}

static void enter(int signal, siginfo_t *info, void *context) {
  (void)info;
  greg_t *counter = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  function_t *function = find((uintptr_t)*counter - 1);
  if (function == NULL) {
    // A trap of the program's own.
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(signal, &standard, NULL);
    return;
  }
  atomic_store((_Atomic uint8_t *)function->address, function->code);
  atomic_store(&function->entered, true);
  *counter -= 1;
}

// The program itself comes first. Its code is made writable.
static int open_code(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size, (void)context;
  base = info->dlpi_addr;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
    uintptr_t start = (base + part->p_vaddr) & ~(page - 1), end = base + part->p_vaddr + part->p_memsz;
    if (mprotect((void *)start, end - start, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) perror("reached: mprotect"), _exit(9);
  }
  return 1;
}

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("REACHED_FUNCTIONS");
  FILE *file = path == NULL ? NULL : fopen(path, "r");
  if (file == NULL) return;
  dl_iterate_phdr(open_code, NULL);
  struct sigaction action = {.sa_sigaction = enter, .sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER};
  sigaction(SIGTRAP, &action, NULL);
  size_t room = 0;
  uintptr_t offset;
  while (fscanf(file, "%lx", &offset) == 1) {
    if (count == room) {
      room = room == 0 ? 1024 : 2 * room;
      functions = realloc(functions, room * sizeof *functions);
      if (functions == NULL) _exit(9);
    }
    functions[count++] = (function_t){.address = base + offset, .code = *(uint8_t *)(base + offset)};
  }
  fclose(file);
  for (size_t i = 0; i < count; i++) *(volatile uint8_t *)functions[i].address = breakpoint;
}

__attribute__((destructor)) static void finish(void) {
  const char *path = getenv("REACHED_RESULT");
  FILE *file = path == NULL ? NULL : fopen(path, "w");
  if (file == NULL) return;
  for (size_t i = 0; i < count; i++) {
    if (functions[i].entered) fprintf(file, "%lx\n", functions[i].address - base);
  }
  fclose(file);
}
