// Reads /proc to tell processes apart: an id alone does not, because in every container the first process has id 1.
//
// A process is known by its id and by the clock tick at which it started (proc(5), /proc/PID/stat, field 22), within
// one boot of the machine.

#include "recording_owner.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct status {
  char state;
  uint64_t threads;
  uint64_t start;
};

// The file's beginning as text; false if there is none.
static bool read_text(const char *path, char *text, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t length = read(file, text, size - 1);
  close(file);
  text[length > 0 ? length : 0] = 0;
  return length > 0;
}

static bool read_status(uint32_t pid, struct status *status) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%u/stat", pid);
  if (!read_text(path, text, sizeof text)) return false;
  // The name stands in parentheses and may itself contain some.
  char *rest = strrchr(text, ')');
  if (!rest) return false;
  int field = 2;
  for (char *word; (word = strsep(&rest, " ")) != NULL; field++) {
    switch (field) {
      case 3: status->state = word[0]; break;
      case 20: status->threads = strtoull(word, NULL, 10); break;
      case 22: status->start = strtoull(word, NULL, 10); return true;
    }
  }
  return false;
}

// FNV-1a; see http://www.isthe.com/chongo/tech/comp/fnv/.
static uint64_t hash(const char *text) {
  uint64_t value = UINT64_C(0xcbf29ce484222325);
  for (; *text; text++) value = (value ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
  return value ? value : 1;
}

struct trimtab_owner trimtab_owner_self(void) {
  struct status status;
  char boot[64];
  struct trimtab_owner self = {.pid = (uint32_t)getpid()};
  if (read_status(self.pid, &status)) self.process_start = status.start;
  if (read_text("/proc/sys/kernel/random/boot_id", boot, sizeof boot)) self.boot = hash(boot);
  return self;
}

struct trimtab_owner trimtab_owner_of(const struct trimtab_header *header) {
  return (struct trimtab_owner){header->pid, header->process_start, header->boot};
}

static bool differ(uint64_t a, uint64_t b) {
  return a && b && a != b;
}

bool trimtab_owner_is_self(struct trimtab_owner owner) {
  struct trimtab_owner self = trimtab_owner_self();
  return owner.pid == self.pid && !differ(owner.boot, self.boot) && !differ(owner.process_start, self.process_start);
}

bool trimtab_owner_is_alive(struct trimtab_owner owner) {
  struct status status;
  if (differ(owner.boot, trimtab_owner_self().boot)) return false;
  if (kill((pid_t)owner.pid, 0) != 0 && errno == ESRCH) return false;
  if (!read_status(owner.pid, &status)) return true;
  // Nobody may ever reap it; but a process whose first thread alone has ended goes on.
  if ((status.state == 'Z' || status.state == 'X') && status.threads <= 1) return false;
  return !differ(owner.process_start, status.start);
}

#endif
