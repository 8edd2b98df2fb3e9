#!/bin/sh
# The hooks on aarch64, cross-compiled and run under qemu-user: no byte of a stress is lost, and the counts are exact.
set -eu
. "$(dirname "$0")/common.sh"
need aarch64-linux-gnu-gcc qemu-aarch64 python3
aarch64-linux-gnu-gcc -shared -fPIC -O2 -std=gnu11 -fno-omit-frame-pointer -fvisibility=hidden -Wall -Wextra -Werror \
  -DTRIMTAB_PRELOAD -I Sources/CTrimtabPlatform/include -I Sources/CTrimtabHooks/include \
  Sources/CTrimtabHooks/*.c -o "$folder/preload.so"
aarch64-linux-gnu-gcc -O1 -fno-omit-frame-pointer -pthread Tests/Workloads/AllocationStress/*.c -o "$folder/stress"
hooks=Sources/CTrimtabHooks
aarch64-linux-gnu-gcc -O1 -std=gnu11 -Wall -Wextra -Werror -DTRIMTAB_TABLES_ALONE -pthread \
  -I $hooks -I $hooks/include -I Sources/CTrimtabPlatform/include \
  Tests/Support/TablesHammer/main.c $hooks/stack_table.c $hooks/sampled_blocks.c $hooks/thread_record.c -o "$folder/hammer"
qemu-aarch64 -L /usr/aarch64-linux-gnu "$folder/hammer"

for interval in 1 4096; do
  : > "$folder/recording"
  qemu-aarch64 -L /usr/aarch64-linux-gnu -E LD_PRELOAD="$folder/preload.so" \
    -E TRIMTAB_RECORDING="$folder/recording" -E TRIMTAB_SAMPLING_INTERVAL=$interval \
    "$folder/stress" 4 3000 > "$folder/own"
  .build/release/trimtab report "$folder/recording" --json > "$folder/report.json"
  python3 - "$folder" "$interval" <<'PYTHON'
import json, sys
folder, interval = sys.argv[1:]
words = open(f"{folder}/own").read().split()
own = dict(zip(words[::2], map(int, words[1::2])))
report = json.load(open(f"{folder}/report.json"))
more = report["allocations"] - own["allocations"]
print(f"interval {interval}: the program counts {own['allocations']} allocations, the hooks {report['allocations']}")
if not 0 <= more <= 200: sys.exit("the counts differ")
if report["deallocations"] - own["deallocations"] not in range(200): sys.exit("the frees differ")
if report["samples"]["taken"] < 500: sys.exit("too few samples")
PYTHON
done
