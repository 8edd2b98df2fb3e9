#!/bin/sh
# Kills a program that grows, DEATHS times in each of four ways, and looks whether the report names the type and the
# line that held the memory: every time, or this fails.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product GrowingService
scripts/preload.sh release
exec python3 scripts/deaths.py "${DEATHS:-100}"
