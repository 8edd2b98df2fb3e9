#!/bin/sh
# `trimtab report --leaks` on a program with twenty planted leaks and on clean ones, with nothing beside it.
set -eu
. "$(dirname "$0")/common.sh"
build_tests
scripts/preload.sh debug
TRIMTAB_QUIET_MACHINE=1 "${SWIFT:-swift}" test --skip-build --filter ReportLeaksTests > "$folder/log" 2>&1 ||
  { grep -E -A 8 ' recorded an issue |^error: |Fatal error' "$folder/log"; exit 1; }
grep 'Test run with' "$folder/log"
