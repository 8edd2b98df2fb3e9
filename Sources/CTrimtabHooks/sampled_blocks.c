// Sampled blocks of up to 32 KiB live in slots of a reserved address range, so that `free` knows them by one
// subtraction and one comparison. Larger, aligned or (when every allocation is traced) all blocks come from the next
// allocator and are found through a hash table.
//
// Invariants:
// - `trimtab_sampled_lock` guards all of it: the slots, the table, the samples' states and the sites' live counters. It
//   is held for some tens of nanoseconds, once for every `interval` bytes allocated, and never while anything allocates.
// - A slot begins with 16 bytes of ours that link the free ones; the 16 bytes before a block name its sample. They are
//   the same bytes unless the block is aligned to more. They are believed only if the sample names the block back; a
//   slot whose bytes were overwritten is never used again.
// - A freed sample is history until its entry is needed again, oldest first.

#include "sampled_blocks.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <sys/mman.h>

#include "gaps.h"
#include "labels.h"
#include "memory_copy.h"
#include "next_allocator.h"

enum { SLOT_HEADER = 16, HISTORY = 32768 };

struct slot_header {
  uint32_t sample;     // before a block: index + 1 while it is in use
  uint32_t next_free;  // at the start of a free slot: slot + 1
  uint64_t unused;
};

pthread_mutex_t trimtab_sampled_lock = PTHREAD_MUTEX_INITIALIZER;

static struct {
  uint32_t fresh;       // slots from here on were never used
  uint32_t first_free;  // slot + 1
  size_t accessible;    // bytes of the class's addresses that may be touched
} classes[TRIMTAB_CLASS_COUNT];

// By sample: the next in its hash bucket, or the next in the queue of freed ones; index + 1.
static uint32_t *links;
static uint32_t oldest_freed, newest_freed, freed_count;

// MARK: Size classes

// 16 to 128 by 16, then four to each doubling up to 32 KiB.
static uint32_t class_of(size_t size) {
  if (size <= 128) return size <= 16 ? 0 : (uint32_t)(size - 1) / 16;
  uint32_t doubling = 63 - (uint32_t)__builtin_clzll((uint64_t)size - 1);  // 7 for 129...256
  return 8 + (doubling - 7) * 4 + (uint32_t)(((size - 1) >> (doubling - 2)) & 3);
}

static size_t class_size(uint32_t index) {
  if (index < 8) return (index + 1) * 16;
  uint32_t doubling = 7 + (index - 8) / 4, quarter = (index - 8) % 4;
  return ((size_t)1 << doubling) + ((size_t)(quarter + 1) << (doubling - 2));
}

static uint32_t class_at(const void *pointer) {
  return (uint32_t)(((uintptr_t)pointer - trimtab_hot.range_start) >> TRIMTAB_CLASS_SHIFT);
}

static struct slot_header *slot_at(uint32_t class, uint32_t slot) {
  return (struct slot_header *)(trimtab_hot.range_start + ((uintptr_t)class << TRIMTAB_CLASS_SHIFT) +
                                (uintptr_t)slot * (class_size(class) + SLOT_HEADER));
}

static uint32_t slot_of(uint32_t class, const void *pointer) {
  uintptr_t offset = (uintptr_t)pointer - SLOT_HEADER - (uintptr_t)slot_at(class, 0);
  return (uint32_t)(offset / (class_size(class) + SLOT_HEADER));
}

size_t trimtab_sampled_usable_size(const void *pointer) {
  uint32_t class = class_at(pointer);
  return (uintptr_t)slot_at(class, slot_of(class, pointer)) + SLOT_HEADER + class_size(class) - (uintptr_t)pointer;
}

// MARK: Samples and sites (under the lock)

// An entry for a new sample: index + 1, or 0.
static uint32_t take_entry(void) {
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_SAMPLES);
  if (freed_count < HISTORY && section->used < section->capacity) {
    uint32_t entry = (uint32_t)section->used + 1;
    atomic_set(&section->used, section->used + 1);
    return entry;
  }
  if (freed_count == 0) return 0;
  uint32_t entry = oldest_freed;
  oldest_freed = links[entry - 1];
  freed_count--;
  return entry;
}

