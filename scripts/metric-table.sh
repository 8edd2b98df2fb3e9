#!/bin/sh
# Writes the README's table of metrics anew from the table in code (Sources/MemoryTuning/Metrics).
set -eu
cd "$(dirname "$0")/.."
TRIMTAB_WRITE_METRIC_TABLE=1 "${SWIFT:-swift}" test --filter MetricTableTests
