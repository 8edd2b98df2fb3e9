// Copies Swift metadata, and what it takes to name its type: from a type's metadata the names are reached through
// descriptors. Readers decode the copies, in this process or after its death; nothing of the Swift runtime is called.
// Offsets are those of Swift's ABI, which is stable on Darwin and has been the same on Linux.
//
// Invariants: every address is a guess until it was read, by reads that cannot fault; what does not look like metadata
// is dropped. No recursion: types nest deeply, and the collector's stack is small.

#include "metadata_copy.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <string.h>

#include "address_map.h"
#include "memory_copy.h"

enum {
  KIND_CLASS = 0,
  KIND_STRUCT = 0x200,
  KIND_ENUM = 0x201,
  KIND_OPTIONAL = 0x202,
  KIND_FOREIGN_CLASS = 0x203,
  KIND_TUPLE = 0x301,
  KIND_FUNCTION = 0x302,
  KIND_EXISTENTIAL = 0x303,
  KIND_METATYPE = 0x304,
  KIND_EXISTENTIAL_METATYPE = 0x306,
  KIND_EXTENDED_EXISTENTIAL = 0x307,
  KIND_LOCAL_BOX = 0x400,
  KIND_GENERIC_BOX = 0x500,
  KIND_ERROR_BOX = 0x501,
  KIND_TASK = 0x502,
};

enum {
  CONTEXT_EXTENSION = 1,
  CONTEXT_ANONYMOUS = 2,
  CONTEXT_CLASS = 16,
  CONTEXT_STRUCT = 17,
  CONTEXT_ENUM = 18,
};

