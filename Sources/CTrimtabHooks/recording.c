// The recording as a file.
//
// Invariant: the file has its full size before anything is mapped, so that no store runs past its end; and `magic` is
// written last, so that a reader never takes half a header for a recording.

#include "recording.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "images.h"
#include "memory_limit.h"
#include "recording_file.h"
#include "recording_owner.h"

// Entries of each section: sampling needs few, tracing every allocation many. Only what is used becomes resident.
static const struct {
  uint32_t stride;
  uint64_t sampled, traced;
} layout[TRIMTAB_SECTION_COUNT] = {
    [TRIMTAB_SECTION_THREADS] = {sizeof(struct trimtab_thread), 1 << 12, 1 << 12},
    [TRIMTAB_SECTION_NODES] = {sizeof(struct trimtab_node), 1 << 17, 1 << 20},
    [TRIMTAB_SECTION_SITES] = {sizeof(struct trimtab_site), 1 << 15, 1 << 18},
    [TRIMTAB_SECTION_SAMPLES] = {sizeof(struct trimtab_sample), 1 << 18, 1 << 22},
    [TRIMTAB_SECTION_IMAGES] = {sizeof(struct trimtab_image), 1 << 10, 1 << 10},
    [TRIMTAB_SECTION_STRINGS] = {1, 1 << 19, 1 << 19},
    [TRIMTAB_SECTION_TIMELINE] = {sizeof(struct trimtab_timeline_point), 1 << 12, 1 << 12},
    [TRIMTAB_SECTION_MEMORY] = {sizeof(struct trimtab_memory), 1 << 16, 1 << 16},
    [TRIMTAB_SECTION_BYTES] = {1, 1 << 22, 1 << 22},
    [TRIMTAB_SECTION_CPU_NODES] = {sizeof(struct trimtab_node), 1 << 17, 1 << 17},
    [TRIMTAB_SECTION_CPU_STACKS] = {sizeof(struct trimtab_cpu_stack), 1 << 15, 1 << 15},
    [TRIMTAB_SECTION_LABELS] = {sizeof(struct trimtab_label), 1 << 12, 1 << 12},
};

uint64_t trimtab_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void *trimtab_reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

// Sections begin pages of this kernel, so that they can be given back to it.
static uint64_t page_align(uint64_t size) {
  uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
  return (size + page - 1) & ~(page - 1);
}

// Fills `sections`; returns the file's size. With `counters_only` just the threads have room, and the images for traces.
static uint64_t lay_out(struct trimtab_section *sections, bool traced, bool counters_only) {
  uint64_t offset = page_align(sizeof(struct trimtab_header));
  for (uint32_t kind = 0; kind < TRIMTAB_SECTION_COUNT; kind++) {
    uint64_t capacity = traced ? layout[kind].traced : layout[kind].sampled;
    bool counts = kind == TRIMTAB_SECTION_THREADS || kind == TRIMTAB_SECTION_IMAGES || kind == TRIMTAB_SECTION_STRINGS;
    if (counters_only && !counts) capacity = 0;
    sections[kind] = (struct trimtab_section){
        .offset = offset, .capacity = capacity, .stride = layout[kind].stride, .kind = kind};
    offset = page_align(offset + capacity * layout[kind].stride);
  }
  sections[TRIMTAB_SECTION_THREADS].used = 1;  // the shared record
  sections[TRIMTAB_SECTION_STRINGS].used = 1;  // offset 0 means "none"
  return offset;
}

static void point_into(char *memory, uint64_t size) {
  struct trimtab_process *process = &trimtab_process;
  struct trimtab_header *header = (struct trimtab_header *)memory;
  process->mapped_bytes = size;
  process->threads = (struct trimtab_thread *)(memory + header->sections[TRIMTAB_SECTION_THREADS].offset);
  process->nodes = (struct trimtab_node *)(memory + header->sections[TRIMTAB_SECTION_NODES].offset);
  process->sites = (struct trimtab_site *)(memory + header->sections[TRIMTAB_SECTION_SITES].offset);
  process->samples = (struct trimtab_sample *)(memory + header->sections[TRIMTAB_SECTION_SAMPLES].offset);
  process->images = (struct trimtab_image *)(memory + header->sections[TRIMTAB_SECTION_IMAGES].offset);
  process->strings = memory + header->sections[TRIMTAB_SECTION_STRINGS].offset;
  process->timeline =
      (struct trimtab_timeline_point *)(memory + header->sections[TRIMTAB_SECTION_TIMELINE].offset);
  process->header = header;
}

