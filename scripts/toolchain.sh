#!/bin/sh
# Prints the path of a program of the Swift toolchain (clang, llvm-symbolizer): where the compiler itself is, never
# another version's from PATH. For clang alone, cc does where the toolchain brings none.
set -eu
resources=$("${SWIFT:-swift}" -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
program=${resources%/lib/*}/bin/$1
if [ -x "$program" ]; then
  echo "$program"
elif [ "$1" = clang ] && command -v cc >/dev/null 2>&1; then
  command -v cc
else
  echo "toolchain: there is no $program: install a complete Swift toolchain" >&2
  exit 1
fi
