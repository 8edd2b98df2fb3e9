// Notes Swift tasks from their making to their end, for as long as somebody wants to know.
//
// Tasks are made by one function of the runtime, before which ours stands, weakly: where the runtime is linked into the
// program itself it has no place there, and sees nothing. A task ends in the destructor that its metadata names; ours
// takes its place and calls it. Tasks of `async let` are made elsewhere and are not seen.
//
// Invariants:
// - At most 131,072 tasks are noted at once; those beyond are not.
// - While nobody watches, a task that is made costs one comparison and one that ends another.
// - Tasks are told by their address, and those of unknown ones are passed over: some are made in other ways.
// - `trimtab_tasks_lock` guards the table and the stacks; nothing of the program's is called while it is held.

#include "tasks.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "address_map.h"
#include "images.h"
#include "memory_copy.h"
#include "sampling.h"
#include "stack_walk.h"

#if defined(__has_attribute)
#if __has_attribute(swiftcall)
#define SWIFT_CALL __attribute__((swiftcall))
#define SWIFT_SELF __attribute__((swift_context))
#endif
#endif
#if !defined(SWIFT_CALL)
#define TRIMTAB_NO_SWIFT_CALL 1
#endif

pthread_mutex_t trimtab_tasks_lock = PTHREAD_MUTEX_INITIALIZER;

#if !defined(TRIMTAB_NO_SWIFT_CALL)

enum { MOST_TASKS = 1 << 17, SLOTS = 2 * MOST_TASKS, MOST_WORDS = 1 << 21 };

struct made {
  void *task, *context;
};

typedef SWIFT_CALL struct made (*make_function)(size_t, void *, const void *, void *, void *);
typedef SWIFT_CALL void (*destroy_function)(SWIFT_SELF void *);

static make_function next_make;
static destroy_function next_destroy;
static struct trimtab_task *table;  // SLOTS by the hash of the address, 0 = empty; NULL before the first watch
static uint64_t *words;             // of stacks: how many frames, then those
static uint64_t word_count;
static struct trimtab_address_map stacks;  // of a stack, its place + 1
static uint64_t count;
static bool is_watching;

// MARK: The table (under the lock)

static uint64_t home_of(uint64_t address) { return (address >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 46; }

_Static_assert(SLOTS == 1 << 18, "home_of");

static struct trimtab_task *find(uint64_t address) {
  uint64_t at = home_of(address);
  while (table[at].address && table[at].address != address) at = (at + 1) % SLOTS;
  return &table[at];
}

// Entries that could not have their home move up, so that none is cut off from it.
static void take_out(struct trimtab_task *entry) {
  uint64_t hole = (uint64_t)(entry - table);
  for (uint64_t at = (hole + 1) % SLOTS; table[at].address; at = (at + 1) % SLOTS) {
    uint64_t home = home_of(table[at].address);
    if ((at - home) % SLOTS < (at - hole) % SLOTS) continue;
    table[hole] = table[at];
    hole = at;
  }
  table[hole].address = 0;
  atomic_set(&count, count - 1);
}

// Where the stack stands in `words`; 0, which is an empty stack, if there is no room.
static uint32_t place_of(const struct trimtab_stack *stack) {
  uint64_t key = (uint64_t)stack->count, length = (uint64_t)stack->count;
  for (int i = 0; i < stack->count; i++) {
    key = (key ^ stack->frames[i]) * UINT64_C(0x9e3779b97f4a7c15);
    key ^= key >> 29;
  }
  key |= 1;
  uint64_t known = trimtab_address_map_get(&stacks, key);
  if (known && words[known - 1] == length && memcmp(&words[known], stack->frames, length * sizeof *words) == 0)
    return (uint32_t)known - 1;
  if (word_count + length + 1 > MOST_WORDS) return 0;
  uint64_t place = word_count;
  words[place] = length;
  memcpy(&words[place + 1], stack->frames, length * sizeof *words);
  word_count += length + 1;
  trimtab_address_map_set(&stacks, key, place + 1);
  return (uint32_t)place;
}

static void put_in(void *task, const struct trimtab_stack *stack) {
  struct trimtab_task *entry = find((uintptr_t)task);
  if (!entry->address && count == MOST_TASKS) return;
  if (!entry->address) atomic_set(&count, count + 1);
  *entry = (struct trimtab_task){.address = (uintptr_t)task, .time = trimtab_now(), .stack = place_of(stack)};
}

// MARK: What the runtime calls

static noinline void made(void *task, void *caller) {
  struct trimtab_local *local = &trimtab_local;
  int saved = errno;
  if (!trimtab_enter(local)) return;
  struct trimtab_stack stack;
  trimtab_stack_walk(&stack, __builtin_frame_address(0), caller, local);
  pthread_mutex_lock(&trimtab_tasks_lock);
  put_in(task, &stack);
  pthread_mutex_unlock(&trimtab_tasks_lock);
  trimtab_leave(local);
  errno = saved;
}

static SWIFT_CALL void destroy(SWIFT_SELF void *task) {
  struct trimtab_local *local = &trimtab_local;
  if (atomic_get(&count) && trimtab_enter(local)) {
    int saved = errno;
    pthread_mutex_lock(&trimtab_tasks_lock);
    struct trimtab_task *entry = find((uintptr_t)task);
    if (entry->address) take_out(entry);
    pthread_mutex_unlock(&trimtab_tasks_lock);
    trimtab_leave(local);
    errno = saved;
  }
  next_destroy(task);
}

SWIFT_CALL struct made swift_task_create(size_t flags, void *options, const void *result, void *entry, void *context);

exported __attribute__((weak)) SWIFT_CALL struct made swift_task_create(size_t flags, void *options, const void *result,
                                                                       void *entry, void *context) {
  if (unlikely(!next_make)) next_make = (make_function)dlsym(RTLD_NEXT, "swift_task_create");
  struct made task = next_make(flags, options, result, entry, context);
  if (unlikely(atomic_get(&is_watching))) made(task.task, __builtin_return_address(0));
  return task;
}

// MARK: What the program calls

// Puts our destructor into the metadata that all tasks share.
static bool take_destructor(void) {
  void ***metadata = (void ***)dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskMetadata");
  if (next_destroy) return true;
  if (!metadata || !*metadata) return false;
  void **slot = *metadata - 2;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)slot & ~(page - 1);
  if (mprotect((void *)start, page, PROT_READ | PROT_WRITE) != 0) return false;
  next_destroy = (destroy_function)*slot;
  __atomic_store_n(slot, (void *)destroy, __ATOMIC_RELEASE);
  return true;
}