static void retire_entry(uint32_t entry) {
  links[entry - 1] = 0;
  if (freed_count++ == 0) {
    oldest_freed = entry;
  } else {
    links[newest_freed - 1] = entry;
  }
  newest_freed = entry;
}

// May the block's first page be one that its owner has protected? Only of blocks that begin a page; and who frees a
// block that malloc took from its heap has taken the protection back.
static bool may_be_protected(const struct trimtab_sample *sample, bool is_freed) {
  enum { SMALLEST_PAGE = 4096, SMALLEST_MAPPED = 128 * 1024 };
  if (sample->address % SMALLEST_PAGE != 0) return false;
  return !is_freed || sample->kind == TRIMTAB_KIND_ALIGNED || sample->size >= SMALLEST_MAPPED;
}

// What a block begins with tells its type, once its owner has filled it in.
static void look_at(struct trimtab_sample *sample, bool is_freed) {
  enum { WORDS = 3, NO_TYPE = 1 };
  uint64_t words[WORDS] = {0};
  size_t size = sample->size < sizeof words ? sample->size & ~(size_t)7 : sizeof words;
  if (may_be_protected(sample, is_freed)) {
    size = trimtab_memory_read(sample->address, words, size);
    if (size == 0) return;
  } else {
    const uint64_t *block = (const uint64_t *)sample->address;
    for (size_t i = 0; i < size / 8; i++) words[i] = atomic_get(&block[i]);
  }
  // The second word of an object counts its references and is never 0.
  bool may_be_object = size >= 16 && words[0] >= 4096 && (words[0] & 7) == 0 && words[1] != 0;
  atomic_set(&sample->body, words[2]);
  atomic_set(&sample->type, may_be_object ? words[0] : NO_TYPE);
}

void trimtab_sampled_look(struct trimtab_sample *sample) {
  pthread_mutex_lock(&trimtab_sampled_lock);
  if (sample->state == TRIMTAB_SAMPLE_LIVE) look_at(sample, false);
  pthread_mutex_unlock(&trimtab_sampled_lock);
}

// The thread's latest sample: by now its block has become what it was allocated for.
static void look_at_latest(const struct trimtab_local *local) {
  if (local->latest_sample == 0) return;
  struct trimtab_sample *sample = &trimtab_process.samples[local->latest_sample - 1];
  if (sample->state == TRIMTAB_SAMPLE_LIVE && sample->thread == local->record_index && sample->type == 0)
    look_at(sample, false);
}

static void sample_begins(uint32_t entry, void *pointer, const struct trimtab_allocation *allocation,
                          struct trimtab_local *local) {
  look_at_latest(local);
  local->latest_sample = entry;
  struct trimtab_sample *sample = &trimtab_process.samples[entry - 1];
  double weight = trimtab_process.trace_all ? 1 : trimtab_weight(allocation->size, local->interval);
  sample->state = TRIMTAB_SAMPLE_EMPTY;  // a reader in between sees no half-written sample
  sample->address = (uintptr_t)pointer;
  sample->size = allocation->size;
  sample->weight = weight;
  sample->allocated_time = trimtab_now();
  sample->freed_time = 0;
  sample->type = sample->body = sample->element = 0;
  sample->site = allocation->site;
  sample->thread = (uint16_t)local->record_index;
  sample->kind = allocation->kind;
  __atomic_store_n(&sample->state, TRIMTAB_SAMPLE_LIVE, __ATOMIC_RELEASE);

  struct trimtab_site *site = &trimtab_process.sites[allocation->site - 1];
  double size = (double)allocation->size, variance = weight * (weight - 1);
  site->allocated_samples++;
  site->allocated_objects += weight;
  site->allocated_bytes += weight * size;
  site->allocated_objects_variance += variance;
  site->allocated_bytes_variance += variance * size * size;
  site->live_samples++;
  site->live_objects += weight;
  site->live_bytes += weight * size;
  trimtab_label_count_allocation(allocation->label, weight * size, variance * size * size);
  trimtab_process.header->samples_taken++;
}

// Adds `sign` times the sample to what its site holds.
static void site_holds(const struct trimtab_sample *sample, int sign) {
  struct trimtab_site *site = &trimtab_process.sites[sample->site - 1];
  site->live_samples += (uint64_t)(int64_t)sign;
  if (site->live_samples == 0) {
    site->live_objects = site->live_bytes = 0;  // no dust of rounding
  } else {
    site->live_objects += sign * sample->weight;
    site->live_bytes += sign * sample->weight * (double)sample->size;
  }
}

