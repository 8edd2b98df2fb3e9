// Files in memory, pipes, and file capabilities.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

int trimtab_memory_file(const char *name) {
#ifdef __linux__
  int file = memfd_create(name, MFD_CLOEXEC);
  if (file < 0 || file > 2) return file;
  // The program must not find its closed standard descriptors taken.
  int moved = fcntl(file, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  close(file);
  errno = error;
  return moved;
#else
  (void)name;
  errno = ENOSYS;
  return -1;
#endif
}

int trimtab_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

int trimtab_has_file_capabilities(int file) {
#ifdef __linux__
  return fgetxattr(file, "security.capability", NULL, 0) > 0;
#else
  (void)file;
  return 0;
#endif
}
