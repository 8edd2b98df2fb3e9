// Reads the unwind tables of loaded images (.eh_frame; DWARF 5, section 6.4) in a signal's handler, where the
// unwinder's own library may not be called: it takes locks and allocates.
//
// Invariants: nothing but the tables is read, and nothing beyond an entry's own length. Which image a pc lies in is
// asked of libc (`_dl_find_object`), which answers without a lock and knows of images that were unloaded.

#include "unwind_rules.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <link.h>
#include <string.h>

#if defined(__x86_64__)
enum { REGISTER_FRAME = 6, REGISTER_STACK = 7, REGISTER_CONTEXT = 14, REGISTER_RETURN = 16 };
#else
enum { REGISTER_FRAME = 29, REGISTER_STACK = 31, REGISTER_CONTEXT = 22, REGISTER_RETURN = 30 };
#endif

// glibc's struct dl_find_object, which older headers do not have.
struct object {
  unsigned long long flags;
  void *map_start, *map_end;
  void *link_map;
  void *unwind_table;  // .eh_frame_hdr
  unsigned long long reserved[8];
};

static int (*find_object)(void *, struct object *);

void trimtab_unwind_rules_start(void) {
  find_object = (int (*)(void *, struct object *))dlsym(RTLD_DEFAULT, "_dl_find_object");
}

bool trimtab_unwind_rules_exist(void) { return find_object != NULL; }

// MARK: Reading

struct cursor {
  const uint8_t *at, *end;
  bool failed;
};

static uint64_t read_fixed(struct cursor *cursor, size_t size) {
  uint64_t value = 0;
  if ((size_t)(cursor->end - cursor->at) < size) {
    cursor->failed = true;
    cursor->at = cursor->end;
    return 0;
  }
  memcpy(&value, cursor->at, size);
  cursor->at += size;
  return value;
}

static uint64_t read_leb(struct cursor *cursor, bool is_signed) {
  uint64_t value = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = (uint8_t)read_fixed(cursor, 1);
    if (shift < 64) value |= (uint64_t)(byte & 0x7f) << shift;
    shift += 7;
  } while ((byte & 0x80) && !cursor->failed);
  if (is_signed && (byte & 0x40) && shift < 64) value |= ~UINT64_C(0) << shift;
  return value;
}

static uint64_t read_unsigned(struct cursor *cursor) { return read_leb(cursor, false); }
static int64_t read_signed(struct cursor *cursor) { return (int64_t)read_leb(cursor, true); }

// A pointer in one of the encodings that linkers write here; `is_size` leaves out what it is relative to.
static uint64_t read_pointer(struct cursor *cursor, uint8_t encoding, bool is_size) {
  enum { ABSOLUTE = 0x00, RELATIVE = 0x10 };
  uint64_t place = (uint64_t)(uintptr_t)cursor->at, value = 0;
  switch (encoding & 0x0f) {
    case 0x00: case 0x04: case 0x0c: value = read_fixed(cursor, 8); break;
    case 0x03: value = read_fixed(cursor, 4); break;
    case 0x0b: value = (uint64_t)(int64_t)(int32_t)read_fixed(cursor, 4); break;
    default: cursor->failed = true;
  }
  if ((encoding & 0xf0) != ABSOLUTE && (encoding & 0xf0) != RELATIVE) cursor->failed = true;
  return (encoding & 0xf0) == RELATIVE && !is_size ? value + place : value;
}

// MARK: Entries

struct entry {
  uintptr_t start, end;  // of the function
  uint64_t code_factor;
  int64_t data_factor;
  struct cursor common, own;  // instructions
};

// An entry's bytes after its length.
static bool open_entry(const uint8_t *entry, struct cursor *cursor) {
  uint32_t length;
  memcpy(&length, entry, sizeof length);
  if (length == 0 || length == UINT32_MAX) return false;
  *cursor = (struct cursor){.at = entry + 4, .end = entry + 4 + length};
  return true;
}

