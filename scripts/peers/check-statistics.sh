#!/bin/sh
# MemoryStatistics above glibc and above each of Debian's allocators: a program holds memory of known size, and what the
# allocator is said to have in use is within 2 % of it. And what watching a fragmented heap of 400 MB costs, on glibc.
set -eu
. "$(dirname "$0")/common.sh"
need python3
build_optimised HeldMemory
program=.build/optimised/release/HeldMemory
skipped=
for pair in glibc: jemalloc:libjemalloc.so.2 tcmalloc:libtcmalloc_minimal.so.4 tcmalloc:libtcmalloc.so.4 \
  mimalloc:libmimalloc.so.2.0; do
  name=${pair%%:*} file=${pair#*:} library=
  if [ -n "$file" ]; then
    library=$(ls /usr/lib/*/"$file" 2>/dev/null | head -n 1)
    [ -n "$library" ] || { echo "skipped check: there is no $file"; skipped=1; continue; }
  fi
  LD_PRELOAD=$library "$program" heap "${HELD_MEGABYTES:-200}" > "$folder/heap"
  python3 - "$folder/heap" "$name" "${file:-glibc}" <<'PYTHON'
import sys
values = dict(line.split() for line in open(sys.argv[1]))
for phase in ["full", "half"]:
    of = lambda name: int(values[f"{phase}.{name}"])
    error = of("in_use") / of("held") - 1
    print(f"{sys.argv[3]}, {phase}: {of('held') / 1e6:.1f} MB held, in use {error:+.2%}, system {of('system') / 1e6:.1f} MB, "
          f"idle {of('idle') / 1e6:.1f} MB, released {of('released') / 1e6:.1f} MB, "
          f"fragmentation {float(values[f'{phase}.fragmentation']):.3f}")
    assert values[f"{phase}.allocator"] == sys.argv[2], values[f"{phase}.allocator"]
    assert abs(error) <= 0.02, "the heap is not what is held"
    assert of("system") >= of("in_use") and 0 <= of("released") <= of("idle") <= of("system")
PYTHON
done

"$program" fragmented "${FRAGMENTED_SECONDS:-20}" > "$folder/fragmented"
python3 - "$folder/fragmented" <<'PYTHON'
import sys
values = dict(line.split() for line in open(sys.argv[1]))
share, longest = float(values["cpu_share"]), float(values["longest_tick_us"])
print(f"fragmented heap, a tick each second: {share:.2%} of a processor, the longest tick {longest / 1e3:.1f} ms")
assert share <= 0.01, "watching costs too much"
PYTHON
[ -z "$skipped" ] || exit 77
