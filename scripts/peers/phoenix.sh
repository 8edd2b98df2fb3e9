#!/bin/sh
# Phoenix (PyPI arize-phoenix) stores our traces and gives them back. It is large: the check is skipped where it cannot be
# installed within PHOENIX_SECONDS. PHOENIX names one that is there.
set -eu
. "$(dirname "$0")/common.sh"
SWIFT=${SWIFT:-swift}
need python3
if [ -z "${PHOENIX:-}" ]; then
  seconds=${PHOENIX_SECONDS:-120}
  python3 -m venv "$folder/phoenix"
  timeout "$seconds" "$folder/phoenix/bin/pip" install -q --no-compile --disable-pip-version-check arize-phoenix \
    > "$folder/phoenix.log" 2>&1 ||
    { echo "skipped check: arize-phoenix was not installed within $seconds s: $(tail -n 1 "$folder/phoenix.log")"; exit 77; }
  PHOENIX=$folder/phoenix/bin/phoenix
fi
export PHOENIX
build_tests
# It brings the official OTLP messages along.
"$(dirname "$PHOENIX")/python" scripts/peers/telemetry.py "$($SWIFT build --show-bin-path)" phoenix
