#!/bin/sh
# What profiling costs: the same program alone, under trimtab, heaptrack and jemalloc's profiler, in interleaved rounds.
# Then what pools and zero allocation cost, beside Go's.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
command -v python3 >/dev/null 2>&1 || { echo "bench: python3 is needed to measure" >&2; exit 1; }
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  scripts/peers/install.sh || echo "bench: not all peers could be installed" >&2
fi
$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService
python3 scripts/bench.py --formatter "$(scripts/toolchain.sh swift-format)" "$@"
scripts/bench-peers.sh
