// Looks at what sampled blocks begin with: a block of a Swift object begins with the address of its metadata, which is
// copied (metadata_copy.c), so that readers can name the type.
//
// Invariants: words are guesses until they prove to be metadata; a site whose blocks never begin with metadata is not
// asked again.

#include "types.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include "address_map.h"
#include "memory_copy.h"
#include "metadata_copy.h"
#include "sampled_blocks.h"

// By word that blocks began with: its kind.
static struct trimtab_address_map words;

// Blocks of each site whose first word was no type; a site with some and no block of a type is given up.
enum { MOST_MISSES = 8, NEVER_GIVEN_UP = 255 };
static uint8_t *misses;

// Also counts, for the site of the block that the word is from, what proves to be no type.
static enum trimtab_word_kind word_kind(uint64_t word, uint8_t *site_misses) {
  enum trimtab_word_kind kind = (enum trimtab_word_kind)trimtab_address_map_get(&words, word);
  if (kind == TRIMTAB_WORD_UNKNOWN) {
    kind = trimtab_metadata_learn(word);
    if (!trimtab_address_map_set(&words, word, kind)) trimtab_process.header->types_dropped++;
    if (kind == TRIMTAB_WORD_NO_TYPE && *site_misses < MOST_MISSES) ++*site_misses;
  }
  if (kind >= TRIMTAB_WORD_TYPE) *site_misses = NEVER_GIVEN_UP;
  return kind;
}

// The first element's metadata; the array may be gone by now, and then the word proves nothing and is dropped.
static void look_at_element(struct trimtab_sample *sample, uint8_t *site_misses) {
  uint64_t object, metadata;
  if (trimtab_memory_read(atomic_get(&sample->address) + 32, &object, 8) != 8 || !trimtab_may_be_metadata(object)) return;
  if (trimtab_memory_read(object, &metadata, 8) != 8 || !trimtab_may_be_metadata(metadata)) return;
  if (word_kind(metadata, site_misses) >= TRIMTAB_WORD_TYPE) atomic_set(&sample->element, metadata);
}

// When the samples were looked at before.
static uint64_t looked;

// A block is looked at once its thread has had the time to fill in the first words. That may have lost its processor just
// then, so what is no object yet is looked at again, and last when it is old.
static bool is_to_be_read(const struct trimtab_sample *sample, uint64_t now) {
  enum { SETTLED = 5 * 1000 * 1000, OLD = 1000 * 1000 * 1000 };
  uint64_t allocated = atomic_get(&sample->allocated_time), type = atomic_get(&sample->type);
  if (now - allocated <= SETTLED) return false;
  if (type == 0) return true;
  if (allocated + OLD <= looked) return false;
  return !trimtab_may_be_metadata(type) || trimtab_address_map_get(&words, type) < TRIMTAB_WORD_TYPE;
}

static void look_at_sample(struct trimtab_sample *sample, uint64_t now) {
  uint32_t site = atomic_get(&sample->site);
  if (site == 0 || site > trimtab_section(TRIMTAB_SECTION_SITES)->capacity || misses[site - 1] == MOST_MISSES) return;
  bool is_live = atomic_get(&sample->state) == TRIMTAB_SAMPLE_LIVE;
  if (is_live && is_to_be_read(sample, now)) trimtab_sampled_look(sample);
  uint64_t type = atomic_get(&sample->type);
  if (!trimtab_may_be_metadata(type)) return;
  enum trimtab_word_kind kind = word_kind(type, &misses[site - 1]);
  if (kind == TRIMTAB_WORD_OBJECT_ARRAY && is_live && atomic_get(&sample->element) == 0) {
    look_at_element(sample, &misses[site - 1]);
  } else if (kind == TRIMTAB_WORD_ERROR_BOX) {
    trimtab_metadata_copy(atomic_get(&sample->body));
  }
}

void trimtab_types_refresh(void) {
  if (!misses) return;
  uint64_t now = trimtab_now(), used = atomic_get(&trimtab_section(TRIMTAB_SECTION_SAMPLES)->used);
  for (uint64_t i = 0; i < used; i++) {
    struct trimtab_sample *sample = &trimtab_process.samples[i];
    if (atomic_get(&sample->state) != TRIMTAB_SAMPLE_EMPTY) look_at_sample(sample, now);
  }
  looked = now;
}

void trimtab_types_start(void) {
  trimtab_memory_start();
  misses = trimtab_reserve(trimtab_section(TRIMTAB_SECTION_SITES)->capacity);
}

#endif
