// Reads the program's memory without ever faulting, and keeps copies of it in the recording.
//
// /proc/self/mem turns a bad address into an error, by system calls that sandboxes allow (process_vm_readv is one that
// makes systemd's filters kill). Should the program close the descriptor and open another under its number, reads find
// nothing there and change nothing.
// Invariants: a copy is complete before the section's `used` includes it; a child of fork has no sampling and so never
// reads through the descriptor, which would show it its parent.

#include "memory_copy.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "address_map.h"
#include "high_descriptor.h"

static struct trimtab_descriptor memory = TRIMTAB_NO_DESCRIPTOR;

// Where the copy of an address lies in BYTES, and its length: offset << 32 | length. What several types share is copied
// once.
static struct trimtab_address_map copies;

void trimtab_memory_start(void) {
  if (memory.number < 0) trimtab_descriptor_open(&memory, "/proc/self/mem");
}

size_t trimtab_memory_read(uint64_t address, void *bytes, size_t length) {
  if (address < 4096 || address >> 48 || memory.number < 0) return 0;
  int saved = errno;
  ssize_t result = pread(memory.number, bytes, length, (off_t)address);
  errno = saved;
  return result < 0 ? 0 : (size_t)result;
}

const uint8_t *trimtab_memory_copy(uint64_t address, size_t length) {
  struct trimtab_section *bytes = trimtab_section(TRIMTAB_SECTION_BYTES);
  struct trimtab_section *ranges = trimtab_section(TRIMTAB_SECTION_MEMORY);
  if (!address || !length) return NULL;
  uint64_t copied = trimtab_address_map_get(&copies, address);
  uint8_t *start = (uint8_t *)trimtab_process.header + bytes->offset;
  if ((uint32_t)copied >= length) return start + (copied >> 32);
  uint64_t offset = (bytes->used + 7) & ~UINT64_C(7);
  if (ranges->used == ranges->capacity || offset + length > bytes->capacity) {
    trimtab_process.header->types_dropped++;
    return NULL;
  }
  if (trimtab_memory_read(address, start + offset, length) != length) return NULL;
  struct trimtab_memory *range =
      (struct trimtab_memory *)((char *)trimtab_process.header + ranges->offset) + ranges->used;
  *range = (struct trimtab_memory){.address = address, .offset = offset, .length = length};
  atomic_set(&bytes->used, offset + length);
  __atomic_store_n(&ranges->used, ranges->used + 1, __ATOMIC_RELEASE);
  trimtab_address_map_set(&copies, address, offset << 32 | length);
  return start + offset;
}

#endif
