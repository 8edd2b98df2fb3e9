#!/bin/sh
# Checks that the build's needs are met: Swift 6.2 or later and zlib's header. On Debian and Ubuntu the header is
# installed when this runs as root; everywhere else the one command to type is printed.
set -eu
SWIFT=${SWIFT:-swift}

if ! command -v "$SWIFT" >/dev/null 2>&1; then
  echo "deps: there is no '$SWIFT' in PATH: install Swift 6.2 or later from https://www.swift.org/install" >&2
  exit 1
fi
version=$("$SWIFT" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
major=${version%%.*}
minor=${version#*.}
if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
  echo "deps: Swift ${version:-of unknown version} is too old: install 6.2 or later from https://www.swift.org/install" >&2
  exit 1
fi

has_zlib() {
  echo '#include <zlib.h>' | "$("$(dirname "$0")/toolchain.sh" clang)" -E -x c - >/dev/null 2>&1
}

has_zlib && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "deps: installing zlib1g-dev" >&2
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends zlib1g-dev >&2
  has_zlib && exit 0
fi
echo "deps: zlib.h is missing: install it, on Debian and Ubuntu with: sudo apt-get install zlib1g-dev" >&2
exit 1
