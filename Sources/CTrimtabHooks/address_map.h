// A map from numbers to numbers for one thread at a time: small until it is filled, so that it touches few pages. Keys
// and values are never 0.
#ifndef TRIMTAB_ADDRESS_MAP_H
#define TRIMTAB_ADDRESS_MAP_H

#include "hooks.h"

struct trimtab_address_map {
  struct trimtab_address_map_entry {
    uint64_t key, value;
  } *entries;
  uint64_t mask;  // entries - 1
  uint64_t count;
};

// 0 if the key is not there.
uint64_t trimtab_address_map_get(const struct trimtab_address_map *map, uint64_t key);

// Sets the key's value. False if there is no memory for it.
bool trimtab_address_map_set(struct trimtab_address_map *map, uint64_t key, uint64_t value);

// Empties the map and gives its memory back.
void trimtab_address_map_clear(struct trimtab_address_map *map);

#endif
