#!/bin/sh
# What the tuner gives back, beside a bare call of the allocator, with each allocator that is here; and that it stops where
# there is nothing to be had.
set -eu
cd "$(dirname "$0")/../.."
SWIFT=${SWIFT:-swift}
# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product FreedMemory
exec python3 scripts/reclaim.py
