// The recording: one memory-mapped file of fixed, bounded size that the hooks fill and anybody reads at any time.
//
// This header is the format. The hooks write it in place with plain and atomic stores; readers (Swift, module Profiles)
// take it apart with bounds checks. Invariants:
// - A section's `used` never exceeds its `capacity`, and entries below `used` may be half-written in a live recording:
//   readers skip what makes no sense and never trust an index.
// - All integers are in the byte order of the machine that wrote them; `byte_order` tells.
// - Times are nanoseconds of CLOCK_MONOTONIC unless the name says `wall`.
// - A zero entry is an empty entry.
#ifndef TRIMTAB_RECORDING_H
#define TRIMTAB_RECORDING_H

#include <stdint.h>

#define TRIMTAB_RECORDING_MAGIC UINT64_C(0x314241544d495254)  // "TRIMTAB1" in a little-endian file
#define TRIMTAB_RECORDING_VERSION 3
#define TRIMTAB_BYTE_ORDER UINT32_C(0x01020304)

enum trimtab_section_kind {
  TRIMTAB_SECTION_THREADS = 0,
  TRIMTAB_SECTION_NODES = 1,
  TRIMTAB_SECTION_SITES = 2,
  TRIMTAB_SECTION_SAMPLES = 3,
  TRIMTAB_SECTION_IMAGES = 4,
  TRIMTAB_SECTION_STRINGS = 5,
  TRIMTAB_SECTION_TIMELINE = 6,
  TRIMTAB_SECTION_MEMORY = 7,
  TRIMTAB_SECTION_BYTES = 8,
  TRIMTAB_SECTION_CPU_NODES = 9,
  TRIMTAB_SECTION_CPU_STACKS = 10,
  TRIMTAB_SECTION_LABELS = 11,
  TRIMTAB_SECTION_COUNT = 12,
};

struct trimtab_section {
  uint64_t offset;    // bytes from the start of the file
  uint64_t capacity;  // entries
  uint64_t used;      // entries
  uint32_t stride;    // bytes per entry
  uint32_t kind;      // enum trimtab_section_kind
};

enum trimtab_state {
  TRIMTAB_STATE_STARTING = 0,
  TRIMTAB_STATE_RUNNING = 1,
  TRIMTAB_STATE_ENDED = 2,  // the process ran its exit handlers
};

enum trimtab_flags {
  TRIMTAB_FLAG_LIVE_BYTES_EXACT = 1,  // threads' live_bytes counts every block's usable size
  TRIMTAB_FLAG_TRACE_ALL = 2,         // interval 1: every allocation is a sample of weight 1
  TRIMTAB_FLAG_REPORTED = 4,          // a later process has said how this one ended
};

enum trimtab_architecture {
  TRIMTAB_ARCHITECTURE_X86_64 = 1,
  TRIMTAB_ARCHITECTURE_AARCH64 = 2,
};

