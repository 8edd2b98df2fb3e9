#!/bin/sh
# Compiles the hooks into a library of their own, the file given, which a program could only load too late.
set -eu
cd "$(dirname "$0")/.."
"${CC:-$(scripts/toolchain.sh clang)}" -shared -fPIC -O1 -std=gnu11 -fno-omit-frame-pointer \
  -I Sources/CTrimtabPlatform/include -I Sources/CTrimtabHooks/include Sources/CTrimtabHooks/*.c Sources/CTrimtabPlatform/files.c -o "$1"