static void describe_process(struct trimtab_header *header) {
  char text[4096];
  ssize_t length = readlink("/proc/self/exe", text, sizeof text - 1);
  if (length > 0) header->program_path = trimtab_string_add(text, (size_t)length);
  int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  length = read(file, text, sizeof text - 2);
  close(file);
  if (length <= 0) return;
  text[length] = 0;  // an argument cut short still ends
  header->command_line = trimtab_string_add(text, (size_t)length + 1);
}

static void fill_header(struct trimtab_header *header, uint64_t interval, uint32_t generation) {
  struct timespec wall;
  clock_gettime(CLOCK_REALTIME, &wall);
  header->version = TRIMTAB_RECORDING_VERSION;
  header->byte_order = TRIMTAB_BYTE_ORDER;
  header->header_size = sizeof *header;
  header->section_count = TRIMTAB_SECTION_COUNT;
  header->state = TRIMTAB_STATE_STARTING;
  header->flags = TRIMTAB_FLAG_LIVE_BYTES_EXACT | (trimtab_process.trace_all ? TRIMTAB_FLAG_TRACE_ALL : 0);
  header->generation = generation;
#if defined(__x86_64__)
  header->architecture = TRIMTAB_ARCHITECTURE_X86_64;
#else
  header->architecture = TRIMTAB_ARCHITECTURE_AARCH64;
#endif
  header->page_size = (uint32_t)sysconf(_SC_PAGESIZE);
  header->sampling_interval = interval;
  header->start_time = header->last_time = trimtab_now();
  struct trimtab_owner self = trimtab_owner_self();
  header->process_start = self.process_start;
  header->boot = self.boot;
  header->start_wall_time = (uint64_t)wall.tv_sec * 1000000000u + (uint64_t)wall.tv_nsec;
}

// Beyond the limit on file sizes the kernel would not refuse but kill.
static bool may_have_size(uint64_t size) {
  struct rlimit limit;
  return getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= size;
}

// A page for which the disk has no room would kill the program when it is first written, so the room is set aside
// before. Files in memory are only asked for it: there, what is not used shall cost nothing. A memfd has no limit.
static bool has_room(int file, uint64_t size) {
  enum { TMPFS = 0x01021994 };
  struct statfs disk;
  if (fstatfs(file, &disk) != 0) return false;
  uint64_t free_bytes = (uint64_t)disk.f_bavail * (uint64_t)disk.f_bsize;
  if (disk.f_type == TMPFS) return disk.f_blocks == 0 || free_bytes >= size;
  if (fallocate(file, 0, 0, (off_t)size) == 0) return true;
  return errno == EOPNOTSUPP && free_bytes >= size;
}

// May another process have the recording? Scripts run small programs before the one that matters (mkdir, readlink):
// such a one gives way once it has ended. Not so a program of some size, whatever runs after it.
static bool gives_way(const struct trimtab_header *header) {
  enum { SMALL = 8 << 20 };
  if (header->state != TRIMTAB_STATE_ENDED && trimtab_owner_is_alive(trimtab_owner_of(header)))
    return false;
  const char *memory = (const char *)header;
  const struct trimtab_section *section = &header->sections[TRIMTAB_SECTION_THREADS];
  const struct trimtab_thread *threads = (const struct trimtab_thread *)(memory + section->offset);
  uint64_t bytes = 0;
  for (uint64_t i = 0; i < section->used && i < layout[TRIMTAB_SECTION_THREADS].sampled; i++)
    bytes += threads[i].allocated_bytes;
  return bytes < SMALL;
}

