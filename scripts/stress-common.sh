# What the runs of AllocationStress share; read by each with `.`, from the package's folder and with `folder` set.

# Compiles the stress and its library with $1, and with the flags that follow.
build_stress() {
  compiler=$1
  shift
  "$compiler" -O1 -g -fno-omit-frame-pointer -pthread Tests/Workloads/AllocationStress/*.c "$@" -o "$folder/stress"
  CC=$compiler scripts/stress-library.sh "$folder/library.so"
}

# Compares what the stress counted itself ($folder/own) with the recording $folder/recording: nothing is missing, and
# what libc allocates on top it frees again, but for a few blocks.
check_counts() { # what ran
  .build/release/trimtab report "$folder/recording" --json > "$folder/report.json"
  python3 - "$folder" "$1" <<'PYTHON'
import json, sys
folder, name = sys.argv[1:]
words = open(f"{folder}/own").read().split()
own = {name: int(number) for name, number in zip(words, words[1:]) if number.isdigit()}
report = json.load(open(f"{folder}/report.json"))
missing = [key for key in ("allocations", "deallocations", "bytes") if key not in own]
if missing: sys.exit(f"{name}: the stress did not count {missing}")
more = report["allocations"] - own["allocations"]
live = report["allocations"] - report["deallocations"]
print(f"  {name}: {own['allocations']} allocations and {more} of libc, {live} live, {report['samples']['taken']} samples,"
      f" {report['samples']['dropped']} dropped; " + ", ".join(f"{own[k]} {k}" for k in
      ("threads", "forks", "vforks", "spawns", "libraries", "signals") if k in own))
problems = []
if more < 0: problems.append("allocations are missing")
if not 0 <= live <= 200: problems.append(f"{live} objects are live, the stress freed all")
if report["allocatedBytes"] < own["bytes"]: problems.append("bytes are missing")
estimated, dropped = report["estimated"], report["samples"]["dropped"]
if estimated["samples"] == 0: problems.append("nothing was sampled")
low, high = estimated["allocatedBytesInterval"] or (0, 0)
slack = 2 * (high - low) + report["allocatedBytes"] / 1000
if not dropped and not low - slack <= report["allocatedBytes"] <= high + slack:
    problems.append(f"{report['allocatedBytes']} bytes were allocated, estimated {low} to {high}")
if problems: sys.exit(f"{name}: " + "; ".join(problems))
PYTHON
}

# Runs the command that follows with the hooks ($preload), and compares the counts.
stress() { # what runs, interval, LD_PRELOAD, command...
  case_name=$1 interval=$2 preloads=$3
  shift 3
  : > "$folder/recording"
  status=0
  LD_PRELOAD=$preloads TRIMTAB_RECORDING="$folder/recording" TRIMTAB_SAMPLING_INTERVAL=$interval \
    "$@" > "$folder/own" 2> "$folder/errors" || status=$?
  [ "$status" -eq 0 ] || { cat "$folder/own" "$folder/errors"; echo "$case_name: status $status"; return 1; }
  check_counts "$case_name"
}
