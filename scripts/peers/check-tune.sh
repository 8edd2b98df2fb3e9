#!/bin/sh
# `trimtab tune` with wrk on a server that nobody here wrote (Python's), and on one whose best settings are known; its page in a
# browser. PAGE_SCREENSHOTS names a folder that keeps the pictures.
set -eu
. "$(dirname "$0")/common.sh"
need wrk python3 curl
cc -O2 -pthread -o "$folder/PlantedService" Tests/Workloads/PlantedService/main.c
trimtab=$PWD/.build/release/trimtab
scripts=$PWD/scripts/peers

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

# The win is that threads share arenas; the loss that every block is mapped. The second run tells of the same trials.
mkdir -p "$folder/planted" && cd "$folder/planted"
planted() {
  "$trimtab" tune -q --warm-up 0.5 --settle 0.3 --allocators glibc --set MALLOC_MMAP_THRESHOLD_=4096 --set PLANTED_NOTHING=1 \
    "$@" --load "wrk -t1 -c16 -d1s --latency http://127.0.0.1:18766/" -- "$folder/PlantedService" 18766
}
planted --for memory --json memory.json --html memory.html
planted --for throughput --resume --json throughput.json
# What shared arenas cost is the machine's business: where they cost too much, as measured, memory is traded and not recommended.
found=$(ask memory.json "v['glibc, arena_max=2']['verdict'] == 'better' or v['glibc, arena_max=2']['verdict'] == 'traded' and {
    'throughput': v['glibc, arena_max=2']['ratios']['throughput']['estimate'] < 1 / 1.05,
    'latency99': v['glibc, arena_max=2']['ratios']['latency99']['estimate'] > 1.25}[v['glibc, arena_max=2']['reason']],
  v['glibc, arena_max=2']['ratios']['peakResident']['estimate'] < 0.6,
  r.get('recommended') in ([n for n in ('glibc, arena_max=2', 'glibc, arena_max=1') if v[n]['verdict'] == 'better'] or [None]),
  v['PLANTED_NOTHING=1']['verdict'] != 'better'")
[ "$found" = "True True True True" ] || { echo "planted win and null are called $found"; exit 1; }
found=$(ask throughput.json "v['MALLOC_MMAP_THRESHOLD_=4096']['verdict'], v['PLANTED_NOTHING=1']['verdict'] != 'better'")
[ "$found" = "worse True" ] || { echo "planted loss and null are called $found"; exit 1; }

command -v chromedriver > /dev/null 2>&1 || { echo "skipped check: the page: there is no chromedriver"; exit 0; }
mkdir -p "${PAGE_SCREENSHOTS:-$folder}"
python3 "$scripts/tuning_page.py" memory.html memory.json "${PAGE_SCREENSHOTS:-$folder}"