struct trimtab_header {
  uint64_t magic;
  uint32_t version;
  uint32_t byte_order;
  uint32_t header_size;
  uint32_t section_count;
  uint64_t file_size;
  uint32_t state;         // enum trimtab_state
  uint32_t flags;         // enum trimtab_flags
  uint32_t pid;           // the process that owns the recording; 0 until claimed
  uint32_t generation;    // 1 for the first program image, + 1 for each exec in the same process
  uint32_t architecture;  // enum trimtab_architecture
  uint32_t page_size;     // bytes
  uint64_t sampling_interval;  // mean bytes between samples
  uint64_t start_time;
  uint64_t start_wall_time;  // nanoseconds since 1970
  uint64_t end_time;         // 0 while running or when killed
  uint64_t last_time;        // when the collector last looked
  uint64_t program_path;     // offset into STRINGS, 0 = unknown
  uint64_t command_line;     // offset into STRINGS; arguments separated by NUL, ended by an empty one
  uint64_t peak_live_bytes;  // usable bytes, seen at samples and at the collector's ticks
  uint64_t peak_live_time;
  uint64_t peak_resident_bytes;    // as seen at ticks and at the end
  uint64_t folded_live_bytes;      // signed; what threads have folded in so far (an aid of the hooks)
  uint64_t samples_taken;
  uint64_t samples_dropped;        // no room for the sample: counted nowhere else
  uint64_t stacks_truncated;       // outer frames cut: the stack was too deep or the table of frames was full
  uint64_t stacks_dropped;         // sample kept, but under the site "unknown": no room for its site
  uint64_t stacks_unwound;         // walked by unwind tables because a frame pointer was missing
  uint64_t images_dropped;
  uint64_t threads_shared;         // threads that had to share one record
  uint64_t memory_limit;           // the cgroup's limit in bytes, 0 = none or unknown
  uint64_t peak_snapshot_time;     // when the sites' peak_* were copied
  uint64_t peak_snapshot_bytes;    // the exact live bytes at that moment
  uint64_t forks;                  // children forked without exec are not recorded
  uint64_t types_dropped;          // words that may be types, of which no room was left to copy the descriptors
  uint64_t stacks_across_await;    // continued through the callers that await
  uint64_t process_start;          // of the process, in clock ticks since boot (/proc/self/stat, field 22); 0 = unknown
  uint64_t boot;                   // a hash of the kernel's boot id, 0 = unknown
  uint64_t cpu_period;             // mean nanoseconds of a thread's processor time between its samples, 0 = none are taken
  uint64_t cpu_nanoseconds;        // processor time that the process used while samples were taken
  uint64_t cpu_samples;
  uint64_t cpu_samples_dropped;    // no room for the sample: counted nowhere else
  uint64_t cpu_stacks_dropped;     // sample kept, but under the first stack, "unknown": no room for its own
  uint64_t cpu_stacks_across_await;
  uint64_t cpu_threads_refused;    // threads that could not be sampled
  uint64_t labels_dropped;         // sets of labels for which there was no room: what they belong to has none
  uint64_t reserved[4];
  struct trimtab_section sections[TRIMTAB_SECTION_COUNT];
};

enum trimtab_thread_state {
  TRIMTAB_THREAD_FREE = 0,
  TRIMTAB_THREAD_RUNNING = 1,
  TRIMTAB_THREAD_EXITED = 2,
};

// One per thread; a record whose thread has exited may be handed to a new thread once all are used: the counters go on,
// so that the sum over all records is always the process's total. Entry 0 is shared by the threads that got no record.
struct trimtab_thread {
  uint64_t allocations;
  uint64_t deallocations;
  uint64_t allocated_bytes;  // as requested
  int64_t live_bytes;        // usable bytes allocated less usable bytes freed by this thread: may be negative
  int64_t countdown;         // bytes to the next sample
  uint64_t random;           // state of the generator of gaps
  int64_t folded_live_bytes;
  uint64_t samples;
  uint32_t tid;
  uint32_t state;   // enum trimtab_thread_state
  uint32_t reuses;  // how many threads had the record before
  uint32_t reserved0;
  char name[16];
  uint64_t start_time;
  uint64_t end_time;
  uint64_t reserved[2];
};

// A frame in the tree of stacks: `pc` called from `parent`. `parent` is a node's index + 1, or TRIMTAB_NODE_ROOT for a
// node whose `pc` is an index into THREADS.
#define TRIMTAB_NODE_EMPTY UINT32_C(0)
#define TRIMTAB_NODE_ROOT UINT32_C(0xfffffffe)
// A pc that stands for outer frames that were cut.
#define TRIMTAB_PC_TRUNCATED UINT64_C(1)
// In a pc: the rest is a number of a set of labels, an index into LABELS + 1, which all frames below have.
#define TRIMTAB_PC_LABEL (UINT64_C(1) << 63)
struct trimtab_node {
  uint32_t parent;
  uint32_t site;  // index into SITES + 1; 0 = no sample ends here
  uint64_t pc;    // return address (the instruction after the call)
};

