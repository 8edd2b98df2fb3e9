// Hammers the tables of the hooks (stacks, sampled blocks, thread records) from many threads by direct calls, so that
// thread sanitizer sees every access; and checks that all sums end at zero. scripts/peers/check-races.sh builds it from
// the files of CTrimtabHooks that interpose nothing.

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "cpu_profile.h"
#include "gaps.h"
#include "labels.h"
#include "memory_copy.h"
#include "next_allocator.h"
#include "sampled_blocks.h"
#include "sampling.h"
#include "stack_table.h"
#include "thread_record.h"
#include "trace.h"

enum { THREADS = 8, GENERATIONS = 60, STEPS = 1500, SLOTS = 256, RECORDS = 10, SAMPLES = 4096 };

static void *slots[SLOTS];
static uint64_t taken, released;
static bool is_over;

// MARK: What the tables ask of the rest of the hooks

struct trimtab_process trimtab_process;
struct trimtab_hot trimtab_hot;

uint64_t trimtab_now(void) {
  static uint64_t now;
  return atomic_add(&now, 1) + 1;
}

void *trimtab_reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void trimtab_trace_thread_ended(struct trimtab_local *local) {
  if (local->trace) abort();
}

bool trimtab_cpu_is_on;

void trimtab_cpu_thread_began(const struct trimtab_local *local) { (void)local; }

void trimtab_cpu_thread_ended(void) {}

void trimtab_label_count_allocation(uint32_t label, double bytes, double variance) {
  (void)bytes, (void)variance;
  if (label) abort();
}

void trimtab_fold_live_bytes(struct trimtab_thread *record) {
  atomic_add(&trimtab_process.header->folded_live_bytes, (uint64_t)atomic_get(&record->live_bytes));
}

size_t trimtab_memory_read(uint64_t address, void *bytes, size_t length) {
  uint64_t *words = bytes;
  for (size_t i = 0; i < length / 8; i++) words[i] = atomic_get(&((const uint64_t *)address)[i]);
  return length;
}

static void *section(enum trimtab_section_kind kind, uint64_t capacity, uint32_t stride) {
  *trimtab_section(kind) = (struct trimtab_section){.capacity = capacity, .stride = stride, .kind = kind};
  return trimtab_reserve(capacity * stride);
}

static void make_tables(void) {
  struct trimtab_process *process = &trimtab_process;
  process->header = trimtab_reserve(sizeof *process->header);
  process->threads = section(TRIMTAB_SECTION_THREADS, RECORDS, sizeof *process->threads);
  process->nodes = section(TRIMTAB_SECTION_NODES, 1 << 16, sizeof *process->nodes);
  process->sites = section(TRIMTAB_SECTION_SITES, 1 << 12, sizeof *process->sites);
  process->samples = section(TRIMTAB_SECTION_SAMPLES, SAMPLES, sizeof *process->samples);
  trimtab_section(TRIMTAB_SECTION_THREADS)->used = 1;
  process->interval = 4096;
  process->started = process->counting = process->recording = process->sampling = true;
  if (!trimtab_thread_start() || !trimtab_stack_table_start() || !trimtab_sampled_start()) abort();
}

// MARK: The hammer

// Few enough different stacks that threads meet at the same nodes, enough that the table grows.
static uint32_t some_site(uint64_t *random) {
  struct trimtab_stack stack = {.count = 2 + (int)(trimtab_random(random) % 20)};
  stack.truncated = trimtab_random(random) % 16 == 0;
  for (int i = 0; i < stack.count; i++) {
    uint64_t branch = i < stack.count - 5 ? 0 : trimtab_random(random) % 3;
    stack.frames[i] = 0x1000 + branch * 0x100 + (uintptr_t)(stack.count - i);
  }
  return trimtab_site_of(&stack, &trimtab_local);
}

