#!/bin/sh
# What Telemetry and OrderService send and show, held against the official OTLP messages and SDK (PyPI), Prometheus and
# VictoriaMetrics (Debian). A minute of scraping is part of it; SCRAPE_SECONDS shortens that.
set -eu
. "$(dirname "$0")/common.sh"
SWIFT=${SWIFT:-swift}
need python3 protoc prometheus promtool victoria-metrics
build_tests
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check \
  opentelemetry-proto opentelemetry-sdk opentelemetry-exporter-otlp-proto-http ||
  { echo "skipped check: PyPI's packages of OpenTelemetry cannot be installed"; exit 77; }
"$folder/python/bin/python" scripts/peers/telemetry.py "$($SWIFT build --show-bin-path)" "$@"
