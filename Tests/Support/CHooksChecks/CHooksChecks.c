#include "CHooksChecks.h"

#define _GNU_SOURCE 1
#include <malloc.h>

#include "gaps.h"

double checks_log(double value) {
  return trimtab_log(value);
}

double checks_one_minus_exp(double x) {
  return trimtab_one_minus_exp(x);
}

double checks_weight(uint64_t size, uint64_t interval) {
  return trimtab_weight(size, interval);
}

static void add_sample(struct checks_estimate *estimate, double size, double weight) {
  double variance = weight * (weight - 1);
  estimate->objects += weight;
  estimate->bytes += weight * size;
  estimate->objects_variance += variance;
  estimate->bytes_variance += variance * size * size;
  estimate->samples++;
}

struct checks_replay checks_replay(const struct checks_run *runs, uint64_t run_count, uint64_t interval,
                                   uint64_t seed) {
  struct checks_replay replay = {0};
  uint64_t state = seed | 1, countdown = trimtab_next_gap(&state, interval);
  for (uint64_t r = 0; r < run_count; r++) {
    uint64_t size = runs[r].size;
    for (uint64_t i = 0; i < runs[r].count; i++) {
      // Blocks that only count down are passed in one step.
      uint64_t left = runs[r].count - i, passed = (countdown - 1) / size;
      countdown -= (passed < left ? passed : left) * size;
      if (passed >= left) break;
      i += passed;
      double weight = trimtab_weight(size, interval);
      add_sample(&replay.allocated, (double)size, weight);
      if (i % runs[r].kept_one_in == 0) add_sample(&replay.in_use, (double)size, weight);
      countdown = trimtab_next_gap(&state, interval);
    }
  }
  return replay;
}

void *checks_memalign(size_t alignment, size_t size) {
  return memalign(alignment, size);
}

size_t checks_usable_size(void *block) {
  return malloc_usable_size(block);
}

void *checks_pvalloc(size_t size) {
  return pvalloc(size);
}
