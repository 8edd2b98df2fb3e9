#!/bin/sh
# Exact counts equal heaptrack's "calls to allocation functions" to within 0.1 % on `swift-format lint`.
set -eu
. "$(dirname "$0")/common.sh"
need heaptrack python3
lint --no-recording --quiet --json "$folder/report.json"

heaptrack -o "$folder/heaptrack" "$formatter" lint -r "$sources" >/dev/null 2>&1 || true
file=$(ls "$folder"/heaptrack.* | head -n 1)
calls=$(heaptrack_print "$file" 2>/dev/null | sed -n 's/^calls to allocation functions: \([0-9]*\).*/\1/p')
python3 - "$folder/report.json" "$calls" <<'PYTHON'
import json, sys
ours, theirs = json.load(open(sys.argv[1]))["allocations"], int(sys.argv[2])
difference = abs(ours - theirs) / theirs
print(f"allocations: trimtab {ours}, heaptrack {theirs}, difference {difference:.4%}")
sys.exit(0 if difference <= 0.001 else "more than 0.1 % apart")
PYTHON
