#!/bin/sh
# Builds and runs all tests. At the end it counts the checks that were skipped, each of which says why, and repeats what
# failed, which is also left in .build/test-failures.txt.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
failures=.build/test-failures.txt
programs='^(EscapeAnalysisTests|HooksTests|ProfilingTests|TrimtabCommandTests)\.'
log=$(mktemp)
trap 'rm -f "$log" "$log.status"' EXIT

rm -f "$failures"
$SWIFT build --build-tests
scripts/preload.sh debug
# shellcheck disable=SC2086
{
  code=0
  case " ${TEST_FLAGS:-} " in
    *" --filter "* | *" --skip "*) $SWIFT test --skip-build $TEST_FLAGS 2>&1 || code=$? ;;
    # What starts compilers and programs apart from what waits for tasks: dozens of compilers at once leave those no time.
    *)
      $SWIFT test --skip-build ${TEST_FLAGS:-} --skip "$programs" 2>&1 || code=$?
      $SWIFT test --skip-build ${TEST_FLAGS:-} --filter "$programs" 2>&1 || code=$? ;;
  esac
  echo "$code" > "$log.status"
} | tee "$log"
status=$(cat "$log.status")

skipped=$(grep -cE ' skipped: |skipped check: ' "$log" || true)
echo
if [ "$skipped" -gt 0 ]; then
  echo "$skipped checks were skipped:"
  grep -E ' skipped: |skipped check: ' "$log" | sed 's/^/  /'
else
  echo "No check was skipped."
fi
if [ "$status" -ne 0 ]; then
  # An issue goes on over the lines that begin with an arrow; a crash of the test program is said by swift test itself.
  grep -E -A 8 ' recorded an issue |^error: |Fatal error' "$log" | grep -vE '^(◇|✔)' | head -n 200 > "$failures" || true
  echo "What failed (status $status):"
  cat "$failures"
fi
exit "$status"
