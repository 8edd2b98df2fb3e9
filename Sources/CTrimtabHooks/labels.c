// Finds the labels of what a thread does at this moment, without a lock, an allocation or a call of the Swift runtime
// but one that returns a word of the thread's.
//
// A set of labels is a number. Swift code binds it as a task-local value, so child tasks have it and detached ones do
// not. The runtime keeps such values as a list that begins in the task; where, it does not tell. So the first who gives
// labels binds a number that stands nowhere else, and looks for it (`trimtab_labels_learn`): what was found counts only
// if it finds a second number, too. Threads that run no task have a number of their own.
//
// Invariants: in a signal's handler the list is read by reads that cannot fault, for the signal may come when its task has
// just gone to another thread; a thread that allocates runs its task, and reads as it is what only that task changes.
// Whatever number is found is believed only if there is such a set. Sets are never changed or removed.

#include "labels.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <string.h>

#include "memory_copy.h"
#include "sampling.h"

// Of the Swift runtime, where the program has one. Returns a word of the thread's.
extern void *swift_task_getCurrent(void) __attribute__((weak));

static __thread uint32_t thread_label __attribute__((tls_model("initial-exec")));

// The runtime's list. An item is the next one's address with its kind in the lowest bits, the key, the value's type,
// the value.
struct item {
  uint64_t next;
  uint64_t key;
  uint64_t type;
  uint64_t value;
};

enum {
  KIND_MASK = 7,
  KIND_VALUE = 0,
  KIND_VALUE_IN_GROUP_BODY = 2,
  KIND_PARENT = 4,  // what follows is the parent task's; the item has no key
  LONGEST_LIST = 64,
};

static uint64_t list_key;     // 0 until it is known
static uint64_t list_offset;  // of its first item's address in a task
static struct trimtab_label *labels;
static uint64_t *label_count, label_capacity;  // `label_count` is NULL before the first set

static bool holds_value(uint64_t next) {
  uint64_t kind = next & KIND_MASK;
  return kind == KIND_VALUE || kind == KIND_VALUE_IN_GROUP_BODY;
}

// The bytes that were read. Items that hold no value are shorter.
static size_t read_item(uint64_t at, struct item *item, bool is_direct) {
  if (!is_direct) return trimtab_memory_read(at, item, sizeof *item);
  item->next = *(const uint64_t *)at;
  if (!holds_value(item->next)) return sizeof item->next;
  *item = *(const struct item *)at;
  return sizeof *item;
}

static uint64_t value_of(uint64_t task, uint64_t offset, uint64_t key, bool is_direct) {
  uint64_t at = 0;
  if (is_direct) {
    at = *(const uint64_t *)(task + offset);
  } else if (trimtab_memory_read(task + offset, &at, sizeof at) != sizeof at) {
    return 0;
  }
  for (int i = 0; i < LONGEST_LIST && at; i++) {
    struct item item;
    size_t read = read_item(at, &item, is_direct);
    if (read < sizeof item.next) return 0;
    bool has_value = holds_value(item.next);
    if (has_value && read == sizeof item && item.key == key) return item.value;
    if (!has_value && (item.next & KIND_MASK) != KIND_PARENT) return 0;
    at = item.next & ~(uint64_t)KIND_MASK;
  }
  return 0;
}

static uint32_t label_now(bool is_direct) {
  if (!label_count) return 0;
  void *task = &swift_task_getCurrent ? swift_task_getCurrent() : NULL;
  uint64_t label = thread_label;
  if (task) label = list_key ? value_of((uintptr_t)task, list_offset, list_key, is_direct) : 0;
  return label <= __atomic_load_n(label_count, __ATOMIC_ACQUIRE) ? (uint32_t)label : 0;
}

uint32_t trimtab_label_now(void) { return label_now(true); }

uint32_t trimtab_label_in_handler(void) { return label_now(false); }

void trimtab_label_count_allocation(uint32_t label, double bytes, double variance) {
  if (label == 0) return;
  struct trimtab_label *entry = &labels[label - 1];
  entry->allocated_samples++;
  entry->allocated_bytes += bytes;
  entry->allocated_bytes_variance += variance;
}

void trimtab_label_count_cpu(uint32_t label, uint64_t nanoseconds) {
  if (label == 0 || !label_count || label > *label_count) return;
  struct trimtab_label *entry = &labels[label - 1];
  entry->cpu_samples++;
  entry->cpu_nanoseconds += nanoseconds;
}