// What functions have in common. Returns the encoding of their addresses, or -1.
static int read_common(const uint8_t *start, struct entry *entry, bool *has_augmentation) {
  struct cursor cursor;
  int encoding = 0;
  if (!open_entry(start, &cursor) || read_fixed(&cursor, 4) != 0) return -1;
  uint8_t version = (uint8_t)read_fixed(&cursor, 1);
  const char *augmentation = (const char *)cursor.at;
  while (read_fixed(&cursor, 1) != 0 && !cursor.failed) continue;
  entry->code_factor = read_unsigned(&cursor);
  entry->data_factor = read_signed(&cursor);
  uint64_t return_register = version == 1 ? read_fixed(&cursor, 1) : read_unsigned(&cursor);
  if (cursor.failed || return_register != REGISTER_RETURN) return -1;
  *has_augmentation = augmentation[0] == 'z';
  if (*has_augmentation) {
    uint64_t length = read_unsigned(&cursor);
    if (length > (uint64_t)(cursor.end - cursor.at)) return -1;
    struct cursor data = {.at = cursor.at, .end = cursor.at + length};
    for (const char *letter = augmentation + 1; *letter; letter++) {
      if (*letter == 'R') encoding = (int)read_fixed(&data, 1);
      if (*letter == 'L') read_fixed(&data, 1);
      if (*letter == 'P') read_pointer(&data, (uint8_t)(read_fixed(&data, 1) & 0x7f), false);
    }
    if (data.failed) return -1;
    cursor.at += length;
  }
  entry->common = cursor;
  return cursor.failed ? -1 : encoding;
}

static bool read_entry(const uint8_t *start, struct entry *entry) {
  struct cursor cursor;
  if (!open_entry(start, &cursor)) return false;
  const uint8_t *place = cursor.at;
  uint32_t back = (uint32_t)read_fixed(&cursor, 4);
  bool has_augmentation = false;
  int encoding = back == 0 ? -1 : read_common(place - back, entry, &has_augmentation);
  if (encoding < 0) return false;
  entry->start = (uintptr_t)read_pointer(&cursor, (uint8_t)encoding, false);
  entry->end = entry->start + (uintptr_t)read_pointer(&cursor, (uint8_t)encoding, true);
  if (has_augmentation) {
    uint64_t length = read_unsigned(&cursor);
    if (length > (uint64_t)(cursor.end - cursor.at)) return false;
    cursor.at += length;
  }
  entry->own = cursor;
  return !cursor.failed;
}

// By the sorted table that the linker made: offsets from its own start to functions and their entries.
static bool find_entry(uintptr_t pc, struct entry *entry) {
  struct object object;
  if (!find_object || find_object((void *)pc, &object) != 0 || !object.unwind_table) return false;
  const uint8_t *table = object.unwind_table;
  struct { uint8_t version, pointer, count, entries; int32_t frames; uint32_t length; } header;
  memcpy(&header, table, sizeof header);
  if (header.version != 1 || header.count != 0x03 || header.entries != 0x3b || (header.pointer & 0x0f) != 0x0b ||
      header.length == 0)
    return false;
  struct row { int32_t function, entry; } row;
  const uint8_t *rows = table + sizeof header;
  int64_t offset = (int64_t)(pc - (uintptr_t)table);
  uint32_t low = 0, high = header.length;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    memcpy(&row, rows + middle * sizeof row, sizeof row);
    if (row.function <= offset) low = middle; else high = middle;
  }
  memcpy(&row, rows + low * sizeof row, sizeof row);
  return read_entry(table + row.entry, entry) && pc - entry->start < entry->end - entry->start;
}

uintptr_t trimtab_unwind_function_of(uintptr_t pc) {
  struct entry entry;
  return find_entry(pc, &entry) ? entry.start : 0;
}

// MARK: Instructions

struct row {
  uint64_t base;  // register
  int64_t offset;
  bool is_computed;  // by an expression, which is not evaluated
  struct trimtab_register_rule registers[TRIMTAB_REGISTER_COUNT];
};

static void set(struct row *row, uint64_t number, struct trimtab_register_rule rule) {
  if (number == REGISTER_FRAME) row->registers[TRIMTAB_REGISTER_FRAME] = rule;
  if (number == REGISTER_CONTEXT) row->registers[TRIMTAB_REGISTER_CONTEXT] = rule;
  if (number == REGISTER_RETURN) row->registers[TRIMTAB_REGISTER_RETURN] = rule;
}

static struct trimtab_register_rule saved_at(int64_t offset) {
  return (struct trimtab_register_rule){.kind = TRIMTAB_RULE_SAVED, .offset = offset};
}

static const struct trimtab_register_rule same = {.kind = TRIMTAB_RULE_SAME};
static const struct trimtab_register_rule undefined = {.kind = TRIMTAB_RULE_UNDEFINED};

static void restore(struct row *row, const struct row *initial, uint64_t number) {
  if (number == REGISTER_FRAME) set(row, number, initial->registers[TRIMTAB_REGISTER_FRAME]);
  if (number == REGISTER_CONTEXT) set(row, number, initial->registers[TRIMTAB_REGISTER_CONTEXT]);
  if (number == REGISTER_RETURN) set(row, number, initial->registers[TRIMTAB_REGISTER_RETURN]);
}

