#!/bin/sh
# A burst that kills the service without a memory limit of its own, and that it survives with one.
set -eu
cd "$(dirname "$0")/../.."
SWIFT=${SWIFT:-swift}
# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService
exec python3 scripts/burst.py
