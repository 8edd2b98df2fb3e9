#!/bin/sh
# `trimtab escape` on small packages of ours, against every allocation of a run of them; `make soak` takes large ones.
ESCAPE_PACKAGES=examples exec "$(dirname "$0")/escape-truth.sh"
