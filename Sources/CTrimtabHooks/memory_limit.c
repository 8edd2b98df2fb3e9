// Reads the cgroup's memory limit, once, while the process starts and has one thread.
//
// See the kernel's Documentation/admin-guide/cgroup-v2.rst (memory.max) and cgroup-v1/memory.rst
// (memory.limit_in_bytes). A group's files may lie elsewhere than its name says (a container sees its own group as the
// root), so each level that has no file is passed over.

#include "memory_limit.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The file's beginning as text; its length, or -1.
static ssize_t read_text(const char *path, char *text, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, text, size - 1);
  close(file);
  text[length > 0 ? length : 0] = 0;
  return length;
}

// The smallest limit in `root` + `group` and the groups above it.
static uint64_t smallest(const char *root, char *group, const char *name) {
  uint64_t limit = UINT64_MAX;
  for (;;) {
    char path[1024], text[32];
    int length = snprintf(path, sizeof path, "%s%s/%s", root, group, name);
    if (length > 0 && (size_t)length < sizeof path && read_text(path, text, sizeof text) > 0 && text[0] >= '0' &&
        text[0] <= '9') {
      uint64_t value = strtoull(text, NULL, 10);
      if (value && value < limit) limit = value;
    }
    char *last = strrchr(group, '/');
    if (!last) return limit;
    *last = 0;
  }
}

uint64_t trimtab_memory_limit(void) {
  char groups[4096];
  if (read_text("/proc/self/cgroup", groups, sizeof groups) <= 0) return 0;
  uint64_t limit = UINT64_MAX;
  char *rest = groups, *line;
  while ((line = strsep(&rest, "\n")) != NULL) {
    // hierarchy:controllers:group, for example `0::/system.slice/x` (version 2) or `5:memory:/docker/y` (version 1)
    char *controllers = strchr(line, ':');
    char *group = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!group) continue;
    *group++ = 0;
    controllers++;
    uint64_t found = UINT64_MAX;
    if (controllers[0] == 0) {
      found = smallest("/sys/fs/cgroup", group, "memory.max");
    } else if (strcmp(controllers, "memory") == 0) {
      found = smallest("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
    }
    if (found < limit) limit = found;
  }
  // Version 1 writes "no limit" as the largest number of whole pages.
  return limit < UINT64_C(1) << 60 ? limit : 0;
}

#endif
