// Keeps the table of loaded images, in the recording and, for the walk, beside it.
//
// Invariant: entries are only appended, and an entry is complete before `count` includes it; so the walk reads without
// a lock. An image that was unloaded stays; where a later one covers the same addresses, the later one wins.

#include "images.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

enum { MAX_IMAGES = 1024 };

static struct {
  uintptr_t start, end;
  uint32_t kind;  // enum trimtab_image_kind; UNKNOWN = not looked at yet
  bool is_libc;
} ranges[MAX_IMAGES];
static int count;
static int task_runner;  // the image, by its number; the first is the program
static unsigned long long last_additions;
bool trimtab_images_stale;
pthread_mutex_t trimtab_images_lock = PTHREAD_MUTEX_INITIALIZER;

uint64_t trimtab_string_add(const char *text, size_t length) {
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_STRINGS);
  uint64_t offset = __atomic_load_n(&section->used, __ATOMIC_RELAXED);
  do {
    if (offset + length + 1 > section->capacity) return 0;
  } while (!__atomic_compare_exchange_n(&section->used, &offset, offset + length + 1, true, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED));
  memcpy(trimtab_process.strings + offset, text, length);
  trimtab_process.strings[offset + length] = 0;
  return offset;
}

// MARK: Frame pointers

#if defined(__x86_64__)

// Does code compiled into this file keep frame pointers? Looks at the prologues of a few functions spread over the
// file, found by the table of unwind entries. Reads the file rather than the mapping, so that no page of it becomes
// resident on our account. `mov %rsp,%rbp` is 48 89 e5. Functions with `lea n(%rsp),%rbp`, 48 8d 6c 24, are asynchronous
// Swift code: some keep a frame in any case, so they say nothing of the others.
static bool keeps_frame_pointers(const char *path) {
  enum { PROBES = 32, WINDOW = 32 };
  bool kept = false;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ElfW(Ehdr) header;
  ElfW(Phdr) segments[32];
  if (pread(file, &header, sizeof header, 0) != sizeof header || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_phentsize != sizeof segments[0])
    goto done;
  int segment_count = header.e_phnum < 32 ? header.e_phnum : 32;
  ssize_t wanted = (ssize_t)(sizeof segments[0] * (size_t)segment_count);
  if (pread(file, segments, (size_t)wanted, (off_t)header.e_phoff) != wanted) goto done;
  const ElfW(Phdr) *table = NULL;
  for (int i = 0; i < segment_count; i++) {
    if (segments[i].p_type == PT_GNU_EH_FRAME) table = &segments[i];
  }
  // version 1, then three encodings: the table must be of signed 32-bit offsets from its own start.
  struct {
    uint8_t version, pointer_encoding, count_encoding, table_encoding;
    int32_t frame_pointer;
    uint32_t entries;
  } lookup;
  if (!table || pread(file, &lookup, sizeof lookup, (off_t)table->p_offset) != sizeof lookup || lookup.version != 1 ||
      lookup.count_encoding != 0x03 || lookup.table_encoding != 0x3b || lookup.entries == 0)
    goto done;
  int seen = 0, hits = 0;
  for (uint32_t probe = 0; probe < PROBES; probe++) {
    uint64_t entry = (uint64_t)lookup.entries * (2 * probe + 1) / (2 * PROBES);
    int32_t function_offset;
    if (pread(file, &function_offset, 4, (off_t)(table->p_offset + sizeof lookup + 8 * entry)) != 4) continue;
    uint64_t address = table->p_vaddr + (uint64_t)(int64_t)function_offset;
    for (int i = 0; i < segment_count; i++) {
      const ElfW(Phdr) *segment = &segments[i];
      if (segment->p_type != PT_LOAD || address - segment->p_vaddr >= segment->p_filesz) continue;
      uint8_t code[WINDOW];
      if (pread(file, code, WINDOW, (off_t)(segment->p_offset + address - segment->p_vaddr)) != WINDOW) break;
      bool is_async = false, is_kept = false;
      for (int at = 0; at + 4 <= WINDOW; at++) {
        is_kept |= memcmp(code + at, "\x48\x89\xe5", 3) == 0;
        is_async |= memcmp(code + at, "\x48\x8d\x6c\x24", 4) == 0;
      }
      seen += is_kept || !is_async;
      hits += is_kept;
      break;
    }
  }
  kept = seen > 0 && hits * 4 >= seen;
done:
  close(file);
  return kept;
}

#else

// The procedure call standard of aarch64 keeps a frame record in practice everywhere.
static bool keeps_frame_pointers(const char *path) {
  (void)path;
  return true;
}

#endif

// MARK: The table

static const char *name_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// Dispatch's Swift overlay keeps no frame pointers but leaves its caller's alone. A chain through it misses one frame,
// the caller of `sync` and the like, which the name of the closure on the stack tells anyway: not worth unwinding.
static bool is_transparent(const char *path) {
  return strncmp(name_of(path), "libswiftDispatch.so", 19) == 0;
}

static bool is_libc(const char *path) {
  const char *name = name_of(path);
  return strncmp(name, "libc.so", 7) == 0 || strncmp(name, "libc-2", 6) == 0 || strncmp(name, "libpthread", 10) == 0;
}

