#!/bin/sh
# Compiles the library that AllocationStress loads and unloads, into the file given.
set -eu
cd "$(dirname "$0")/.."
"${CC:-$(scripts/toolchain.sh clang)}" -shared -fPIC -O1 -fno-omit-frame-pointer Tests/Workloads/StressLibrary/library.c -o "$1"
