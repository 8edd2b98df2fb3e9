#!/bin/sh
# Shares of processor time agree with those of `perf record`, and `go tool pprof` reads our profile with our totals. In a
# program with the Swift runtime inside, labels are found, and that tasks cannot be watched is said.
set -eu
. "$(dirname "$0")/common.sh"
need python3
swift=${SWIFT:-swift}
build() { $swift build -c release "$@" >"$folder/build" 2>&1 || { tail -n 5 "$folder/build"; exit 1; }; }
for product in PlantedLabels LeakedTasks; do build --static-swift-stdlib --product $product; done
.build/release/PlantedLabels | tail -n 1 | tee "$folder/labels"
[ "$(cat "$folder/labels")" = "labels are found" ]
.build/release/LeakedTasks | tee "$folder/tasks"
grep -q 'Tasks cannot be watched: the Swift runtime is linked into the program.* nil true' "$folder/tasks"

build_optimised PlantedCPU
program=.build/optimised/release/PlantedCPU
for round in 1 2 3; do
  .build/release/trimtab run --quiet --no-recording --json "$folder/cpu-$round.json" --cpu-pprof "$folder/cpu.pb.gz" -- \
    "$program" >"$folder/used-$round"
done

if command -v go >/dev/null 2>&1; then
  go tool pprof -top -unit=ns "$folder/cpu.pb.gz" >"$folder/top" 2>/dev/null
  python3 - "$folder" <<'PYTHON'
import json, re, sys
folder = sys.argv[1]
want = json.load(open(f"{folder}/cpu-3.json"))["cpu"]["nanoseconds"]
text = open(f"{folder}/top").read()
got = int(re.search(r"of (\d+)ns total", text).group(1))
print(f"pprof {got} ns, report {want} ns")
sys.exit(0 if got == want else "the totals differ")
PYTHON
else
  echo "skipped: there is no go"
fi

if ! perf record -q -e cpu-clock -F 997 -g -o "$folder/try.data" -- true >/dev/null 2>&1; then
  echo "skipped check: perf record does not work here"
  exit 77
fi
for round in 1 2 3; do
  perf record -q -e cpu-clock -F 997 -g -o "$folder/$round.data" -- "$program" >/dev/null 2>&1
  perf script -i "$folder/$round.data" -F ip,sym --no-demangle >"$folder/perf-$round" 2>/dev/null
done
python3 - "$folder" <<'PYTHON'
import json, sys
folder = sys.argv[1]
# Callers across await are on no stack that perf sees: what runs in threads of its own is.
names = ["plainHeavy", "plainLight", "threadWork", "actorWork"]
perf, ours, used = ({name: 0 for name in names + ["all"]} for _ in range(3))
for round in (1, 2, 3):
    for stack in open(f"{folder}/perf-{round}").read().split("\n\n"):
        if not stack.strip(): continue
        perf["all"] += 1
        for name in names: perf[name] += name in stack
    for stack in json.load(open(f"{folder}/cpu-{round}.json"))["cpu"]["stacks"]:
        text = " ".join(frame["function"] for frame in stack["frames"])
        ours["all"] += stack["nanoseconds"]
        for name in names: ours[name] += stack["nanoseconds"] if name in text else 0
failed = False
for name in names:
    a, b = perf[name] / perf["all"], ours[name] / ours["all"]
    print(f"{name:12} perf {a:6.1%}  trimtab {b:6.1%}")
    failed |= abs(a - b) > 0.03
sys.exit("shares differ by more than 3 points" if failed else 0)
PYTHON
