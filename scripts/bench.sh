#!/bin/sh
# What profiling costs: the same program alone, under trimtab, heaptrack and jemalloc's profiler, in interleaved rounds; then
# costs of a percent or two, which those cannot tell from noise. Then what pools, zero allocation, statistics and telemetry
# cost, beside Go's.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
command -v python3 >/dev/null 2>&1 || { echo "bench: python3 is needed to measure" >&2; exit 1; }
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  scripts/peers/install.sh || echo "bench: not all peers could be installed" >&2
fi
$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService
python3 scripts/bench.py --formatter "$(scripts/toolchain.sh swift-format)" "$@"
python3 scripts/costs.py lint cpu scrape --formatter "$(scripts/toolchain.sh swift-format)" ||
  echo "bench: what costs.py says was not shown; a quieter machine or more --pairs may show it"
scripts/bench-peers.sh
