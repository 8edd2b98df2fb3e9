// The arithmetic of byte sampling, without libm: the preload needs libc alone.
//
// Gaps between samples are exponential with mean `interval` bytes, so that an allocation of `size` bytes is sampled
// with probability 1 - exp(-size / interval) whatever came before it, and stands for 1 / that many objects.
#ifndef TRIMTAB_GAPS_H
#define TRIMTAB_GAPS_H

#include <stdint.h>
#include <string.h>

// xorshift64*: one word of state that must not be 0.
static inline uint64_t trimtab_random(uint64_t *state) {
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * UINT64_C(0x2545f4914f6cdd1d);
}

// Natural logarithm of a normal, positive number, to about 1e-15.
static inline double trimtab_log(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  int exponent = (int)(bits >> 52) - 1022;
  bits = (bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3fe0000000000000);  // mantissa in [0.5, 1)
  double m;
  memcpy(&m, &bits, sizeof m);
  if (m < 0.70710678118654752) {
    m *= 2;
    exponent -= 1;
  }
  // log m = 2 artanh z with |z| <= 0.172
  double z = (m - 1) / (m + 1), zz = z * z, term = z, sum = 0;
  for (int k = 1; k <= 19; k += 2) {
    sum += term / k;
    term *= zz;
  }
  return exponent * 0.69314718055994531 + 2 * sum;
}

// 1 - exp(-x) for x >= 0, without cancellation for small x.
static inline double trimtab_one_minus_exp(double x) {
  if (x > 700) return 1;
  int halvings = (int)(x * 1.4426950408889634);
  double r = x - halvings * 0.69314718055994531;  // in [0, ln 2), give or take a rounding
  double term = r, sum = 0;                       // 1 - exp(-r) = r - r^2/2! + r^3/3! - ...
  for (int k = 2; k <= 20; k++) {
    sum += term;
    term *= -r / k;
  }
  double scale = 1;
  while (halvings-- > 0) scale *= 0.5;
  return 1 - scale + scale * sum;
}

// The next gap in whole bytes, at least 1. Rounding up keeps the probability exact for whole sizes.
static inline uint64_t trimtab_next_gap(uint64_t *state, uint64_t interval) {
  double uniform = ((double)(trimtab_random(state) >> 11) + 0.5) * 0x1p-53;  // in (0, 1)
  double gap = -trimtab_log(uniform) * (double)interval;
  return gap < 1e18 ? (uint64_t)gap + 1 : (uint64_t)1e18;
}

// How many objects a sample of `size` bytes stands for.
static inline double trimtab_weight(uint64_t size, uint64_t interval) {
  if (interval <= 1) return 1;
  return 1 / trimtab_one_minus_exp((double)(size ? size : 1) / (double)interval);
}

#endif
