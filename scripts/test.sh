#!/bin/sh
# Builds and runs all tests, and counts the checks that were skipped, each of which says why.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
log=$(mktemp)
trap 'rm -f "$log" "$log.status"' EXIT

$SWIFT build --build-tests
scripts/preload.sh debug
# shellcheck disable=SC2086
{
  code=0
  $SWIFT test --skip-build ${TEST_FLAGS:-} 2>&1 || code=$?
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
exit "$status"
