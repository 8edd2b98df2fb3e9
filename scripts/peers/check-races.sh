#!/bin/sh
# The tables of the hooks under thread sanitizer, by direct calls: no data race, and all sums end at zero.
set -eu
. "$(dirname "$0")/common.sh"
compiler=$(scripts/toolchain.sh clang)
# The toolchain's sanitizer also watches Dispatch, and so needs it.
runtime=$(dirname "$(dirname "$compiler")")/lib/swift/linux
hooks=Sources/CTrimtabHooks
"$compiler" -fsanitize=thread -O1 -g -std=gnu11 -Wall -Wextra -Werror -DTRIMTAB_TABLES_ALONE \
  -I $hooks -I $hooks/include -I Sources/CTrimtabPlatform/include -pthread \
  Tests/Support/TablesHammer/main.c $hooks/stack_table.c $hooks/sampled_blocks.c $hooks/thread_record.c \
  -L "$runtime" -Wl,-rpath,"$runtime" -ldispatch -lBlocksRuntime -o "$folder/hammer"
TSAN_OPTIONS=halt_on_error=0:exitcode=66 "$folder/hammer"
