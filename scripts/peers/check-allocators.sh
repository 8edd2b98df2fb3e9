#!/bin/sh
# The hooks above other allocators than glibc's, preloaded or linked: no byte of a stress is lost, counts are exact,
# samples are sensible, and a Swift program runs.
set -eu
. "$(dirname "$0")/common.sh"
. scripts/stress-common.sh
need python3
preload=$PWD/.build/release/lib/trimtab/libtrimtab-preload.so
compiler=$(scripts/toolchain.sh clang)
skipped=
for name in ${ALLOCATORS:-jemalloc.so.2 tcmalloc_minimal.so.4 mimalloc.so.2.0}; do
  allocator=$(ls /usr/lib/*/lib$name 2>/dev/null | head -n 1)
  [ -n "$allocator" ] || { echo "skipped check: there is no lib$name"; skipped=1; continue; }
  # mimalloc 2.0 alone gives blocks that are not aligned as asked.
  case $name in mimalloc*) flags="-DALLOCATOR_MISALIGNS -Wno-unused-but-set-variable" ;; *) flags= ;; esac
  # shellcheck disable=SC2086
  build_stress "$compiler" $flags
  for interval in 1 4096 524288; do
    stress "$name, interval $interval" $interval "$preload:$allocator" "$folder/stress" everything 3 7 "$folder/library.so"
    stress "$name, interval $interval, many threads" $interval "$preload:$allocator" "$folder/stress" 300 2000 3
  done
  # shellcheck disable=SC2086
  build_stress "$compiler" $flags -Wl,--no-as-needed "$allocator"
  stress "$name, linked" 4096 "$preload" "$folder/stress" everything 3 8 "$folder/library.so"
  # A Swift program that exits 0 or 1, and its report.
  (export LD_PRELOAD=$allocator; lint --quiet --output "$folder/swift")
  .build/release/trimtab report "$folder/swift" --json > "$folder/report.json"
  python3 - "$folder/report.json" "$name" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
low, high = report["estimated"]["allocatedBytesInterval"]
exact, slack = report["allocatedBytes"], high - low
print(f"  {sys.argv[2]}, a Swift program: {report['allocations']} allocations, {exact} bytes, estimated {low} to {high}")
if report["allocations"] < 100_000 or not low - slack <= exact <= high + slack: sys.exit("that is not sensible")
PYTHON
done
[ -z "$skipped" ] || exit 77
