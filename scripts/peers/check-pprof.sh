#!/bin/sh
# `go tool pprof` reads our heap profile, with our report's totals, in each of its views.
set -eu
. "$(dirname "$0")/common.sh"
need go python3
lint --interval 64KiB --no-recording --json "$folder/report.json" --pprof "$folder/heap.pb.gz"

go tool pprof -raw "$folder/heap.pb.gz" > "$folder/raw" 2>/dev/null
for index in alloc_objects alloc_space inuse_objects inuse_space; do
  go tool pprof -top -sample_index="$index" "$folder/heap.pb.gz" > "$folder/top-$index" 2>/dev/null
done
python3 - "$folder" <<'PYTHON'
import json, re, sys
folder = sys.argv[1]
report = json.load(open(f"{folder}/report.json"))["estimated"]
want = [report[key] for key in ("allocatedObjects", "allocatedBytes", "liveObjects", "liveBytes")]
raw = open(f"{folder}/raw").read()
samples = raw[raw.index("Samples:"):raw.index("Locations")]
rows = [list(map(int, m.group(1).split())) for m in re.finditer(r"^\s*(\d+ +\d+ +\d+ +\d+):", samples, re.M)]
got = [sum(column) for column in zip(*rows)]
# Each site's values are rounded to whole objects and bytes.
for name, a, b in zip(("alloc_objects", "alloc_space", "inuse_objects", "inuse_space"), got, want):
    print(f"{name}: pprof {a}, report {b}")
    if abs(a - b) > len(rows) + 1: sys.exit(f"{name} differs")
for index in ("alloc_objects", "alloc_space"):
    if len(open(f"{folder}/top-{index}").read().splitlines()) < 10: sys.exit(f"pprof -top shows no {index}")
PYTHON

# The web view answers.
port=$((20000 + $$ % 20000))
go tool pprof -no_browser -http="127.0.0.1:$port" "$folder/heap.pb.gz" >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 - "$port" <<'PYTHON'
import sys, time, urllib.request
for attempt in range(100):
    try:
        page = urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/ui/top", timeout=5).read().decode()
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit("pprof -http never answered")
print("pprof -http:", len(page), "bytes")
sys.exit(0 if "inuse_space" in page else "the page does not show inuse_space")
PYTHON
