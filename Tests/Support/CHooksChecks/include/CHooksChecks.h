// Lets tests call the arithmetic of the hooks, which is inline C.
#ifndef CHOOKS_CHECKS_H
#define CHOOKS_CHECKS_H

#include <stddef.h>
#include <stdint.h>

double checks_log(double value);
double checks_one_minus_exp(double x);
double checks_weight(uint64_t size, uint64_t interval);

// Allocations of one size in a row, of which one in `kept_one_in` is not freed.
struct checks_run {
  uint64_t size;  // at least 1
  uint64_t count;
  uint64_t kept_one_in;
};

// What a site of the recording sums up.
struct checks_estimate {
  double objects, bytes;
  double objects_variance, bytes_variance;
  uint64_t samples;
};

struct checks_replay {
  struct checks_estimate allocated, in_use;
};

// Samples the allocations of `runs` at mean `interval`, as the hooks do.
struct checks_replay checks_replay(const struct checks_run *runs, uint64_t run_count, uint64_t interval,
                                   uint64_t seed);

// The members of the malloc family that Swift does not see.
void *checks_memalign(size_t alignment, size_t size);
void *checks_pvalloc(size_t size);
size_t checks_usable_size(void *block);

#endif
