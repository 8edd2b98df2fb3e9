#!/bin/sh
# The diagnostics of a running service, as go tool pprof, a crowd and a browser use them.
# PAGE_SCREENSHOTS names a folder that keeps the pictures of the dashboard.
set -eu
. "$(dirname "$0")/common.sh"
need chromium chromedriver go python3
build_tests
service=$PWD/.build/debug/DiagnosedService
export PPROF_TMPDIR="$folder"

python3 scripts/peers/diagnostics.py "$service" "$folder"
python3 scripts/peers/dashboard.py "$service" "$folder" "${PAGE_SCREENSHOTS:-$folder}"
