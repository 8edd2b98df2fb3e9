#!/bin/sh
# `trimtab tune` with wrk on a server that nobody here wrote (Python's), and on one whose best settings are known.
set -eu
. "$(dirname "$0")/common.sh"
need wrk python3 curl
cc -O2 -pthread -o "$folder/PlantedService" Tests/Workloads/PlantedService/main.c
trimtab=$PWD/.build/release/trimtab

# The report's answer to a question in Python about `r`.
ask() { python3 -c "import json,sys; r=json.load(open(sys.argv[1])); v={x['name']:x for x in r['results']}; print($2)" "$1"; }

mkdir -p "$folder/python" && cd "$folder/python"
echo hello > index.html
"$trimtab" tune -q --rounds 3 --warm-up 0.5 --settle 0.5 --allocators glibc,mimalloc --for memory --json report.json \
  --load "wrk -t1 -c4 -d1s --latency http://127.0.0.1:18765/index.html" \
  -- python3 -m http.server 18765 --bind 127.0.0.1 || [ "$?" -eq 2 ]
[ -e report.json ] || { echo "skipped check: there is no mimalloc"; exit 77; }
[ "$(ask report.json "all(t['throughput'] > 0 and t['latency99'] > 0 for t in r['trials'])")" = True ] ||
  { echo "wrk's figures were not read"; exit 1; }
[ "$(ask report.json "v['glibc, arena_max=1']['verdict']")" != failed ] || { echo "Python's server failed"; exit 1; }

mkdir -p "$folder/planted" && cd "$folder/planted"
PLANTED_HOLD=67108864 "$trimtab" tune -q --rounds 3 --warm-up 0.5 --settle 0.3 --allocators none --for memory --set PLANTED_HOLD=0 \
  --set PLANTED_SLOW=1 --set PLANTED_NOTHING=1 --json report.json \
  --load "wrk -t1 -c16 -d1s --latency http://127.0.0.1:18766/" -- "$folder/PlantedService" 18766
found=$(ask report.json "r.get('recommended'), v['PLANTED_SLOW=1']['verdict'], v['PLANTED_NOTHING=1']['verdict'] != 'better'")
[ "$found" = "PLANTED_HOLD=0 worse True" ] || { echo "planted win, loss and null are called $found"; exit 1; }
cd "$folder"
