#!/bin/sh
# Pools under thread and address sanitizer: random use by up to 64 threads, thieves, leases that change threads, borrowers
# that give up. Nothing is lent twice, nothing is lost, no data race, no byte of anybody else's touched.
set -eu
cd "$(dirname "$0")/../.."
SWIFT=${SWIFT:-swift}
for sanitizer in thread address; do
  scratch=.build/$sanitizer
  $SWIFT build --sanitize=$sanitizer --product PoolStress --scratch-path "$scratch" > "$scratch.log" 2>&1 ||
    { cat "$scratch.log"; exit 1; }
  echo "$sanitizer sanitizer:"
  # What pools keep to the end of the process is no leak: the threads' records and the metrics' handles.
  TSAN_OPTIONS=halt_on_error=1:exitcode=66 ASAN_OPTIONS=detect_leaks=0:exitcode=66 \
    "$scratch/debug/PoolStress" "${STRESS_ROUNDS:-30}"
done
