#!/bin/sh
# What pools, the helpers that allocate nothing, memory statistics and telemetry cost beside Go's, in interleaved rounds, and
# where that is written down: Benchmarks/RESULTS-pools.md, RESULTS-zero-allocation.md, RESULTS-statistics.md and
# RESULTS-telemetry.md. And that counting and tracing allocate no more than they may, which only optimised code keeps to.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
command -v python3 >/dev/null 2>&1 || { echo "bench-peers: python3 is needed to compare" >&2; exit 1; }
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  scripts/peers/install.sh || echo "bench-peers: not all peers could be installed" >&2
fi
if ! command -v go >/dev/null 2>&1 || [ ! -d /usr/share/gocode/src/go.opentelemetry.io/otel ]; then
  echo "bench-peers: skipped, there is no Go with OpenTelemetry (Debian: golang-go golang-opentelemetry-otel-dev)" >&2
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for peer in pools statistics telemetry zeroalloc; do
  (cd Benchmarks/Peers/$peer && GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$folder/$peer" .)
done
for product in PoolPeer StatisticsPeer TelemetryPeer ZeroAllocationPeer; do
  (cd Benchmarks && $SWIFT build -c release --product $product)
done
(cd Benchmarks && $SWIFT build -c release --product trimtab-benchmarksPackageTests &&
  $SWIFT test -c release --skip-build)
ours=Benchmarks/.build/release
python3 Benchmarks/Peers/compare.py --subject pools \
  --ours "$ours/PoolPeer --design {design} --threads {threads} --seconds 0.3" \
  --go "$folder/pools -design {design} -threads {threads} -seconds 0.3" \
  --markdown Benchmarks/RESULTS-pools.md "$@"
python3 Benchmarks/Peers/compare.py --subject zero-allocation \
  --ours "$ours/ZeroAllocationPeer --design {design} --seconds 0.3" \
  --go "$folder/zeroalloc -design {design} -seconds 0.3" \
  --markdown Benchmarks/RESULTS-zero-allocation.md "$@"
python3 Benchmarks/Peers/compare.py --subject statistics \
  --ours "$ours/StatisticsPeer --design {design} --seconds 0.3" \
  --go "$folder/statistics -design {design} -seconds 0.3" \
  --markdown Benchmarks/RESULTS-statistics.md "$@"
python3 Benchmarks/Peers/compare.py --subject telemetry \
  --ours "$ours/TelemetryPeer --design {design} --threads {threads} --seconds 0.3 --collector $folder/telemetry" \
  --go "$folder/telemetry -design {design} -threads {threads} -seconds 0.3" \
  --markdown Benchmarks/RESULTS-telemetry.md "$@"