static bool make_tables(void) {
  if (table) return true;
  words = trimtab_reserve(MOST_WORDS * sizeof *words);
  word_count = 1;  // at 0 is the empty stack
  struct trimtab_task *made = words ? trimtab_reserve(SLOTS * sizeof *made) : NULL;
  table = made;
  return made != NULL;
}

enum trimtab_tasks_status trimtab_tasks_watch(bool wanted) {
  struct trimtab_local *local = &trimtab_local;
  if (trimtab_hooks_status() != TRIMTAB_HOOKS_ACTIVE || !trimtab_process.counting) return TRIMTAB_TASKS_NO_HOOKS;
  if (!dlsym(RTLD_NEXT, "swift_task_create")) return TRIMTAB_TASKS_NO_RUNTIME;
  if (dlsym(RTLD_DEFAULT, "swift_task_create") != (void *)swift_task_create) return TRIMTAB_TASKS_NO_RUNTIME;
  if (!trimtab_enter(local)) return TRIMTAB_TASKS_NO_HOOKS;
  trimtab_memory_start();
  trimtab_stack_walk_start();
  trimtab_images_refresh();
  pthread_mutex_lock(&trimtab_tasks_lock);
  bool is_ready = make_tables() && take_destructor();
  atomic_set(&is_watching, wanted && is_ready);
  if (!wanted && table) {
    madvise(table, SLOTS * sizeof *table, MADV_DONTNEED);  // which empties it
    atomic_set(&count, 0);
  }
  pthread_mutex_unlock(&trimtab_tasks_lock);
  trimtab_leave(local);
  return !is_ready ? TRIMTAB_TASKS_NO_RUNTIME : wanted ? TRIMTAB_TASKS_WATCHED : TRIMTAB_TASKS_UNWATCHED;
}

int64_t trimtab_tasks_count(void) { return atomic_get(&is_watching) ? (int64_t)atomic_get(&count) : -1; }

uint64_t trimtab_tasks_read(struct trimtab_task *copy, uint64_t capacity, const uint64_t **frames,
                            uint64_t *frame_words) {
  uint64_t found = 0;
  if (!atomic_get(&is_watching) || !trimtab_enter(&trimtab_local)) return 0;
  trimtab_images_refresh();
  pthread_mutex_lock(&trimtab_tasks_lock);
  for (uint64_t i = 0; i < SLOTS && found < capacity; i++) {
    if (table[i].address) copy[found++] = table[i];
  }
  *frames = words;
  *frame_words = word_count;
  pthread_mutex_unlock(&trimtab_tasks_lock);
  trimtab_leave(&trimtab_local);
  return found;
}

#endif
#endif

#if !defined(TRIMTAB_SUPPORTED) || defined(TRIMTAB_SANITIZED) || defined(TRIMTAB_NO_SWIFT_CALL)

enum trimtab_tasks_status trimtab_tasks_watch(bool wanted) {
  (void)wanted;
  return TRIMTAB_TASKS_NO_HOOKS;
}

int64_t trimtab_tasks_count(void) { return -1; }

uint64_t trimtab_tasks_read(struct trimtab_task *copy, uint64_t capacity, const uint64_t **frames,
                            uint64_t *frame_words) {
  (void)copy, (void)capacity, (void)frames, (void)frame_words;
  return 0;
}

#endif