static void read_build_id(const struct dl_phdr_info *info, const ElfW(Phdr) *segment, struct trimtab_image *image) {
  const char *notes = (const char *)(info->dlpi_addr + segment->p_vaddr);
  size_t at = 0;
  while (at + sizeof(ElfW(Nhdr)) <= segment->p_memsz) {
    const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)(notes + at);
    size_t name = at + sizeof *note, description = name + ((note->n_namesz + 3u) & ~3u);
    size_t next = description + ((note->n_descsz + 3u) & ~3u);
    if (next > segment->p_memsz || next <= at) return;
    if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(notes + name, "GNU", 4) == 0) {
      image->build_id_length = note->n_descsz < sizeof image->build_id ? note->n_descsz : sizeof image->build_id;
      memcpy(image->build_id, notes + description, image->build_id_length);
      return;
    }
    at = next;
  }
}

static int visit(struct dl_phdr_info *info, size_t size, void *context) {
  bool *first = context;
  if (*first && size >= offsetof(struct dl_phdr_info, dlpi_subs)) {
    if (info->dlpi_adds == last_additions) return 1;
    last_additions = info->dlpi_adds;
    *first = false;
  }
  struct trimtab_image image = {.bias = info->dlpi_addr, .start = UINT64_MAX};
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type == PT_LOAD) {
      uint64_t start = info->dlpi_addr + segment->p_vaddr, end = start + segment->p_memsz;
      if (start < image.start) image.start = start;
      if (end > image.end) image.end = end;
    } else if (segment->p_type == PT_NOTE && image.build_id_length == 0) {
      read_build_id(info, segment, &image);
    }
  }
  if (image.start >= image.end) return 0;
  for (int i = 0; i < count; i++) {
    struct trimtab_image *known = &trimtab_process.images[i];
    if (known->start == image.start && known->end == image.end &&
        memcmp(known->build_id, image.build_id, sizeof image.build_id) == 0)
      return 0;
  }
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_IMAGES);
  if (count >= MAX_IMAGES || section->used >= section->capacity) {
    atomic_add(&trimtab_process.header->images_dropped, 1);
    return 0;
  }
  const char *path = info->dlpi_name ? info->dlpi_name : "";
  char executable[4096];
  if (path[0] == 0) {
    ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
    executable[length > 0 ? length : 0] = 0;
    path = executable;
  }
  image.path = trimtab_string_add(path, strlen(path));
  image.loaded_time = trimtab_now();
  trimtab_process.images[section->used] = image;
  atomic_set(&section->used, section->used + 1);
  ranges[count].start = image.start;
  ranges[count].end = image.end;
  ranges[count].is_libc = is_libc(path);
  if (strncmp(name_of(path), "libswift_Concurrency.so", 23) == 0) atomic_set(&task_runner, count);
  __atomic_store_n(&count, count + 1, __ATOMIC_RELEASE);
  return 0;
}

void trimtab_images_refresh(void) {
  if (!trimtab_process.counting) return;
  bool first = true;
  pthread_mutex_lock(&trimtab_images_lock);
  dl_iterate_phdr(visit, &first);
  pthread_mutex_unlock(&trimtab_images_lock);
}

// The first sample that meets an image looks at its prologues: some tens of microseconds, once an image.
static enum trimtab_image_kind classify(int index) {
  enum trimtab_image_kind kind;
  struct trimtab_image *image = &trimtab_process.images[index];
  if (ranges[index].is_libc) {
    kind = TRIMTAB_IMAGE_LIBC;
  } else {
    const char *path = image->path ? trimtab_process.strings + image->path : "/proc/self/exe";
    bool kept = is_transparent(path) || keeps_frame_pointers(path);
    kind = kept ? TRIMTAB_IMAGE_FRAME_POINTERS : TRIMTAB_IMAGE_NO_FRAME_POINTERS;
  }
  image->frame_pointers = kind == TRIMTAB_IMAGE_FRAME_POINTERS ? 1 : 2;
  atomic_set(&ranges[index].kind, kind);
  return kind;
}

// The image's number, or -1.
static int find(uintptr_t pc, int hint) {
  int known = __atomic_load_n(&count, __ATOMIC_ACQUIRE);
  if (hint < known && pc - ranges[hint].start < ranges[hint].end - ranges[hint].start) return hint;
  for (int i = known - 1; i >= 0; i--) {
    if (pc - ranges[i].start < ranges[i].end - ranges[i].start) return i;
  }
  atomic_set(&trimtab_images_stale, true);
  return -1;
}

bool trimtab_image_is_known(uintptr_t pc, int *hint) {
  int found = find(pc, *hint);
  if (found >= 0) *hint = found;
  return found >= 0;
}

enum trimtab_image_kind trimtab_image_of(uintptr_t pc, int *hint) {
  int found = find(pc, *hint);
  if (found < 0) return TRIMTAB_IMAGE_UNKNOWN;
  *hint = found;
  uint32_t kind = atomic_get(&ranges[found].kind);
  return kind ? (enum trimtab_image_kind)kind : classify(found);
}

bool trimtab_image_may_run_tasks(uintptr_t pc) {
  int index = atomic_get(&task_runner);
  return pc - ranges[index].start < ranges[index].end - ranges[index].start;
}

#endif
