#!/bin/sh
# Builds the preload for each configuration given (debug, release), into lib/trimtab/ beside the trimtab of that
# configuration. It needs libc alone: no Swift runtime comes into the watched program.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
library=libtrimtab-preload.so

if [ "$(uname -s)" != Linux ]; then
  echo "preload: the hooks work on Linux with glibc only: nothing to build here" >&2
  exit 0
fi
compiler=$(scripts/toolchain.sh clang)
built=
for configuration in "$@"; do
  # SwiftPM makes .build/release a link: it must not be there as a folder before.
  products=.build/$configuration
  [ -d "$products" ] || products=$($SWIFT build -c "$configuration" --show-bin-path)
  folder=$products/lib/trimtab
  mkdir -p "$folder"
  if [ -n "$built" ]; then
    cp "$built" "$folder/.$library"
  else
    flags="-fPIC -O2 -g -std=gnu11 -fvisibility=hidden -Wall -Wextra -Werror -DTRIMTAB_PRELOAD"
    flags="$flags -I Sources/CTrimtabPlatform/include -I Sources/CTrimtabHooks/include"
    # The fast path needs no frame of its own: a walk begins at the return address that it hands on.
    # shellcheck disable=SC2086
    "$compiler" -c $flags -fomit-frame-pointer Sources/CTrimtabHooks/interpose.c -o "$folder/.interpose.o"
    # shellcheck disable=SC2046,SC2086
    "$compiler" -shared $flags -fno-omit-frame-pointer "$folder/.interpose.o" \
      $(ls Sources/CTrimtabHooks/*.c | grep -v /interpose.c) -o "$folder/.$library"
    rm "$folder/.interpose.o"
    built="$folder/$library"
  fi
  # A program that runs right now keeps the file that it has mapped.
  mv "$folder/.$library" "$folder/$library"
done
