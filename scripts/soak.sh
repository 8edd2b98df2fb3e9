#!/bin/sh
# For SOAK_SECONDS, in turns: the stress of everything at once, under conditions that are hard on a profiler; and the
# example service, in rounds of changing load and sampling. Fails when a byte is lost, a count is wrong, something stands
# still, an exit status is not the program's own, or a recording cannot be read. Then leaks in real time (soak_leaks.py), and
# the deaths (deaths.sh).
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
total=${SOAK_SECONDS:-600}
round_seconds=25
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
. scripts/stress-common.sh

# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService
# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product PlantedLeaks
scripts/preload.sh release
preload=$PWD/.build/release/lib/trimtab/libtrimtab-preload.so
trimtab=$PWD/.build/release/trimtab
compiler=$(scripts/toolchain.sh clang)
build_stress "$compiler"
hooks="-I Sources/CTrimtabHooks -I Sources/CTrimtabHooks/include -I Sources/CTrimtabPlatform/include"
# The stress with the hooks linked into it. In an executable, the symbols that a preload shall find must be exported.
# shellcheck disable=SC2086
"$compiler" -O2 -g -std=gnu11 -fno-omit-frame-pointer -fvisibility=hidden -pthread -rdynamic $hooks \
  Tests/Workloads/AllocationStress/*.c Sources/CTrimtabHooks/*.c Sources/CTrimtabPlatform/files.c -o "$folder/linked"

# Runs the program that follows under `trimtab run`, in a shell with $2 before it, and compares the counts.
watched() { # what runs, shell commands, options of trimtab, command...
  case_name=$1 before=$2 options=$3
  shift 3
  rm -f "$folder/recording"
  status=0
  sh -c "$before exec '$trimtab' run --quiet $options --output '$folder/recording' -- \"\$@\"" sh "$@" \
    > "$folder/own" 2> "$folder/errors" || status=$?
  [ "$status" -eq 0 ] || { cat "$folder/own" "$folder/errors"; echo "$case_name: status $status"; return 1; }
  check_counts "$case_name"
}

# Whether this user may have file systems of their own.
may_mount() {
  unshare --user --map-root-user --mount true 2>/dev/null
}

everything="everything $round_seconds"
start=$(date +%s)
round=0
while [ $(($(date +%s) - start)) -lt "$total" ]; do
  interval=$((1 << (round * 7 % 20)))
  seed=$((round + 1))
  echo "round $round, $(($(date +%s) - start)) s"
  # shellcheck disable=SC2086
  case $((round % 9)) in
    0) stress "preloaded, interval $interval" $interval "$preload" "$folder/stress" $everything $seed "$folder/library.so" ;;
    1) watched "trimtab run" "" "" "$folder/stress" $everything $seed "$folder/library.so" ;;
    2) stress "every allocation" 1 "$preload" "$folder/stress" $everything $seed "$folder/library.so" ;;
    3) stress "linked and preloaded" 4096 "$preload" "$folder/linked" $everything $seed "$folder/library.so" ;;
    4) stress "few addresses" 4096 "$preload" \
         sh -c "ulimit -v 3000000; exec $folder/stress $everything $seed $folder/library.so" ;;
    5) watched "closed streams" "exec <&- 2>&-;" "--interval 4KiB" "$folder/stress" $everything $seed "$folder/library.so" ;;
    6) if may_mount; then
         # No place for shared memory, and no room where the recording is to be saved.
         mkdir -p "$folder/full"
         unshare --user --map-root-user --mount sh -c "
           mount -t tmpfs -o ro none /dev/shm && mount -t tmpfs -o size=16k none '$folder/full' && cd '$folder/full' &&
           exec '$trimtab' run --quiet -- '$folder/stress' $everything $seed '$folder/library.so'" \
           > "$folder/own" 2> "$folder/errors" || { cat "$folder/errors"; echo "full disk: failed"; exit 1; }
         grep -q '^allocations' "$folder/own" && grep -qi 'no space' "$folder/errors" ||
           { cat "$folder/own" "$folder/errors"; echo "full disk: not said"; exit 1; }
         echo "  no shared memory, full disk: $(head -n 1 "$folder/errors" | tr -d '\n')"
       else
         echo "skipped check: no shared memory, full disk: no file systems of one's own here"
       fi ;;
    7|8)
      case $((round / 9 * 2 + round % 2)) in
        0) switch=--leak-sessions size=512KiB ;;
        1) switch=--churn size=64KiB ;;
        2) switch=--burst size=4KiB ;;
        *) switch=--churn size=1 ;;
      esac
      .build/release/trimtab run --quiet --interval $size --output "$folder/service" -- \
        .build/release/OrderService --port 0 $switch --load 4 --duration $round_seconds > "$folder/output" 2>&1 ||
        { cat "$folder/output"; echo "soak: round $round failed"; exit 1; }
      .build/release/trimtab report "$folder/service" --json > "$folder/service.json"
      echo "  service $switch, interval $size: read" ;;
  esac
  round=$((round + 1))
done
echo "soak: $round rounds held"
python3 scripts/soak_leaks.py "${LEAK_SECONDS:-60}"
scripts/peers/escape-truth.sh || [ "$?" -eq 77 ]
scripts/peers/plugin.sh
scripts/peers/phoenix.sh || [ "$?" -eq 77 ]
python3 scripts/soak_tuner.py "${TUNER_SECONDS:-1800}"
if command -v wrk > /dev/null 2>&1; then
  # shellcheck disable=SC2086
  python3 scripts/tune_confirm.py ${TUNE_SERVERS:-planted orders}
else
  echo "skipped check: verdicts of trimtab tune: there is no wrk"
fi
DEATHS=${DEATHS:-100} scripts/deaths.sh
