#!/bin/sh
# What pools cost beside Go's, in interleaved rounds, and where they are written down: Benchmarks/RESULTS.md.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
command -v python3 >/dev/null 2>&1 || { echo "bench-pools: python3 is needed to compare" >&2; exit 1; }
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  scripts/peers/install.sh || echo "bench-pools: not all peers could be installed" >&2
fi
if ! command -v go >/dev/null 2>&1 || [ ! -d /usr/share/gocode/src/go.opentelemetry.io/otel ]; then
  echo "bench-pools: skipped, there is no Go with OpenTelemetry (Debian: golang-go golang-opentelemetry-otel-dev)" >&2
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd Benchmarks/Peers/pools && GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$folder/pools" .)
(cd Benchmarks && $SWIFT build -c release --product PoolPeer)
python3 Benchmarks/Peers/compare.py \
  --ours "Benchmarks/.build/release/PoolPeer --design {design} --threads {threads} --seconds 0.3" \
  --go "$folder/pools -design {design} -threads {threads} -seconds 0.3" \
  --markdown Benchmarks/RESULTS.md "$@"
