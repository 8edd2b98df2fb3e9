#!/bin/sh
# Drives `trimtab top` in tmux as a person would: every key of its help, small terminals, signals, a restart of what it
# watches; and what it says where there is nothing to watch. BUILD=debug takes the debug build.
set -eu
. "$(dirname "$0")/common.sh"
need python3 tmux
build=${BUILD:-release}
[ "$build" = debug ] || ${SWIFT:-swift} build -c release --product PlantedLeaks >"$folder/build" 2>&1 || { tail -n 5 "$folder/build"; exit 1; }
python3 scripts/peers/top.py ".build/$build" "$folder"
