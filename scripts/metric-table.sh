#!/bin/sh
# Writes the tables of metrics in README and documentation anew from the table in code (Sources/MemoryTuning/Metrics).
set -eu
cd "$(dirname "$0")/.."
TRIMTAB_WRITE_METRIC_TABLE=1 "${SWIFT:-swift}" test --filter MetricTableTests
