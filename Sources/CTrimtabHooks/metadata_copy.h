// Copies Swift metadata into the recording, with what names its type.
#ifndef TRIMTAB_METADATA_COPY_H
#define TRIMTAB_METADATA_COPY_H

#include "hooks.h"

// What is known of a word that a block began with.
enum trimtab_word_kind {
  TRIMTAB_WORD_UNKNOWN = 0,
  TRIMTAB_WORD_NO_TYPE,
  TRIMTAB_WORD_TYPE,          // from here on: metadata, which has been copied
  TRIMTAB_WORD_ERROR_BOX,     // the error's own metadata is in the block
  TRIMTAB_WORD_OBJECT_ARRAY,  // its elements tell more
};

static inline bool trimtab_may_be_metadata(uint64_t word) {
  return word >= 4096 && (word & 7) == 0 && word >> 48 == 0;
}

// Finds out what a word is, and copies it if it is metadata. Only one thread at a time may call this, and what follows.
enum trimtab_word_kind trimtab_metadata_learn(uint64_t word);

// Copies what looks like metadata, and was not copied before.
void trimtab_metadata_copy(uint64_t metadata);

#endif
