"""What it costs to watch a program, as ratios of processor time with their 95 % intervals.

usage: costs.py SUBJECT... [--pairs N] [--window SECONDS] [--sources FOLDER] [--formatter PATH]
       (from the package's folder, after release builds of trimtab and OrderService)

lint    `trimtab run` of swift-format lint, against the program alone: both at once, in turns
cpu     a CPU profile of the example service under load at 100 samples a second, against none
scrape  the metrics of the example service under load, read once a second, against nobody reading: they are read twenty times
        a second, and what that costs is divided by twenty, for what one reading costs is far below what can be measured

The last two are windows of one process, with and without in turns: CPU time per request. What a process is laid out like in
memory makes a difference of its own, of a percent or two, from one process to the next.
"""

import argparse
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from alternate import alternate, mean_interval
from service_socket import ask

TRIMTAB = os.path.abspath(".build/release/trimtab")
SERVICE = os.path.abspath(".build/release/OrderService")
# The most that a subject may cost, by the upper end of the interval.
TARGETS = {"lint": 1.03, "cpu": 1.01, "scrape": 1.01}
# A second, in place of one.
SCRAPES = 20


def lint(options, folder):
    """The ratios of pairs; CPU time of the watched program alone, without trimtab's."""
    command = [options.formatter, "lint", "-r", options.sources]
    report = f"{folder}/report.json"
    watched = [TRIMTAB, "run", "--quiet", "--no-recording", "--json", report, "--", *command]
    # Read by another process: what this one starts inherits its peak, so it has to stay small.
    script = "import json, sys; print(json.load(open(sys.argv[1]))['cpuSeconds'])"
    for pair in range(options.pairs):
        order = 1 if pair % 2 else -1
        alone = alternate([command, watched][::order])[::order][0]
        seconds = subprocess.run([sys.executable, "-c", script, report], capture_output=True, check=True).stdout
        yield float(seconds) / alone


class Service:
    """The example service under load, and what it has used and answered."""

    def __init__(self, folder):
        self.socket = f"{folder}/service.socket"
        environment = {**os.environ, "TRIMTAB_DIAGNOSTICS_ADDRESS": f"unix://{self.socket}"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([SERVICE, "--port", "0", "--load", "4"], env=environment, **quiet)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                ask(self.socket, "/metrics")
                # Warm.
                time.sleep(3)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the service does not answer")

    def figures(self):
        requests = sum(float(value) for value in re.findall(r"^hb_requests_total\{.*\} (\S+)$", ask(self.socket, "/metrics"), re.M))
        # The kernel's clock of another process's CPU time.
        return time.clock_gettime(~self.process.pid << 3 | 2), requests

    def seconds_per_request(self, window):
        before = self.figures()
        time.sleep(window)
        after = self.figures()
        return (after[0] - before[0]) / (after[1] - before[1])

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def windows(options, folder, watch, times=1):
    """The ratios of pairs of windows. `watch(service, seconds)` does what is measured, for so long, so many times as often."""
    service, settle = Service(folder), 0.1
    try:
        for pair in range(options.pairs):
            figures = {}
            for is_watched in (pair % 2 == 0, pair % 2 == 1):
                watcher = threading.Thread(target=watch, args=(service, options.window + 2 * settle))
                if is_watched:
                    watcher.start()
                time.sleep(settle)
                figures[is_watched] = service.seconds_per_request(options.window)
                if is_watched:
                    watcher.join()
            yield 1 + (figures[True] / figures[False] - 1) / times
    finally:
        service.close()


def profile(service, seconds):
    ask(service.socket, f"/debug/pprof/profile?seconds={math.ceil(seconds - 0.01)}&symbolize=0", timeout=seconds + 30)


def scrape(service, seconds):
    start, number = time.monotonic(), 0
    while number < seconds * SCRAPES:
        ask(service.socket, "/metrics")
        number += 1
        time.sleep(max(0, start + number / SCRAPES - time.monotonic()))


SUBJECTS = {
    "lint": lint,
    "cpu": lambda options, folder: windows(options, folder, profile),
    "scrape": lambda options, folder: windows(options, folder, scrape, times=SCRAPES),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subjects", nargs="+", choices=list(SUBJECTS))
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--window", type=float, default=2.8)
    parser.add_argument("--sources", default=".build/checkouts/swift-nio/Sources/NIOCore")
    parser.add_argument("--formatter", default="swift-format")
    options = parser.parse_args()
    if options.pairs < 2:
        parser.error("an interval needs two pairs or more")
    held = True
    for subject in options.subjects:
        with tempfile.TemporaryDirectory() as folder:
            ratios = []
            for ratio in SUBJECTS[subject](options, folder):
                ratios.append(ratio)
                print(f"  {subject} {len(ratios)}: {ratio:.4f}", file=sys.stderr, flush=True)
        mean, low, high = mean_interval(ratios)
        is_shown = high <= TARGETS[subject]
        held = held and is_shown
        verdict = "held" if is_shown else "NOT SHOWN"
        print(f"{subject}: {mean:.4f}x ({low:.4f} to {high:.4f}), {len(ratios)} pairs; at most {TARGETS[subject]}: {verdict}", flush=True)
    sys.exit(0 if held else 1)


main()
