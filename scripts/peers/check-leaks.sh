#!/bin/sh
# `trimtab report --leaks` on a program with twenty planted leaks and on clean ones, with nothing beside it.
set -eu
cd "$(dirname "$0")/../.."
SWIFT=${SWIFT:-swift}
log=.build/leaks.log
$SWIFT build --build-tests > "$log" 2>&1 || { cat "$log"; exit 1; }
scripts/preload.sh debug
TRIMTAB_QUIET_MACHINE=1 $SWIFT test --skip-build --filter ReportLeaksTests > "$log" 2>&1 ||
  { grep -E -A 8 ' recorded an issue |^error: |Fatal error' "$log"; exit 1; }
grep 'Test run with' "$log"
