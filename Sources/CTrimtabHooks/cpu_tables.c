// Counts processor time by stack.
//
// Stacks are kept as the allocations' are, a tree of frames below each thread, but in tables of their own: these have
// one writer, so nothing that allocates ever waits for it. They lie in the recording, or in memory where there is none,
// and only grow; who profiles for a while compares what was before with what is after.
//
// Invariant: an entry is complete before `used` includes it.

#include "cpu_tables.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include "address_map.h"

static struct trimtab_section *node_section, *stack_section;
static struct trimtab_node *nodes;
static struct trimtab_cpu_stack *stacks;
static struct trimtab_address_map by_frame;  // of a frame under its parent, hashed: the node's index + 1

// The tables of the recording; or, without one, in memory of our own.
bool trimtab_cpu_tables_start(void) {
  static struct trimtab_section own_nodes, own_stacks;
  if (stacks) return true;
  node_section = trimtab_section(TRIMTAB_SECTION_CPU_NODES);
  stack_section = trimtab_section(TRIMTAB_SECTION_CPU_STACKS);
  char *memory = (char *)trimtab_process.header, *own = NULL;
  if (node_section->capacity == 0) {
    enum { NODES = 1 << 16, STACKS = 1 << 15 };
    own = trimtab_reserve(NODES * sizeof *nodes + STACKS * sizeof *stacks);
    if (!own) return false;
    own_nodes = (struct trimtab_section){.offset = 0, .capacity = NODES};
    own_stacks = (struct trimtab_section){.offset = NODES * sizeof *nodes, .capacity = STACKS};
    node_section = &own_nodes;
    stack_section = &own_stacks;
    memory = own;
  }
  nodes = (struct trimtab_node *)(memory + node_section->offset);
  stacks = (struct trimtab_cpu_stack *)(memory + stack_section->offset);
  atomic_set(&stack_section->used, 1);  // stack 1: "unknown"
  return true;
}

// The node's index + 1; 0 when there is no room.
static uint32_t node_of(uint32_t parent, uint64_t pc) {
  uint64_t key = (pc * UINT64_C(0x9e3779b97f4a7c15) ^ parent * UINT64_C(0xc2b2ae3d27d4eb4f)) | 1;
  for (;; key += 2) {
    uint64_t known = trimtab_address_map_get(&by_frame, key);
    if (known == 0) break;
    const struct trimtab_node *node = &nodes[known - 1];
    if (node->parent == parent && node->pc == pc) return (uint32_t)known;
  }
  uint64_t used = node_section->used;
  if (used == node_section->capacity || !trimtab_address_map_set(&by_frame, key, used + 1)) return 0;
  nodes[used] = (struct trimtab_node){.parent = parent, .pc = pc};
  __atomic_store_n(&node_section->used, used + 1, __ATOMIC_RELEASE);
  return (uint32_t)used + 1;
}

// The number of the stack that ends at a node: its index + 1. It is 1, "unknown", when there is no room.
static uint32_t stack_at(uint32_t node) {
  uint32_t number = node ? nodes[node - 1].site : 1;
  if (number) return number;
  uint64_t used = stack_section->used;
  if (used == stack_section->capacity) return 1;
  number = (uint32_t)used + 1;
  stacks[used].node = node;
  atomic_set(&nodes[node - 1].site, number);
  __atomic_store_n(&stack_section->used, used + 1, __ATOMIC_RELEASE);
  return number;
}

// The latest stack, outermost frame first, with the nodes found for it: the next sample mostly is the same thread's, and
// mostly begins the same.
static struct {
  uint32_t start, count;
  uint32_t nodes[TRIMTAB_MAX_FRAMES];
  uint64_t words[TRIMTAB_MAX_FRAMES];
} latest;

// The node of the sample's innermost frame below `start`; 0 when there is no room.
static uint32_t descend(uint32_t start, const struct trimtab_cpu_sample *sample) {
  uint32_t node = start;
  bool is_same = start == latest.start;
  for (uint32_t depth = 0; depth < sample->count && node; depth++) {
    uint64_t word = sample->words[sample->count - 1 - depth];
    is_same = is_same && depth < latest.count && latest.words[depth] == word;
    node = is_same ? latest.nodes[depth] : node_of(node, word);
    latest.words[depth] = word;
    latest.nodes[depth] = node;
  }
  latest.start = start;
  latest.count = node ? sample->count : 0;
  return node;
}

static uint32_t stack_of(const struct trimtab_cpu_sample *sample) {
  if (sample->latest && sample->is_rest) return sample->latest;
  uint32_t node = node_of(TRIMTAB_NODE_ROOT, sample->record);
  if (sample->truncated && node) node = node_of(node, TRIMTAB_PC_TRUNCATED);
  if (sample->label && node) node = node_of(node, TRIMTAB_PC_LABEL | sample->label);
  return stack_at(node ? descend(node, sample) : 0);
}

uint32_t trimtab_cpu_tables_add(const struct trimtab_cpu_sample *sample, uint64_t nanoseconds) {
  uint32_t number = stack_of(sample);
  struct trimtab_cpu_stack *stack = &stacks[number - 1];
  atomic_set(&stack->samples, stack->samples + 1);
  atomic_set(&stack->nanoseconds, stack->nanoseconds + nanoseconds);
  return number;
}

bool trimtab_cpu_tables_exist(void) { return stacks != NULL; }

void trimtab_cpu_tables_describe(struct trimtab_cpu_tables *copy) {
  copy->nodes = nodes;
  copy->node_count = node_section->used;
  copy->stacks = stacks;
  copy->stack_count = stack_section->used;
}

#endif
