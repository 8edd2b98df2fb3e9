// Lists the process's threads, without allocating and without a low descriptor.

#include "thread_list.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <sys/syscall.h>
#include <unistd.h>

#include "high_descriptor.h"

static struct trimtab_descriptor tasks = TRIMTAB_NO_DESCRIPTOR;

void trimtab_thread_list_start(void) {
  if (tasks.number < 0) trimtab_descriptor_open(&tasks, "/proc/self/task");
}

// As many as the folder has folders; a kernel that does not tell so says the same at all times.
bool trimtab_thread_list_has_changed(void) {
  static nlink_t before;
  struct stat now;
  if (!trimtab_descriptor_is_ours(&tasks) || fstat(tasks.number, &now) != 0 || now.st_nlink == before) return false;
  before = now.st_nlink;
  return true;
}

static uint32_t number_of(const char *name) {
  uint32_t number = 0;
  for (; *name >= '0' && *name <= '9'; name++) number = number * 10 + (uint32_t)(*name - '0');
  return *name == 0 ? number : 0;
}

void trimtab_thread_list_visit(void (*visit)(uint32_t tid)) {
  struct entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
  };
  _Alignas(8) char bytes[2048];
  if (!trimtab_descriptor_is_ours(&tasks) || lseek(tasks.number, 0, SEEK_SET) != 0) return;
  for (;;) {
    long length = syscall(SYS_getdents64, tasks.number, bytes, sizeof bytes);
    if (length <= 0) return;
    for (long at = 0; at < length;) {
      const struct entry *entry = (const struct entry *)(bytes + at);
      uint32_t tid = number_of(entry->name);
      if (tid) visit(tid);
      at += entry->length;
    }
  }
}

void trimtab_thread_list_forget(void) { tasks.number = -1; }

#endif