static void *take(uint64_t *random) {
  size_t size = 16 + trimtab_random(random) % 3000;
  struct trimtab_allocation allocation = {.size = size, .site = some_site(random), .kind = TRIMTAB_KIND_MALLOC};
  void *block;
  if (trimtab_random(random) & 1) {
    block = trimtab_sampled_allocate(&allocation, &trimtab_local);
    if (!block) return NULL;
  } else {
    block = aligned_alloc(4096, 4096);
    if (!trimtab_sampled_track(block, &allocation, &trimtab_local)) {
      free(block);
      return NULL;
    }
  }
  // As the program would; by words, because the tables look at the first ones at any time.
  for (size_t i = 0; i < size / 8; i++) atomic_set(&((uint64_t *)block)[i], (uint64_t)(uintptr_t)block);
  atomic_add(&taken, 1);
  return block;
}

static void release(void *block) {
  if (!block) return;
  if (atomic_get((uint64_t *)block) != (uint64_t)(uintptr_t)block) abort();
  if (trimtab_in_range(block)) {
    trimtab_sampled_free(block);
  } else {
    uint32_t entry = (uintptr_t)block & 4096 ? trimtab_sampled_hide(block) : 0;
    if (!trimtab_sampled_untrack(block, entry)) abort();
    free(block);
  }
  atomic_add(&released, 1);
}

static void *hammer(void *seed) {
  trimtab_local.interval = trimtab_process.interval;
  uint64_t random = (uint64_t)(uintptr_t)seed * UINT64_C(0x9e3779b97f4a7c15) | 1;
  trimtab_thread_register(&trimtab_local);
  for (int i = 0; i < STEPS; i++) {
    void *block = trimtab_random(&random) & 1 ? take(&random) : NULL;
    release(__atomic_exchange_n(&slots[trimtab_random(&random) % SLOTS], block, __ATOMIC_ACQ_REL));
    atomic_set(&trimtab_local.record->allocations, atomic_get(&trimtab_local.record->allocations) + 1);
  }
  return NULL;
}

// Threads one after the other; nothing but the tables orders them against the threads of the others that do the same.
static void *start_hammers(void *seed) {
  for (uintptr_t i = 0; i < GENERATIONS; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, hammer, (void *)((uintptr_t)seed * GENERATIONS + i));
    pthread_join(thread, NULL);
  }
  return NULL;
}

// As the collector does.
static void *look(void *nothing) {
  while (!__atomic_load_n(&is_over, __ATOMIC_ACQUIRE)) {
    uint64_t used = atomic_get(&trimtab_section(TRIMTAB_SECTION_SAMPLES)->used), sum = 0;
    for (uint64_t i = 0; i < used; i++) trimtab_sampled_look(&trimtab_process.samples[i]);
    used = atomic_get(&trimtab_section(TRIMTAB_SECTION_THREADS)->used);
    for (uint64_t i = 0; i < used; i++) sum += atomic_get(&trimtab_process.threads[i].allocations);
    trimtab_sampled_snapshot_peak(sum);
  }
  return nothing;
}

static void check_sums(void) {
  uint64_t live = 0, allocated = 0, steps = 0;
  for (uint64_t i = 0; i < trimtab_section(TRIMTAB_SECTION_SITES)->used; i++) {
    live += trimtab_process.sites[i].live_samples;
    allocated += trimtab_process.sites[i].allocated_samples;
  }
  for (uint64_t i = 0; i < RECORDS; i++) steps += trimtab_process.threads[i].allocations;
  printf("%lu samples taken, %lu freed, %lu live; %lu nodes, %lu sites, %lu records\n", taken, released, live,
         trimtab_section(TRIMTAB_SECTION_NODES)->used, trimtab_section(TRIMTAB_SECTION_SITES)->used,
         trimtab_section(TRIMTAB_SECTION_THREADS)->used);
  if (live != 0 || taken != released || allocated != taken) exit(1);
  if (steps != (uint64_t)THREADS * GENERATIONS * STEPS) exit(2);
}

int main(void) {
  make_tables();
  pthread_t looking, threads[THREADS];
  pthread_create(&looking, NULL, look, NULL);
  for (uintptr_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, start_hammers, (void *)(i + 1));
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  __atomic_store_n(&is_over, true, __ATOMIC_RELEASE);
  pthread_join(looking, NULL);
  trimtab_thread_register(&trimtab_local);
  for (int i = 0; i < SLOTS; i++) release(slots[i]);
  check_sums();
  return 0;
}
