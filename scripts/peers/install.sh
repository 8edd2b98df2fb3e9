#!/bin/sh
# Installs the tools that Trimtab is compared with, where that is possible: Debian's heaptrack, Go, Python, perf,
# other allocators, a compiler and an emulator for aarch64, a browser, and servers that take metrics.
set -eu
missing=
for pair in heaptrack:heaptrack go:golang-go python3:python3 perf:linux-perf chromium:chromium chromedriver:chromium-driver \
  tmux:tmux wrk:wrk protoc:protobuf-compiler prometheus:prometheus victoria-metrics:victoria-metrics; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
command -v aarch64-linux-gnu-gcc >/dev/null 2>&1 && command -v qemu-aarch64 >/dev/null 2>&1 ||
  missing="$missing gcc-aarch64-linux-gnu libc6-dev-arm64-cross libgcc-s1-arm64-cross qemu-user"
[ -d /usr/share/gocode/src/go.opentelemetry.io/otel ] || missing="$missing golang-opentelemetry-otel-dev"
for pair in jemalloc.so.2:jemalloc2 tcmalloc_minimal.so.4:tcmalloc-minimal4 tcmalloc.so.4:google-perftools4 \
  mimalloc.so.2.0:mimalloc2.0; do
  ls /usr/lib/*/lib"${pair%%:*}" >/dev/null 2>&1 || missing="$missing lib${pair#*:}"
done
[ -n "$missing" ] || exit 0
apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
