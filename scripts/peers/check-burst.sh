#!/bin/sh
# A burst that kills the service without a memory limit of its own, and that it survives with one; and a leak that it lives with.
set -eu
cd "$(dirname "$0")/../.."
SWIFT=${SWIFT:-swift}
# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService
python3 scripts/slow_leak.py
exec python3 scripts/burst.py
