"""What one cycle of the tuner gives back, beside a bare call of the allocator, with each allocator that is here.

usage: reclaim.py    (from the package's folder, after a release build)

Exit status 77 says that an allocator is not here and all else held.
"""

import glob
import os
import subprocess
import sys

SKIPPED = 77
PROGRAM = os.path.abspath(".build/release/FreedMemory")
LIBRARIES = {
    "glibc": None,
    "jemalloc": "libjemalloc.so.2",
    "tcmalloc": "libtcmalloc_minimal.so.4",
    "mimalloc": "libmimalloc.so.2*",
}


def run(library, *arguments):
    """The allocator that served, and resident bytes before and after; and what was logged."""
    environment = {**os.environ, "LD_PRELOAD": library} if library else dict(os.environ)
    result = subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=True)
    allocator, before, after = result.stdout.split()
    return allocator, int(before), int(after), result.stderr


def mib(count):
    return f"{count / 2**20:.0f} MiB"


def main():
    failures = []
    skipped = False
    print("| allocator | all of 256 MiB freed: before, after |")
    print("|---|---|")
    for name, pattern in LIBRARIES.items():
        paths = glob.glob(f"/usr/lib/*/{pattern}") if pattern else [None]
        if not paths:
            print(f"skipped check: there is no {pattern}")
            skipped = True
            continue
        allocator, before, after, _ = run(sorted(paths)[0], "blocks", "tuner")
        print(f"| {allocator} | {mib(before)}, {mib(after)} |")
        if allocator != name:
            failures.append(f"{name} was taken for {allocator}")
        # jemalloc has given back part of it by then. mimalloc keeps some until the thread that freed it allocates again.
        if after > before / 2:
            failures.append(f"{name} kept {mib(after)} of {mib(before)}")
    ratios = []
    for _ in range(3):
        _, _, bare, _ = run(None, "sessions", "bare")
        _, before, after, _ = run(None, "sessions", "tuner")
        ratios.append(after / bare)
    print(f"200,000 sessions, 90 % ended: {mib(before)}, {mib(after)} after one cycle; {sorted(ratios)[1]:.2f}x of malloc_trim(0)'s")
    if sorted(ratios)[1] > 1.1:
        failures.append(f"a cycle leaves {sorted(ratios)[1]:.2f}x of what malloc_trim leaves")
    _, before, after, log = run(None, "stripes", "tuner")
    print(f"blocks of 1 KB, every second kept: {mib(before)}, {mib(after)}")
    if "has released nothing 3 times in a row" not in log:
        failures.append("the tuner does not say that there was nothing to be had")
    for failure in failures:
        print(f"reclaim: {failure}")
    sys.exit(1 if failures else SKIPPED if skipped else 0)


main()