static void sample_ends(uint32_t entry) {
  struct trimtab_sample *sample = &trimtab_process.samples[entry - 1];
  site_holds(sample, -1);
  sample->freed_time = trimtab_now();
  __atomic_store_n(&sample->state, TRIMTAB_SAMPLE_FREED, __ATOMIC_RELEASE);
  retire_entry(entry);
}

static bool is_live_sample(uint32_t entry, const void *pointer) {
  if (entry == 0 || entry > trimtab_section(TRIMTAB_SECTION_SAMPLES)->used) return false;
  const struct trimtab_sample *sample = &trimtab_process.samples[entry - 1];
  return sample->address == (uintptr_t)pointer && sample->state == TRIMTAB_SAMPLE_LIVE;
}

// MARK: Slots

// The next slot that was never used, or NULL. The range is inaccessible until it is needed, so that a program that
// locks all its memory (mlockall) does not make all of the range resident.
static struct slot_header *fresh_slot(uint32_t class) {
  enum { STEP = 64 * 1024 };
  size_t stride = class_size(class) + SLOT_HEADER, end = (classes[class].fresh + (size_t)1) * stride;
  if (end > (size_t)1 << TRIMTAB_CLASS_SHIFT) return NULL;
  if (end > classes[class].accessible) {
    char *start = (char *)slot_at(class, 0) + classes[class].accessible;
    if (mprotect(start, STEP, PROT_READ | PROT_WRITE) != 0) return NULL;
    classes[class].accessible += STEP;
  }
  return slot_at(class, classes[class].fresh++);
}

static struct slot_header *header_of(const void *block) {
  return (struct slot_header *)((uintptr_t)block - SLOT_HEADER);
}

void *trimtab_sampled_allocate(const struct trimtab_allocation *allocation, struct trimtab_local *local) {
  // Slots are 16 bytes aligned; the rest of an alignment is found inside the slot.
  size_t alignment = allocation->alignment > 16 ? allocation->alignment : 16;
  uint32_t class = class_of(allocation->size + alignment - 16);
  void *block = NULL;
  pthread_mutex_lock(&trimtab_sampled_lock);
  uint32_t entry = take_entry(), slot = classes[class].first_free;
  struct slot_header *header = NULL;
  if (entry) header = slot ? slot_at(class, slot - 1) : fresh_slot(class);
  if (header) {
    if (slot) classes[class].first_free = header->next_free;
    uintptr_t start = (uintptr_t)header + SLOT_HEADER;
    block = (void *)((start + alignment - 1) & ~(uintptr_t)(alignment - 1));
    header_of(block)->sample = entry;
    *(uint64_t *)block = 0;  // who looks before the owner has written must not see the object that was here
    sample_begins(entry, block, allocation, local);
  } else {
    if (entry) retire_entry(entry);
    trimtab_process.header->samples_dropped++;
  }
  pthread_mutex_unlock(&trimtab_sampled_lock);
  return block;
}

void trimtab_sampled_free(void *pointer) {
  uint32_t class = class_at(pointer);
  uint32_t slot = slot_of(class, pointer);
  struct slot_header *header = header_of(pointer);
  pthread_mutex_lock(&trimtab_sampled_lock);
  // A forked child has no samples, but the slots that it inherited are its own.
  bool is_block = trimtab_process.sampling ? is_live_sample(header->sample, pointer) : header->sample != 0;
  if (is_block) {
    if (trimtab_process.sampling) {
      look_at(&trimtab_process.samples[header->sample - 1], true);
      sample_ends(header->sample);
    }
    header->sample = 0;
    slot_at(class, slot)->next_free = classes[class].first_free;
    classes[class].first_free = slot + 1;
  }
  pthread_mutex_unlock(&trimtab_sampled_lock);
}

// MARK: The table

