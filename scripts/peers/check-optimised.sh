#!/bin/sh
# Counts of allocations that only optimised code keeps to: the suites that count, built as releases are. None of them needs
# what a server brings along, which would take longest to build; so this also shows that all of it is built without.
set -eu
cd "$(dirname "$0")/../.."
SWIFT=${SWIFT:-swift}
export TRIMTAB_TESTS="AllocationTestingTests AllocationTrackingTests MemoryTuningTests ObjectPoolsTests ZeroAllocationTests"
flags="-c release -Xswiftc -enable-testing --scratch-path .build/optimised --disable-default-traits"
log=.build/optimised.log
# shellcheck disable=SC2086
for product in HeldMemory trimtabPackageTests; do
  $SWIFT build $flags --product $product > "$log" 2>&1 || { cat "$log"; exit 1; }
done
# shellcheck disable=SC2086
$SWIFT test $flags --skip-build --parallel > "$log" 2>&1 ||
  { grep -E -A 8 ' recorded an issue |^error: |Fatal error' "$log"; exit 1; }
grep 'Test run with' "$log"