// What was allocated by one stack of one thread. Weights are Horvitz-Thompson: a sample of `size` bytes stands for
// 1 / p objects, p = 1 - exp(-size / interval). Variances are sums of (1 - p) / p^2 (objects) and of that times
// size^2 (bytes).
struct trimtab_site {
  uint32_t node;  // index into NODES + 1; 0 = unknown stack
  uint32_t reserved0;
  uint64_t allocated_samples;
  uint64_t live_samples;
  double allocated_objects;
  double allocated_bytes;
  double allocated_objects_variance;
  double allocated_bytes_variance;
  double live_objects;
  double live_bytes;
  uint64_t peak_samples;  // live_* as of peak_snapshot_time
  double peak_objects;
  double peak_bytes;
};

// What processor time was used for by one stack of one thread. Its node is one of CPU_NODES, which are like NODES; `site`
// of those is an index into CPU_STACKS + 1. The first stack is "unknown".
struct trimtab_cpu_stack {
  uint32_t node;  // index into CPU_NODES + 1; 0 = unknown
  uint32_t reserved0;
  uint64_t samples;
  uint64_t nanoseconds;  // samples times the periods that each stands for
};

// A set of labels that the program gave to what it did, and what was counted of that. Entries are never changed or removed,
// but for the numbers.
struct trimtab_label {
  uint32_t length;  // bytes of `text`
  uint32_t reserved0;
  uint64_t allocated_samples;
  double allocated_bytes;  // as in trimtab_site
  double allocated_bytes_variance;
  uint64_t cpu_samples;
  uint64_t cpu_nanoseconds;
  char text[208];  // key NUL value NUL, for each
};

enum trimtab_sample_state {
  TRIMTAB_SAMPLE_EMPTY = 0,
  TRIMTAB_SAMPLE_LIVE = 1,
  TRIMTAB_SAMPLE_FREED = 2,  // history; the slot may be used again
};

enum trimtab_allocation_kind {
  TRIMTAB_KIND_MALLOC = 1,
  TRIMTAB_KIND_CALLOC = 2,
  TRIMTAB_KIND_REALLOC = 3,
  TRIMTAB_KIND_ALIGNED = 4,
};

struct trimtab_sample {
  uint64_t address;
  uint64_t size;  // bytes as requested
  double weight;  // objects that the sample stands for
  uint64_t allocated_time;
  uint64_t freed_time;  // 0 while live
  uint64_t type;        // the block's first word when it was last looked at: of a Swift object, its metadata. 0 = unseen
  uint64_t body;        // the word at +16: of an error box, the error's type
  uint64_t element;     // of an array of objects: the metadata of its first element, 0 = unseen
  uint32_t site;        // index into SITES + 1
  uint16_t thread;      // index into THREADS
  uint8_t kind;         // enum trimtab_allocation_kind
  uint8_t state;        // enum trimtab_sample_state
};

struct trimtab_image {
  uint64_t start;        // of the mapped segments
  uint64_t end;
  uint64_t bias;         // address in memory less address in the file (ELF p_vaddr)
  uint64_t path;         // offset into STRINGS
  uint64_t loaded_time;
  uint32_t frame_pointers;  // 0 unknown, 1 kept, 2 omitted
  uint32_t build_id_length;
  uint8_t build_id[32];
};

struct trimtab_timeline_point {
  uint64_t time;
  uint64_t resident_bytes;
  int64_t live_bytes;  // as the threads' live_bytes
  uint64_t allocated_bytes;
  uint64_t allocations;
  uint64_t deallocations;
  uint64_t memory_limit;  // bytes, 0 = none
  uint64_t reserved;
};

// Bytes of the program's memory as they were when the collector met a new type: metadata, descriptors, names and what
// they refer to. Readers decode types from these alone. Ranges may overlap; the contents never contradict each other.
struct trimtab_memory {
  uint64_t address;
  uint64_t offset;  // into BYTES
  uint64_t length;  // bytes
};

#endif