// Runs the instructions that apply to `pc`. `initial` is the row that registers are restored to.
static bool run(const struct entry *entry, struct cursor cursor, uintptr_t pc, const struct row *initial,
                struct row *row) {
  enum { MOST_REMEMBERED = 8 };
  struct row remembered[MOST_REMEMBERED];
  int depth = 0;
  uintptr_t location = entry->start;
  while (cursor.at < cursor.end && !cursor.failed) {
    uint8_t byte = (uint8_t)read_fixed(&cursor, 1), low = byte & 0x3f;
    uint64_t number;
    int64_t factor = entry->data_factor;
    uintptr_t advance = 0;
    switch (byte & 0xc0) {
      case 0x40: advance = low; break;
      case 0x80: set(row, low, saved_at((int64_t)read_unsigned(&cursor) * factor)); continue;
      case 0xc0: restore(row, initial, low); continue;
      default:
        switch (byte) {
          case 0x00: continue;                                                             // nop
          case 0x02: advance = (uintptr_t)read_fixed(&cursor, 1); break;                   // advance_loc1
          case 0x03: advance = (uintptr_t)read_fixed(&cursor, 2); break;                   // advance_loc2
          case 0x04: advance = (uintptr_t)read_fixed(&cursor, 4); break;                   // advance_loc4
          case 0x05:                                                                       // offset_extended
            number = read_unsigned(&cursor);
            set(row, number, saved_at((int64_t)read_unsigned(&cursor) * factor));
            continue;
          case 0x06: restore(row, initial, read_unsigned(&cursor)); continue;              // restore_extended
          case 0x07: set(row, read_unsigned(&cursor), undefined); continue;                // undefined
          case 0x08: set(row, read_unsigned(&cursor), same); continue;                     // same_value
          case 0x0a:                                                                       // remember_state
            if (depth == MOST_REMEMBERED) return false;
            remembered[depth++] = *row;
            continue;
          case 0x0b:                                                                       // restore_state
            if (depth == 0) return false;
            *row = remembered[--depth];
            continue;
          case 0x0c:                                                                       // def_cfa
            row->base = read_unsigned(&cursor);
            row->offset = (int64_t)read_unsigned(&cursor);
            row->is_computed = false;
            continue;
          case 0x0d: row->base = read_unsigned(&cursor); continue;                         // def_cfa_register
          case 0x0e: row->offset = (int64_t)read_unsigned(&cursor); continue;              // def_cfa_offset
          case 0x0f:                                                                       // def_cfa_expression
            number = read_unsigned(&cursor);
            if (number > (uint64_t)(cursor.end - cursor.at)) return false;
            cursor.at += number;
            row->is_computed = true;
            continue;
          case 0x10: case 0x16:                                                            // expression, val_expression
            set(row, read_unsigned(&cursor), undefined);
            number = read_unsigned(&cursor);
            if (number > (uint64_t)(cursor.end - cursor.at)) return false;
            cursor.at += number;
            continue;
          case 0x11:                                                                       // offset_extended_sf
            number = read_unsigned(&cursor);
            set(row, number, saved_at(read_signed(&cursor) * factor));
            continue;
          case 0x12:                                                                       // def_cfa_sf
            row->base = read_unsigned(&cursor);
            row->offset = read_signed(&cursor) * factor;
            row->is_computed = false;
            continue;
          case 0x13: row->offset = read_signed(&cursor) * factor; continue;                // def_cfa_offset_sf
          case 0x2d: continue;                                                             // signed return addresses
          case 0x2e: read_unsigned(&cursor); continue;                                     // GNU_args_size
          default: return false;
        }
    }
    location += advance * entry->code_factor;
    if (location > pc) return !cursor.failed;
  }
  return !cursor.failed;
}

bool trimtab_unwind_rules(uintptr_t pc, struct trimtab_unwind_rules *rules) {
  struct entry entry;
  struct row initial = {0};
  if (!find_entry(pc, &entry) || !run(&entry, entry.common, UINTPTR_MAX, &initial, &initial)) return false;
  struct row row = initial;
  if (!run(&entry, entry.own, pc, &initial, &row) || row.is_computed) return false;
  if (row.base != REGISTER_FRAME && row.base != REGISTER_STACK) return false;
  *rules = (struct trimtab_unwind_rules){.is_from_frame = row.base == REGISTER_FRAME, .offset = row.offset};
  memcpy(rules->registers, row.registers, sizeof row.registers);
  return true;
}

#endif