static bool exchange_owner(struct trimtab_header *header, uint32_t *expected, uint32_t pid) {
  return __atomic_compare_exchange_n(&header->pid, expected, pid, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

// Makes the recording ours. False if it is another's. Sets what is left of an earlier program to zero.
static bool claim(struct trimtab_header *header, uint64_t size, bool is_held) {
  uint32_t pid = (uint32_t)getpid(), owner = 0;
  if (exchange_owner(header, &owner, pid)) return true;
  if (!trimtab_owner_is_self(trimtab_owner_of(header))) {  // it is ours if this process executed another program
    if (header->magic != TRIMTAB_RECORDING_MAGIC || header->file_size != size) return false;
    // A file of a service's own was looked at before it was opened.
    if (is_held ? !gives_way(header) : header->state != TRIMTAB_STATE_ENDED) return false;
    if (!exchange_owner(header, &owner, pid)) return false;
  }
  uint32_t generation = header->generation;
  uint64_t first = page_align(sizeof *header);
  __atomic_store_n(&header->magic, 0, __ATOMIC_RELEASE);
  if (madvise((char *)header + first, size - first, MADV_REMOVE) != 0) memset((char *)header + first, 0, size - first);
  memset(header, 0, sizeof *header);
  header->pid = pid;
  header->generation = generation;
  return true;
}

bool trimtab_recording_open(const char *name, uint64_t interval) {
  trimtab_process.trace_all = interval == 1;
  struct trimtab_section sections[TRIMTAB_SECTION_COUNT];
  uint64_t size = lay_out(sections, trimtab_process.trace_all, false);
  bool is_held = trimtab_recording_file_is_held(name);
  int file = trimtab_recording_file_open(name, size);
  if (file < 0) return false;
  struct stat status;
  bool sized = fstat(file, &status) == 0 && ((uint64_t)status.st_size >= size ||
                                             (may_have_size(size) && ftruncate(file, (off_t)size) == 0));
  sized = sized && has_room(file, size);
  char *memory = sized ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
  struct trimtab_header *header = (struct trimtab_header *)memory;
  bool claimed = memory != MAP_FAILED && claim(header, size, is_held);
  bool has_kept_room = claimed && has_room(file, size);  // what was removed for an earlier program gave its room away
  if (!has_kept_room) {
    close(file);
    // That another process was faster is nothing to talk about.
    if (!is_held && (memory == MAP_FAILED || claimed))
      trimtab_recording_file_refuse(name, "no room for it: the disk is full, or the limit on file sizes too low");
    if (claimed) header->pid = 0;
    if (memory != MAP_FAILED) munmap(memory, size);
    return false;
  }
  memcpy(header->sections, sections, sizeof sections);
  header->file_size = size;
  point_into(memory, size);
  fill_header(header, interval, header->generation + 1);
  describe_process(header);
  header->memory_limit = trimtab_memory_limit();
  __atomic_store_n(&header->magic, TRIMTAB_RECORDING_MAGIC, __ATOMIC_RELEASE);
  // Until here nobody else has seen the file without its magic. The mapping keeps the lock even when the file is closed.
  flock(file, LOCK_UN);
  close(file);
  return true;
}

bool trimtab_recording_open_counters(void) {
  struct trimtab_section sections[TRIMTAB_SECTION_COUNT];
  uint64_t size = lay_out(sections, false, true);
  char *memory = trimtab_reserve(size);
  if (!memory) return false;
  memcpy(((struct trimtab_header *)memory)->sections, sections, sizeof sections);
  point_into(memory, size);
  return true;
}

void trimtab_recording_detach(void) {
  struct trimtab_section sections[TRIMTAB_SECTION_COUNT];
  memcpy(sections, trimtab_process.header->sections, sizeof sections);
  void *memory = mmap(trimtab_process.header, trimtab_process.mapped_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  if (memory == MAP_FAILED) {
    trimtab_process.counting = false;
    return;
  }
  memcpy(trimtab_process.header->sections, sections, sizeof sections);
}

#endif
