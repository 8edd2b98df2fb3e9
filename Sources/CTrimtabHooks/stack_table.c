// Interns stacks: finding one takes no lock, adding a frame takes one.
//
// Nodes are appended to the recording one after the other, so that they fill few pages; a hash table in memory of our
// own finds them. It starts small and is replaced by one of twice the size when it is half full, for the same reason.
// Invariant: a node is complete before a slot names it, and a table before it is published; slots are never emptied.
// Who searches a table that was just replaced may miss a node, and then looks again under the lock. When the nodes run
// out, stacks lose their inner frames and the loss is counted.

#include "stack_table.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

static uint64_t hash(uint32_t parent, uint64_t pc) {
  uint64_t x = pc * UINT64_C(0x9e3779b97f4a7c15) ^ ((uint64_t)parent * UINT64_C(0xc2b2ae3d27d4eb4f));
  return x ^ (x >> 29);
}

struct table {
  uint64_t mask;     // slots - 1
  uint32_t slots[];  // node's index + 1; 0 = empty
};

enum { FIRST_SLOTS = 1 << 13 };

static struct table *table;
pthread_mutex_t trimtab_stack_table_lock = PTHREAD_MUTEX_INITIALIZER;

static struct table *make_table(uint64_t slots) {
  struct table *made = trimtab_reserve(sizeof *made + slots * sizeof made->slots[0]);
  if (made) made->mask = slots - 1;
  return made;
}

// A thread's latest stack, outermost frame first, with the nodes found for it: the next stack mostly begins the same.
struct trimtab_latest {
  uint32_t count;
  uint32_t nodes[TRIMTAB_MAX_FRAMES + 1];
  uintptr_t frames[TRIMTAB_MAX_FRAMES + 1];
};

static struct trimtab_latest *latest;  // by the thread's record

bool trimtab_stack_table_start(void) {
  table = make_table(FIRST_SLOTS);
  latest = trimtab_reserve(trimtab_section(TRIMTAB_SECTION_THREADS)->capacity * sizeof *latest);
  return table && latest;
}

// The slot of the node, or the empty one where it belongs.
static uint32_t *find(struct table *in, uint32_t parent, uint64_t pc) {
  for (uint64_t at = hash(parent, pc) & in->mask;; at = (at + 1) & in->mask) {
    uint32_t seen = __atomic_load_n(&in->slots[at], __ATOMIC_ACQUIRE);
    if (seen == 0) return &in->slots[at];
    const struct trimtab_node *node = &trimtab_process.nodes[seen - 1];
    if (node->parent == parent && node->pc == pc) return &in->slots[at];
  }
}

// Makes room for one node more. False if there is none.
static bool grow(uint64_t nodes) {
  if (2 * nodes < table->mask) return true;
  struct table *larger = make_table(2 * (table->mask + 1));
  if (!larger) return nodes < table->mask;
  for (uint32_t i = 0; i < nodes; i++) {
    const struct trimtab_node *node = &trimtab_process.nodes[i];
    *find(larger, node->parent, node->pc) = i + 1;
  }
  __atomic_store_n(&table, larger, __ATOMIC_RELEASE);  // the old one may still be searched: it stays
  return true;
}

static noinline uint32_t add_node(uint32_t parent, uint64_t pc) {
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_NODES);
  pthread_mutex_lock(&trimtab_stack_table_lock);
  uint32_t number = *find(table, parent, pc);
  uint64_t used = section->used;
  if (number == 0 && used < section->capacity && grow(used)) {
    atomic_set(&trimtab_process.nodes[used].pc, pc);
    atomic_set(&trimtab_process.nodes[used].parent, parent);
    atomic_set(&section->used, used + 1);
    number = (uint32_t)used + 1;
    __atomic_store_n(find(table, parent, pc), number, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&trimtab_stack_table_lock);
  return number;
}

// The nodes of a new stack were appended one after the other, so a node's first child mostly is its neighbour.
static bool is_next(uint32_t parent, uint64_t pc) {
  if (parent >= trimtab_section(TRIMTAB_SECTION_NODES)->capacity) return false;
  const struct trimtab_node *next = &trimtab_process.nodes[parent];
  return atomic_get(&next->parent) == parent && atomic_get(&next->pc) == pc;
}

// The node's index + 1, or 0 when there is no room.
static uint32_t node_of(uint32_t parent, uint64_t pc) {
  if (is_next(parent, pc)) return parent + 1;
  struct table *current = __atomic_load_n(&table, __ATOMIC_ACQUIRE);
  uint32_t number = __atomic_load_n(find(current, parent, pc), __ATOMIC_ACQUIRE);
  return number ? number : add_node(parent, pc);
}

static uint32_t site_at(uint32_t node_number) {
  struct trimtab_node *node = &trimtab_process.nodes[node_number - 1];
  uint32_t site = __atomic_load_n(&node->site, __ATOMIC_ACQUIRE);
  if (site) return site;
  struct trimtab_section *section = trimtab_section(TRIMTAB_SECTION_SITES);
  uint64_t index = atomic_add(&section->used, 1);
  if (index >= section->capacity) {
    atomic_add(&section->used, -1);
    atomic_add(&trimtab_process.header->stacks_dropped, 1);
    return 1;
  }
  trimtab_process.sites[index].node = node_number;
  // Two threads that make the same site at once: the loser's entry stays empty.
  uint32_t expected = 0, made = (uint32_t)index + 1;
  if (__atomic_compare_exchange_n(&node->site, &expected, made, false, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE)) return made;
  return expected;
}

// The node of the innermost frame for which there is room below `root`. Sets `cut` if that is not the first.
static uint32_t descend(uint32_t root, const struct trimtab_stack *stack, struct trimtab_latest *before, bool *cut) {
  uint32_t node = root, depth = 0, count = (uint32_t)stack->count;
  bool same = true;
  for (; depth < count; depth++) {
    uintptr_t frame = stack->frames[count - 1 - depth];
    same = same && depth < before->count && before->frames[depth] == frame;
    if (same) {
      node = before->nodes[depth];
      continue;
    }
    uint32_t deeper = node_of(node, frame);
    if (!deeper) {
      *cut = true;
      break;
    }
    before->frames[depth] = frame;
    before->nodes[depth] = node = deeper;
  }
  before->count = depth;
  return node;
}

uint32_t trimtab_site_of(const struct trimtab_stack *stack, struct trimtab_local *local) {
  if (local->root_node == 0) {
    local->root_node = node_of(TRIMTAB_NODE_ROOT, local->record_index);
    latest[local->record_index].count = 0;  // another thread had the record before
  }
  uint32_t node = local->root_node;
  bool cut = stack->truncated;
  if (node && (stack->truncated || local->shares_record)) {
    // No stack to compare with: a cut one begins elsewhere, and several threads use a shared record at once.
    struct trimtab_latest none = {.count = 0};
    uint32_t start = stack->truncated ? node_of(node, TRIMTAB_PC_TRUNCATED) : node;
    node = descend(start ? start : node, stack, &none, &cut);
  } else if (node) {
    node = descend(node, stack, &latest[local->record_index], &cut);
  }
  if (cut) atomic_add(&trimtab_process.header->stacks_truncated, 1);
  if (stack->awaits) atomic_add(&trimtab_process.header->stacks_across_await, 1);
  if (stack->unwound) atomic_add(&trimtab_process.header->stacks_unwound, 1);
  if (!node) {
    atomic_add(&trimtab_process.header->stacks_dropped, 1);
    return 1;
  }
  return site_at(node);
}

#endif
