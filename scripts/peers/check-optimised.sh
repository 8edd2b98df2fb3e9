#!/bin/sh
# Counts of allocations that only optimised code keeps to: the suites that count, built as releases are. None of them needs
# what a server brings along; so this also shows that all of it is built without.
set -eu
. "$(dirname "$0")/common.sh"
build_optimised HeldMemory SetAllocator trimtabPackageTests
# shellcheck disable=SC2086
"${SWIFT:-swift}" test $optimised --skip-build --parallel > "$folder/log" 2>&1 ||
  { grep -E -A 8 ' recorded an issue |^error: |Fatal error' "$folder/log"; exit 1; }
grep 'Test run with' "$folder/log"
# Each request takes locks. Modules that have no versions of their own of what holds them call the generic one, which asks for
# metadata each time: 6.3.1 makes them only for types that are usable from inline.
"$(scripts/toolchain.sh llvm-nm)" -u .build/optimised/release/MemoryTuning.build/*.o > "$folder/called"
grep -q '11ObjectPools4LockC4lock' "$folder/called" || { echo "the objects hold no locks: look for others"; exit 1; }
if grep '11ObjectPools7GuardedC8withLock' "$folder/called"; then
  echo "locks are held by way of generic code"
  exit 1
fi