static uint16_t read16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static uint32_t read32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static uint64_t read64(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

// What the signed offset stored at `address` refers to; 0 if to nothing.
static uint64_t relative(uint64_t address, const uint8_t *stored) {
  int32_t offset = (int32_t)read32(stored);
  return offset ? address + (uint64_t)(int64_t)offset : 0;
}

// MARK: What is still to be copied

enum role { METADATA, CONTEXT, MANGLED_NAME };

enum { QUEUE = 2048 };

static struct {
  uint64_t address;
  enum role role;
} queue[QUEUE];
static uint32_t queued, done;

// What was queued before: by address and role.
static struct trimtab_address_map visited;

static bool visit_once(uint64_t key) {
  if (trimtab_address_map_get(&visited, key)) return false;
  if (trimtab_address_map_set(&visited, key, 1)) return true;
  trimtab_process.header->types_dropped++;
  return false;
}

static void enqueue(uint64_t address, enum role role) {
  if (!address || (role == METADATA && !trimtab_may_be_metadata(address))) return;
  if (role == METADATA && !visit_once(address)) return;
  if (role == CONTEXT && !visit_once(address | 1)) return;
  if (role == MANGLED_NAME && !visit_once(address | UINT64_C(1) << 63)) return;
  if (queued == QUEUE) {
    trimtab_process.header->types_dropped++;
    return;
  }
  queue[queued].address = address;
  queue[queued++].role = role;
}

// Copies a text that ends with NUL, at most 1 KiB of it.
static void copy_text(uint64_t address) {
  char text[1024];
  size_t length = address ? trimtab_memory_read(address, text, sizeof text) : 0;
  size_t end = strnlen(text, length);
  if (end < length) trimtab_memory_copy(address, end + 1);
}

// MARK: Contexts

// Where a context's generic header lies, from its start; 0 = it has none.
static uint32_t generic_header_at(uint32_t flags) {
  if (!(flags & 0x80)) return 0;
  switch (flags & 31) {
    case CONTEXT_EXTENSION: return 12;
    case CONTEXT_ANONYMOUS: return 8;
    case CONTEXT_CLASS: return 52;
    case CONTEXT_STRUCT:
    case CONTEXT_ENUM: return 36;
    default: return 0;
  }
}

struct generics {
  uint32_t params, requirements, keys, shapes;
  const uint8_t *kinds;  // a byte for each parameter
  const uint8_t *packs;  // 8 bytes for each pack
  uint32_t pack_count;
};

static bool read_generics(uint64_t context, uint32_t flags, struct generics *generics) {
  uint32_t offset = generic_header_at(flags);
  const uint8_t *header = offset ? trimtab_memory_copy(context + offset, 8) : NULL;
  if (!header) return false;
  memset(generics, 0, sizeof *generics);
  generics->params = read16(header);
  generics->requirements = read16(header + 2);
  generics->keys = read16(header + 4);
  bool has_packs = read16(header + 6) & 1;
  if (generics->params > 256 || generics->requirements > 256 || generics->keys > 512) return false;
  uint64_t kinds = context + offset + 8, rest = kinds + ((generics->params + 3) & ~3u) + 12 * generics->requirements;
  if (has_packs) {
    const uint8_t *counts = trimtab_memory_copy(rest, 4);
    if (!counts || read16(counts) > 256) return false;
    generics->pack_count = read16(counts);
    generics->shapes = read16(counts + 2);
    rest += 4 + 8 * generics->pack_count;
  }
  const uint8_t *all = trimtab_memory_copy(context + offset, (size_t)(rest - context - offset));
  if (!all) return false;
  generics->kinds = all + 8;
  generics->packs = all + (rest - context - offset) - 8 * generics->pack_count;
  return true;
}

static void copy_context(uint64_t context) {
  const uint8_t *start = trimtab_memory_copy(context, 8);
  if (!start) return;
  uint32_t flags = read32(start), kind = flags & 31;
  uint32_t size = kind == CONTEXT_CLASS ? 52 : kind == CONTEXT_STRUCT || kind == CONTEXT_ENUM ? 36 : 16;
  const uint8_t *fixed = trimtab_memory_copy(context, size);
  if (fixed) start = fixed;
  uint64_t parent = relative(context + 4, start + 4);
  if (parent & 1) {
    const uint8_t *slot = trimtab_memory_copy(parent & ~UINT64_C(1), 8);
    parent = slot ? read64(slot) : 0;
  }
  enqueue(parent, CONTEXT);
  if (!fixed) return;
  uint64_t at_eight = relative(context + 8, start + 8);
  if (kind == CONTEXT_EXTENSION) {
    enqueue(at_eight, MANGLED_NAME);
  } else if (kind != CONTEXT_ANONYMOUS) {
    copy_text(at_eight);
  } else if (flags & 1 << 16) {  // an anonymous context with a mangled name, after its generic header if it has one
    trimtab_memory_copy(context, 64);
  }
  if (kind == CONTEXT_CLASS && flags >> 29 & 1) trimtab_memory_copy(relative(context + 24, start + 24), 16);
  struct generics generics;
  read_generics(context, flags, &generics);
}

// Offset of the generic arguments from the address point of a class's metadata.
static int64_t class_arguments_at(uint64_t context, const uint8_t *start, uint32_t flags) {
  if (flags >> 29 & 1) {  // the superclass is resilient: the offset is known at run time only
    const uint8_t *bounds = trimtab_memory_copy(relative(context + 24, start + 24), 16);
    return bounds ? (int64_t)read64(bounds) : 0;
  }
  if (flags >> 28 & 1) return -8 * (int64_t)read32(start + 24);
  return 8 * ((int64_t)read32(start + 28) - (int64_t)read32(start + 32));
}

static void copy_arguments(uint64_t metadata, uint64_t context, bool is_class) {
  const uint8_t *start = trimtab_memory_copy(context, is_class ? 52 : 36);
  struct generics generics;
  if (!start || !read_generics(context, read32(start), &generics)) return;
  int64_t offset = is_class ? class_arguments_at(context, start, read32(start)) : 16;
  if (offset == 0) return;
  const uint8_t *words = trimtab_memory_copy(metadata + (uint64_t)offset, 8 * (generics.shapes + generics.keys));
  if (!words) return;
  uint32_t next = generics.shapes, pack = 0;
  for (uint32_t i = 0; i < generics.params && next < generics.shapes + generics.keys; i++) {
    if (!(generics.kinds[i] & 0x80)) continue;
    uint64_t argument = read64(words + 8 * next++);
    switch (generics.kinds[i] & 0x3f) {
      case 0: enqueue(argument, METADATA); break;
      case 1: {
        uint32_t shape = pack < generics.pack_count ? read16(generics.packs + 8 * pack + 4) : generics.shapes;
        pack++;
        uint64_t length = shape < generics.shapes ? read64(words + 8 * shape) : 0;
        if (length == 0 || length > 256) break;
        const uint8_t *elements = trimtab_memory_copy(argument & ~UINT64_C(1), 8 * (size_t)length);
        for (uint64_t k = 0; elements && k < length; k++) enqueue(read64(elements + 8 * k), METADATA);
        break;
      }
      default: break;  // a value
    }
  }
}

// MARK: Mangled names

// A mangled name can refer to contexts by addresses in its midst.
static void copy_mangled_name(uint64_t address) {
  uint8_t text[1024];
  size_t length = trimtab_memory_read(address, text, sizeof text);
  for (size_t at = 0; at < length; at++) {
    uint8_t byte = text[at];
    if (byte == 0) {
      trimtab_memory_copy(address, at + 1);
      return;
    }
    if (byte >= 0x18 && byte <= 0x1f) {
      at += 8;
    } else if (byte <= 0x17) {
      if (at + 5 > length) return;
      uint64_t target = relative(address + at + 1, text + at + 1);
      if (byte == 2) {
        const uint8_t *slot = trimtab_memory_copy(target, 8);
        target = slot ? read64(slot) : 0;
      }
      if (byte <= 2) enqueue(target, CONTEXT);
      at += 4;
    }
  }
}

// MARK: Metadata

// Is this the metadata of a class? Its fields are asked before the descriptor.
static bool is_class(const uint8_t *fields, uint32_t *context_flags) {
  uint32_t align_mask = read16(fields + 28), class_size = read32(fields + 32), address_point = read32(fields + 36);
  uint64_t context = read64(fields + 40);
  if (read32(fields + 20) != 0 || read16(fields + 30) != 0 || (align_mask & (align_mask + 1)) != 0) return false;
  if (read32(fields + 24) < 16 || address_point < 16 || address_point >= class_size || address_point % 8 != 0) return false;
  uint8_t flags[4];
  if (class_size > 1 << 20 || context % 4 != 0 || trimtab_memory_read(context, flags, 4) != 4) return false;
  *context_flags = read32(flags);
  return (*context_flags & 31) == CONTEXT_CLASS;
}

static bool copy_class(uint64_t metadata) {
  uint8_t fields[48];
  uint32_t flags;
  if (trimtab_memory_read(metadata, fields, sizeof fields) != sizeof fields || !is_class(fields, &flags)) return false;
  uint32_t size = read32(fields + 32), address_point = read32(fields + 36);
  trimtab_memory_copy(metadata, sizeof fields);
  trimtab_memory_copy(metadata - address_point, size < 4096 ? size : 4096);
  enqueue(read64(fields + 8), METADATA);
  enqueue(read64(fields + 40), CONTEXT);
  copy_arguments(metadata, read64(fields + 40), true);
  return true;
}

static void copy_nominal(uint64_t metadata) {
  const uint8_t *words = trimtab_memory_copy(metadata, 16);
  if (!words) return;
  enqueue(read64(words + 8), CONTEXT);
  copy_arguments(metadata, read64(words + 8), false);
}

static void copy_tuple(uint64_t metadata, uint64_t count) {
  const uint8_t *words = count <= 256 ? trimtab_memory_copy(metadata, 24 + 16 * (size_t)count) : NULL;
  if (!words) return;
  copy_text(read64(words + 16));
  for (uint64_t i = 0; i < count; i++) enqueue(read64(words + 24 + 16 * i), METADATA);
}

static void copy_function(uint64_t metadata, uint64_t flags) {
  uint32_t count = flags & 0xffff, at = 24 + 8 * count;
  if (count > 256) return;
  if (flags >> 25 & 1) at = (at + 4 * count + 7) & ~7u;
  uint32_t global_actor = 0, extended = 0, thrown = 0;
  if (flags >> 27 & 1) at += 8;
  if (flags >> 28 & 1) {
    global_actor = at;
    at += 8;
  }
  if (flags >> 31 & 1) {
    extended = at;
    thrown = at + 8;
    at += 16;
  }
  const uint8_t *words = trimtab_memory_copy(metadata, at);
  if (!words) return;
  for (uint32_t i = 0; i <= count; i++) enqueue(read64(words + 16 + 8 * i), METADATA);  // the result, then parameters
  if (global_actor) enqueue(read64(words + global_actor), METADATA);
  if (extended && (read32(words + extended) & 1)) enqueue(read64(words + thrown), METADATA);
}

static void copy_existential(uint64_t metadata) {
  const uint8_t *words = trimtab_memory_copy(metadata, 16);
  uint32_t flags = words ? read32(words + 8) : 0, count = words ? read32(words + 12) : 0, at = 16;
  if (!words || count > 64) return;
  bool has_superclass = flags >> 30 & 1;
  words = trimtab_memory_copy(metadata, 16 + 8 * (count + has_superclass));
  if (!words) return;
  if (has_superclass) {
    enqueue(read64(words + 16), METADATA);
    at = 24;
  }
  for (uint32_t i = 0; i < count; i++) enqueue(read64(words + at + 8 * i) & ~UINT64_C(1), CONTEXT);
}

static void copy_extended_existential(uint64_t metadata, uint64_t shape) {
  enum { MOST_ARGUMENTS = 4 };
  const uint8_t *start = trimtab_memory_copy(shape, 16);
  if (start) enqueue(relative(shape + 4, start + 4), MANGLED_NAME);
  for (int i = 0; i < MOST_ARGUMENTS; i++) {
    const uint8_t *argument = trimtab_memory_copy(metadata + 16 + 8 * (uint64_t)i, 8);
    if (argument) enqueue(read64(argument), METADATA);
  }
}

// What a box or a closure context holds.
static void copy_captures(uint64_t metadata) {
  const uint8_t *words = trimtab_memory_copy(metadata, 24);
  uint64_t captures = words ? read64(words + 16) : 0;
  const uint8_t *counts = captures ? trimtab_memory_copy(captures, 12) : NULL;
  if (!counts || read32(counts) > 64 || read32(counts + 4) > 64) return;
  uint32_t types = read32(counts), sources = read32(counts + 4);
  counts = trimtab_memory_copy(captures, 12 + 4 * types + 8 * sources);
  for (uint32_t i = 0; counts && i < types; i++)
    enqueue(relative(captures + 12 + 4 * i, counts + 12 + 4 * i), MANGLED_NAME);
  for (uint32_t i = 0; counts && i < 2 * sources; i++)
    copy_text(relative(captures + 12 + 4 * (types + i), counts + 12 + 4 * (types + i)));
}

static void copy_metadata(uint64_t metadata) {
  uint8_t words[16];
  if (trimtab_memory_read(metadata, words, sizeof words) != sizeof words) return;
  uint64_t kind = read64(words), second = read64(words + 8);
  switch (kind) {
    case KIND_CLASS: copy_class(metadata); break;
    case KIND_STRUCT:
    case KIND_ENUM:
    case KIND_OPTIONAL:
    case KIND_FOREIGN_CLASS: copy_nominal(metadata); break;
    case KIND_TUPLE: copy_tuple(metadata, second); break;
    case KIND_FUNCTION: copy_function(metadata, second); break;
    case KIND_EXISTENTIAL: copy_existential(metadata); break;
    case KIND_METATYPE:
    case KIND_EXISTENTIAL_METATYPE:
      trimtab_memory_copy(metadata, 16);
      enqueue(second, METADATA);
      break;
    case KIND_EXTENDED_EXISTENTIAL:
      trimtab_memory_copy(metadata, 16);
      copy_extended_existential(metadata, second);
      break;
    case KIND_LOCAL_BOX: copy_captures(metadata); break;
    case KIND_GENERIC_BOX: {
      const uint8_t *box = trimtab_memory_copy(metadata, 24);
      if (box) enqueue(read64(box + 16), METADATA);
      break;
    }
    default:
      if (kind < 0x800) trimtab_memory_copy(metadata, 16);
      break;
  }
}

static void copy_all(void) {
  for (done = 0; done < queued; done++) {
    uint64_t address = queue[done].address;
    switch (queue[done].role) {
      case METADATA: copy_metadata(address); break;
      case CONTEXT: copy_context(address); break;
      case MANGLED_NAME: copy_mangled_name(address); break;
    }
  }
  queued = 0;
}

void trimtab_metadata_copy(uint64_t metadata) {
  enqueue(metadata, METADATA);
  copy_all();
}

// MARK: What a word is

// An array of class instances says no more in its metadata than that: its elements are asked.
static bool is_object_array(uint64_t metadata) {
  static const char name[] = "_ContiguousArrayStorage";
  uint8_t fields[48];
  char text[sizeof name];
  if (trimtab_memory_read(metadata, fields, sizeof fields) != sizeof fields) return false;
  uint64_t context = read64(fields + 40);
  const uint8_t *start = trimtab_memory_copy(context, 52);
  if (!start || trimtab_memory_read(relative(context + 8, start + 8), text, sizeof text) != sizeof text ||
      memcmp(text, name, sizeof name) != 0)
    return false;
  int64_t offset = class_arguments_at(context, start, read32(start));
  uint8_t argument[8], existential[16];
  return offset && trimtab_memory_read(metadata + (uint64_t)offset, argument, 8) == 8 &&
         trimtab_memory_read(read64(argument), existential, 16) == 16 && read64(existential) == KIND_EXISTENTIAL &&
         read32(existential + 12) == 0;
}

enum trimtab_word_kind trimtab_metadata_learn(uint64_t word) {
  uint8_t kind_bytes[8];
  if (trimtab_memory_read(word, kind_bytes, 8) != 8) return TRIMTAB_WORD_NO_TYPE;
  uint64_t kind = read64(kind_bytes);
  bool is_type = kind == KIND_LOCAL_BOX || kind == KIND_GENERIC_BOX || kind == KIND_ERROR_BOX || kind == KIND_TASK;
  if (kind == KIND_CLASS) {
    uint8_t fields[48];
    uint32_t flags;
    is_type = trimtab_memory_read(word, fields, sizeof fields) == sizeof fields && is_class(fields, &flags);
  }
  if (!is_type) return TRIMTAB_WORD_NO_TYPE;
  trimtab_metadata_copy(word);
  if (kind == KIND_ERROR_BOX) return TRIMTAB_WORD_ERROR_BOX;
  return kind == KIND_CLASS && is_object_array(word) ? TRIMTAB_WORD_OBJECT_ARRAY : TRIMTAB_WORD_TYPE;
}

#endif
