#!/bin/sh
# The kernel's killer against the recording: what is left names the type and the line. `make soak` does it 100 times.
set -eu
cd "$(dirname "$0")/../.."
DEATHS=5 exec scripts/deaths.sh
