// Where the recording of a process lies, and what becomes of the one that was there before.
//
// `trimtab run` names a file that it holds itself (/proc/PID/fd/N). A service names its own: an earlier recording there
// is all that is left of a process that was killed, so it is moved aside: to FILE.1, what was there to FILE.2, up to
// FILE.3. Of names with {pid} or {start}, which are ever new ones, as many old recordings are left.
//
// Invariants: a file that is no recording is never written to, moved or removed; neither is that of a living process.

#include "recording_file.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "recording_owner.h"

enum { KEPT = 3, LONGEST = 4096 };

bool trimtab_recording_file_is_held(const char *name) {
  return strncmp(name, "/proc/", 6) == 0;
}

void trimtab_recording_file_refuse(const char *name, const char *reason) {
  char text[LONGEST + 256];
  int length = snprintf(text, sizeof text, "trimtab: this process is not recorded: TRIMTAB_RECORDING '%s': %s\n", name,
                        reason);
  if (length <= 0) return;
  ssize_t ignored = write(STDERR_FILENO, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
  (void)ignored;
}

// MARK: Names

static size_t placeholder(const char *text) {
  static const char process[] = "{pid}", start[] = "{start}";
  if (strncmp(text, process, sizeof process - 1) == 0) return sizeof process - 1;
  if (strncmp(text, start, sizeof start - 1) == 0) return sizeof start - 1;
  return 0;
}

static bool is_pattern(const char *name) {
  for (; *name; name++) {
    if (placeholder(name)) return true;
  }
  return false;
}

static bool expand(const char *name, char path[LONGEST]) {
  size_t used = 0;
  while (*name) {
    char number[24];
    const char *part = name;
    size_t length = 1, replaced = placeholder(name);
    if (replaced) {
      long long value = name[1] == 'p' ? (long long)getpid() : (long long)time(NULL);
      length = (size_t)snprintf(number, sizeof number, "%lld", value);
      part = number;
    }
    if (used + length >= LONGEST) return false;
    memcpy(path + used, part, length);
    used += length;
    name += replaced ? replaced : 1;
  }
  path[used] = 0;
  return true;
}

// Could some process have expanded `pattern` to `text`?
static bool matches(const char *pattern, const char *text) {
  while (*pattern) {
    size_t replaced = placeholder(pattern);
    if (!replaced) {
      if (*pattern++ != *text++) return false;
      continue;
    }
    size_t digits = strspn(text, "0123456789");
    if (digits == 0) return false;
    pattern += replaced;
    text += digits;
  }
  return *text == 0;
}

// MARK: What was there before

enum content {
  NOTHING,  // no file, or one that nobody has written to
  BEGUN,    // a recording whose process ended before it was one
  FOREIGN,  // no recording
  ALIVE,    // of a process that lives
  ENDED,    // of one that ended by itself
  UNCLEAN,  // of one that was killed
};

static enum content content_of(int file, uint64_t size, struct trimtab_header *header) {
  struct stat status;
  memset(header, 0, sizeof *header);
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return FOREIGN;
  if (status.st_size == 0) return NOTHING;
  ssize_t length = pread(file, header, sizeof *header, 0);
  if (length < (ssize_t)offsetof(struct trimtab_header, sections)) return FOREIGN;
  if (header->magic == 0) {
    // While it begins, a recording holds its owner's id at most.
    bool has_order = header->byte_order == 0 || header->byte_order == TRIMTAB_BYTE_ORDER;
    if ((uint64_t)status.st_size != size || !has_order) return FOREIGN;
    if (header->pid == 0) return NOTHING;
    bool is_ours = header->pid == (uint32_t)getpid();  // and we begin only now
    return !is_ours && trimtab_owner_is_alive(trimtab_owner_of(header)) ? ALIVE : BEGUN;
  }
  if (header->magic != TRIMTAB_RECORDING_MAGIC || header->byte_order != TRIMTAB_BYTE_ORDER) return FOREIGN;
  if (header->version != TRIMTAB_RECORDING_VERSION) return UNCLEAN;  // what more it says is not known
  if (header->state == TRIMTAB_STATE_ENDED) return ENDED;
  if (trimtab_owner_is_alive(trimtab_owner_of(header))) return ALIVE;
  // It may have ended by itself since the header was read.
  ssize_t again = pread(file, &header->state, sizeof header->state, offsetof(struct trimtab_header, state));
  return again == sizeof header->state && header->state == TRIMTAB_STATE_ENDED ? ENDED : UNCLEAN;
}

static enum content content_at(const char *path) {
  struct trimtab_header header;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return errno == ENOENT ? NOTHING : FOREIGN;
  enum content content = content_of(file, 0, &header);
  close(file);
  return content;
}

// Does the recording matter no more: because this program wrote it and ended, or because a small one did?
static bool is_replaceable(int file, const struct trimtab_header *header) {
  enum { SMALL = 8 << 20 };
  if (header->peak_live_bytes < SMALL && header->samples_taken * header->sampling_interval < SMALL) return true;
  char ours[LONGEST], theirs[LONGEST];
  ssize_t length = readlink("/proc/self/exe", ours, sizeof ours - 1);
  off_t place = (off_t)(header->sections[TRIMTAB_SECTION_STRINGS].offset + header->program_path);
  return length > 0 && pread(file, theirs, (size_t)length + 1, place) == length + 1 && theirs[length] == 0 &&
         memcmp(ours, theirs, (size_t)length) == 0;
}

// Moves FILE to FILE.1, that to FILE.2 and so on, up to the first number that is free; else the oldest goes. Returns
// what is in the way, or NULL.
static const char *keep(const char *path) {
  char older[LONGEST + 8], newer[LONGEST + 8];
  int last = 0;
  for (int number = 1; number <= KEPT && last == 0; number++) {
    snprintf(older, sizeof older, "%s.%d", path, number);
    enum content content = content_at(older);
    if (content == FOREIGN) return "the recording there cannot be kept, for the file with .1, .2 or .3 is none";
    if (content == NOTHING || number == KEPT) last = number;
  }
  for (int number = last; number > 0; number--) {
    snprintf(older, sizeof older, "%s.%d", path, number);
    snprintf(newer, sizeof newer, number > 1 ? "%s.%d" : "%s", path, number - 1);
    if (rename(newer, older) != 0) return "the recording there cannot be renamed: make its folder writable";
  }
  return NULL;
}

// Removes all but the newest recordings whose names fit the pattern and whose processes are gone.
static void remove_oldest(const char *pattern) {
  const char *slash = strrchr(pattern, '/');
  const char *name = slash ? slash + 1 : pattern;
  char folder[LONGEST], path[2 * LONGEST], oldest[2 * LONGEST];
  size_t length = slash ? (size_t)(slash - pattern) + 1 : 2;
  if (length >= sizeof folder) return;
  memcpy(folder, slash ? pattern : "./", length);
  folder[length] = 0;
  if (is_pattern(folder)) return;
  for (;;) {
    DIR *entries = opendir(folder);
    if (!entries) return;
    int count = 0;
    struct timespec first = {0};
    for (struct dirent *entry; (entry = readdir(entries));) {
      struct stat status;
      if (!matches(name, entry->d_name)) continue;
      snprintf(path, sizeof path, "%s%s", folder, entry->d_name);
      enum content content = content_at(path);
      if ((content != ENDED && content != UNCLEAN) || stat(path, &status) != 0) continue;
      bool is_older = status.st_mtim.tv_sec < first.tv_sec ||
                      (status.st_mtim.tv_sec == first.tv_sec && status.st_mtim.tv_nsec < first.tv_nsec);
      if (count++ == 0 || is_older) {
        first = status.st_mtim;
        strcpy(oldest, path);
      }
    }
    closedir(entries);
    if (count <= KEPT || unlink(oldest) != 0) return;
  }
}

// MARK: Opening

// Waits a little for another process that is moving the file. False if it is not done by then, or if the path then means
// another file.
static bool lock(int file, const char *path) {
  struct stat ours, now;
  for (int tries = 0; flock(file, LOCK_EX | LOCK_NB) != 0; tries++) {
    if (errno != EWOULDBLOCK) break;  // without locks, as on some network file systems: go on
    if (tries == 100) return false;
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
  return fstat(file, &ours) == 0 && lstat(path, &now) == 0 && ours.st_ino == now.st_ino && ours.st_dev == now.st_dev;
}

// Sets `*reason` where it returns -1; NULL where there is nothing to say.
static int open_or_make(const char *path, uint64_t size, const char **reason) {
  for (int tries = 0; tries < 8; tries++) {
    struct trimtab_header header;
    int file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_CREAT, 0600);
    if (file < 0) {
      *reason = strerror(errno);
      return -1;
    }
    *reason = NULL;
    if (!lock(file, path)) {
      close(file);
      continue;
    }
    enum content content = content_of(file, size, &header);
    bool has_our_id = header.pid == (uint32_t)getpid();
    switch (content) {
      case NOTHING: return file;
      case FOREIGN: *reason = "there is a file that is no recording: name another"; break;
      case ALIVE:
        // Our own, when this process executed another program. In some sandboxes nothing but the id is known.
        if (header.process_start && trimtab_owner_is_self(trimtab_owner_of(&header))) return file;
        if (has_our_id) *reason = keep(path);
        break;
      case ENDED:
        if (header.file_size == size && is_replaceable(file, &header)) return file;
        *reason = keep(path);
        break;
      case UNCLEAN: *reason = keep(path); break;
      case BEGUN: unlink(path); break;
    }
    close(file);
    if (*reason || (content == ALIVE && !has_our_id)) return -1;
  }
  *reason = "other processes take it again and again";
  return -1;
}

int trimtab_recording_file_open(const char *name, uint64_t size) {
  if (trimtab_recording_file_is_held(name)) return open(name, O_RDWR | O_CLOEXEC);
  char path[LONGEST];
  const char *reason = "the path is too long";
  if (is_pattern(name)) remove_oldest(name);
  int file = expand(name, path) ? open_or_make(path, size, &reason) : -1;
  if (file < 0 && reason) trimtab_recording_file_refuse(name, reason);
  return file;
}

#endif
