#!/bin/sh
# Drives `trimtab top` in tmux as a person would: every key of its help, small terminals, signals, a restart of what it
# watches; and what it says where there is nothing to watch.
set -eu
. "$(dirname "$0")/common.sh"
need python3 tmux
build_tests
python3 scripts/peers/top.py .build/release/trimtab .build/debug "$folder"