bool trimtab_sampled_track(void *pointer, const struct trimtab_allocation *allocation, struct trimtab_local *local) {
  uint32_t *bucket = trimtab_bucket_of(pointer);
  pthread_mutex_lock(&trimtab_sampled_lock);
  uint32_t entry = take_entry();
  if (entry) {
    sample_begins(entry, pointer, allocation, local);
    links[entry - 1] = *bucket;
    __atomic_store_n(bucket, entry, __ATOMIC_RELEASE);
  } else {
    trimtab_process.header->samples_dropped++;
  }
  pthread_mutex_unlock(&trimtab_sampled_lock);
  return entry != 0;
}

// The link to the entry of a tracked block: the newest of that address, or exactly `entry` if it is not 0.
static uint32_t *find(void *pointer, uint32_t entry) {
  uint32_t *link = trimtab_bucket_of(pointer);
  while (*link && (entry ? *link != entry : trimtab_process.samples[*link - 1].address != (uintptr_t)pointer))
    link = &links[*link - 1];
  return link;
}

uint32_t trimtab_sampled_hide(void *pointer) {
  if (!trimtab_process.sampling || !trimtab_may_be_tracked(pointer)) return 0;
  pthread_mutex_lock(&trimtab_sampled_lock);
  uint32_t entry = *find(pointer, 0);
  if (entry) {
    look_at(&trimtab_process.samples[entry - 1], true);
    trimtab_process.samples[entry - 1].state = TRIMTAB_SAMPLE_EMPTY;
  }
  pthread_mutex_unlock(&trimtab_sampled_lock);
  return entry;
}

void trimtab_sampled_show(uint32_t entry) {
  pthread_mutex_lock(&trimtab_sampled_lock);
  if (trimtab_process.sampling) trimtab_process.samples[entry - 1].state = TRIMTAB_SAMPLE_LIVE;
  pthread_mutex_unlock(&trimtab_sampled_lock);
}

bool trimtab_sampled_untrack(void *pointer, uint32_t entry) {
  if (!trimtab_process.sampling || !trimtab_may_be_tracked(pointer)) return false;
  pthread_mutex_lock(&trimtab_sampled_lock);
  uint32_t *link = find(pointer, entry);
  uint32_t found = *link;
  if (found) {
    if (!entry) look_at(&trimtab_process.samples[found - 1], true);
    __atomic_store_n(link, links[found - 1], __ATOMIC_RELEASE);
    sample_ends(found);
  }
  pthread_mutex_unlock(&trimtab_sampled_lock);
  return found != 0;
}

// MARK: The whole

void trimtab_sampled_snapshot_peak(uint64_t live_bytes) {
  struct trimtab_header *header = trimtab_process.header;
  pthread_mutex_lock(&trimtab_sampled_lock);
  uint64_t count = atomic_get(&trimtab_section(TRIMTAB_SECTION_SITES)->used);
  uint64_t capacity = trimtab_section(TRIMTAB_SECTION_SITES)->capacity;
  for (uint64_t i = 0; i < count && i < capacity; i++) {
    struct trimtab_site *site = &trimtab_process.sites[i];
    site->peak_samples = site->live_samples;
    site->peak_objects = site->live_objects;
    site->peak_bytes = site->live_bytes;
  }
  header->peak_snapshot_time = trimtab_now();
  header->peak_snapshot_bytes = live_bytes;
  pthread_mutex_unlock(&trimtab_sampled_lock);
}

bool trimtab_sampled_start(void) {
  uint64_t capacity = trimtab_section(TRIMTAB_SECTION_SAMPLES)->capacity;
  uint64_t bucket_count = trimtab_process.trace_all ? 1 << 20 : 1 << 14;
  links = trimtab_reserve(capacity * sizeof *links);
  uint32_t *buckets = trimtab_reserve(bucket_count * sizeof *buckets);
  if (!links || !buckets) return false;
  trimtab_hot.bucket_mask = bucket_count - 1;
  trimtab_hot.buckets = buckets;
  trimtab_process.sites[0].node = 0;  // site 1: "unknown"
  trimtab_section(TRIMTAB_SECTION_SITES)->used = 1;
  if (trimtab_process.trace_all) return true;
  size_t length = (size_t)TRIMTAB_CLASS_COUNT << TRIMTAB_CLASS_SHIFT;
  void *range = mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED) return true;  // under `ulimit -v`: every sampled block goes through the table
  trimtab_hot.range_start = (uintptr_t)range;
  trimtab_hot.range_length = length;
  return true;
}

#endif