// MARK: What the program calls

pthread_mutex_t trimtab_labels_lock = PTHREAD_MUTEX_INITIALIZER;

// The table of the recording; or, without one, in memory of our own.
static bool find_table(void) {
  static uint64_t own_count;
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_LABELS);
  if (labels) return true;
  if (section->capacity) {
    labels = (struct trimtab_label *)((char *)trimtab_process.header + section->offset);
    label_capacity = section->capacity;
    __atomic_store_n(&label_count, &section->used, __ATOMIC_RELEASE);
  } else {
    enum { OWN = 4096 };
    labels = trimtab_reserve(OWN * sizeof *labels);
    label_capacity = OWN;
    if (labels) __atomic_store_n(&label_count, &own_count, __ATOMIC_RELEASE);
  }
  return labels != NULL;
}

uint32_t trimtab_label_add(const char *text, size_t length) {
  if (trimtab_hooks_status() != TRIMTAB_HOOKS_ACTIVE || !trimtab_process.counting) return 0;
  if (!trimtab_enter(&trimtab_local)) return 0;
  uint32_t number = 0;
  pthread_mutex_lock(&trimtab_labels_lock);
  if (find_table() && length <= sizeof labels->text && *label_count < label_capacity) {
    struct trimtab_label *label = &labels[*label_count];
    memcpy(label->text, text, length);
    label->length = (uint32_t)length;
    number = (uint32_t)*label_count + 1;
    __atomic_store_n(label_count, number, __ATOMIC_RELEASE);
  } else if (trimtab_process.recording) {
    trimtab_process.header->labels_dropped++;
  }
  pthread_mutex_unlock(&trimtab_labels_lock);
  trimtab_leave(&trimtab_local);
  return number;
}

uint32_t trimtab_label_set_for_thread(uint32_t label) {
  uint32_t before = thread_label;
  atomic_set(&thread_label, label);
  return before;
}

uint64_t trimtab_labels(const struct trimtab_label **table) {
  *table = labels;
  return label_count ? __atomic_load_n(label_count, __ATOMIC_ACQUIRE) : 0;
}

static bool find(uint64_t task, uint64_t key, uint64_t value, uint64_t *found) {
  enum { TASK_BYTES = 512 };
  for (uint64_t offset = 16; offset < TASK_BYTES; offset += 8) {
    uint64_t at = 0;
    struct item item;
    if (trimtab_memory_read(task + offset, &at, sizeof at) != sizeof at) return false;
    if (at == 0 || (at & 7) || trimtab_memory_read(at, &item, sizeof item) != sizeof item) continue;
    if (item.key != key || item.value != value) continue;
    *found = offset;
    return true;
  }
  return false;
}

uint64_t trimtab_labels_find(const void *key, uint64_t value) {
  void *task = &swift_task_getCurrent ? swift_task_getCurrent() : NULL;
  uint64_t offset = 0;
  trimtab_memory_start();
  return task && find((uintptr_t)task, (uintptr_t)key, value, &offset) ? offset : 0;
}

bool trimtab_runs_task(void) { return &swift_task_getCurrent && swift_task_getCurrent(); }

bool trimtab_labels_prove(const void *key, uint64_t offset, uint64_t value) {
  void *task = &swift_task_getCurrent ? swift_task_getCurrent() : NULL;
  if (!task || value_of((uintptr_t)task, offset, (uintptr_t)key, false) != value) return false;
  atomic_set(&list_offset, offset);
  __atomic_store_n(&list_key, (uintptr_t)key, __ATOMIC_RELEASE);
  return true;
}

#else

uint32_t trimtab_label_add(const char *text, size_t length) {
  (void)text, (void)length;
  return 0;
}

uint32_t trimtab_label_set_for_thread(uint32_t label) {
  (void)label;
  return 0;
}

uint64_t trimtab_labels(const struct trimtab_label **table) {
  *table = NULL;
  return 0;
}

uint64_t trimtab_labels_find(const void *key, uint64_t value) {
  (void)key, (void)value;
  return 0;
}

bool trimtab_labels_prove(const void *key, uint64_t offset, uint64_t value) {
  (void)key, (void)offset, (void)value;
  return false;
}

bool trimtab_runs_task(void) { return false; }

#endif
