// File descriptors of ours in a process that is not: far above those that the program counts on, closed on exec, and
// looked at before each use, for a program that closes all descriptors may have opened its own under our number.
#ifndef TRIMTAB_HIGH_DESCRIPTOR_H
#define TRIMTAB_HIGH_DESCRIPTOR_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct trimtab_descriptor {
  int number;  // -1 = none
  dev_t device;
  ino_t inode;
};

#define TRIMTAB_NO_DESCRIPTOR {.number = -1}

static inline void trimtab_descriptor_open(struct trimtab_descriptor *descriptor, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  struct rlimit limit;
  int floor = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1024 ? (int)limit.rlim_cur - 8 : 1000;
  struct stat status;
  // In a program with a thousand files open it is high enough as it is.
  descriptor->number = file;
  if (file < floor) {
    descriptor->number = fcntl(file, F_DUPFD_CLOEXEC, floor);
    close(file);
  }
  if (descriptor->number >= 0 && fstat(descriptor->number, &status) == 0) {
    descriptor->device = status.st_dev;
    descriptor->inode = status.st_ino;
  }
}

static inline bool trimtab_descriptor_is_ours(struct trimtab_descriptor *descriptor) {
  struct stat now;
  if (descriptor->number < 0) return false;
  if (fstat(descriptor->number, &now) == 0 && now.st_ino == descriptor->inode && now.st_dev == descriptor->device)
    return true;
  descriptor->number = -1;
  return false;
}

#endif
