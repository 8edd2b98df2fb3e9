// Open addressing with linear probes; twice the size when half full.
//
// Invariant: at least half of the entries are empty, so that every search ends.

#include "address_map.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <sys/mman.h>

enum { FIRST_ENTRIES = 512, MOST_ENTRIES = 1 << 20 };

static struct trimtab_address_map_entry *entry_of(const struct trimtab_address_map *map, uint64_t key) {
  uint64_t at = key * UINT64_C(0x9e3779b97f4a7c15);
  for (at ^= at >> 32;; at++) {
    struct trimtab_address_map_entry *entry = &map->entries[at & map->mask];
    if (entry->key == key || entry->key == 0) return entry;
  }
}

static bool grow(struct trimtab_address_map *map) {
  uint64_t old = map->entries ? map->mask + 1 : 0, size = old ? 2 * old : FIRST_ENTRIES;
  struct trimtab_address_map larger = {.mask = size - 1, .count = map->count};
  if (size <= MOST_ENTRIES) larger.entries = trimtab_reserve(size * sizeof *larger.entries);
  if (!larger.entries) return false;
  for (uint64_t i = 0; i < old; i++) {
    if (map->entries[i].key) *entry_of(&larger, map->entries[i].key) = map->entries[i];
  }
  if (old) munmap(map->entries, old * sizeof *map->entries);
  *map = larger;
  return true;
}

uint64_t trimtab_address_map_get(const struct trimtab_address_map *map, uint64_t key) {
  return map->entries ? entry_of(map, key)->value : 0;
}

bool trimtab_address_map_set(struct trimtab_address_map *map, uint64_t key, uint64_t value) {
  if ((!map->entries || 2 * (map->count + 1) > map->mask) && !grow(map)) return false;
  struct trimtab_address_map_entry *entry = entry_of(map, key);
  if (entry->key == 0) map->count++;
  entry->key = key;
  entry->value = value;
  return true;
}

void trimtab_address_map_clear(struct trimtab_address_map *map) {
  if (map->entries) munmap(map->entries, (map->mask + 1) * sizeof *map->entries);
  *map = (struct trimtab_address_map){0};
}

#endif
