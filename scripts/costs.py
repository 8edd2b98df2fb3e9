"""What it costs to watch a program, as ratios of processor time with their 95 % intervals.

usage: costs.py SUBJECT... [--pairs N] [--block SECONDS] [--sources FOLDER] [--formatter PATH]
       (from the package's folder, after release builds of trimtab and OrderService)

lint    `trimtab run` of swift-format lint, against the program alone: both at once, in turns
cpu     a CPU profile of the example service under load at 100 samples a second, against none
scrape  the metrics of the example service under load, read once a second, against nobody reading: they are read twenty times
        a second, and what that costs is divided by twenty, for what one reading costs is far below what can be measured

For the last two, two such services run in turns of a tenth of a second, one of them watched, for a block of some seconds, and
then for another block the other one: CPU time per request. What a process is laid out like in memory makes a difference of its
own, of a percent or two, which cancels out in such a pair of blocks; and the machine's speed, which changes by a third within
seconds, is the same for both.
"""

import argparse
import itertools
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
TURN = 0.1


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
    """The example service under load, stopped unless it has its turn; what it has used and answered."""

    def __init__(self, folder, number):
        self.socket = f"{folder}/service{number}.socket"
        environment = {**os.environ, "TRIMTAB_DIAGNOSTICS_ADDRESS": f"unix://{self.socket}"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([SERVICE, "--port", "0", "--load", "4"], env=environment, **quiet)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                ask(self.socket, "/metrics")
                # Warm.
                time.sleep(3)
                self.stop()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the service does not answer")

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def take_turn(self, seconds=TURN):
        self.go_on()
        time.sleep(seconds)
        self.stop()

    def figures(self):
        self.go_on()
        text = ask(self.socket, "/metrics")
        requests = sum(float(value) for value in re.findall(r"^hb_requests_total\{.*\} (\S+)$", text, re.M))
        # The kernel's clock of another process's CPU time.
        seconds = time.clock_gettime(~self.process.pid << 3 | 2)
        self.stop()
        return seconds, requests

    def close(self):
        self.go_on()
        self.process.terminate()
        self.process.wait()


def block(services, watched, watch, seconds):
    """The watched service's CPU time per request against the other's, over some seconds of turns."""
    # What watches begins before and ends after: it needs time to ask, and the figures have to be read.
    watcher = threading.Thread(target=watch, args=(services[watched], seconds + 0.3))
    watcher.start()
    services[watched].take_turn()
    before = [service.figures() for service in services]
    end = time.monotonic() + seconds
    for order in itertools.cycle([1, -1]):
        if time.monotonic() >= end:
            break
        for service in services[::order]:
            service.take_turn()
    after = [service.figures() for service in services]
    while watcher.is_alive():
        services[watched].take_turn()
    costs = [(then[0] - now[0]) / (then[1] - now[1]) for now, then in zip(before, after)]
    return costs[watched] / costs[1 - watched]


def blocks(options, folder, watch, times=1):
    """The ratios of pairs of blocks. `watch(service, seconds)` does what is measured, for so long, so many times as often."""
    services = []
    try:
        for number in range(2):
            services.append(Service(folder, number))
        for pair in range(options.pairs):
            first = pair % 2
            ratios = [block(services, watched, watch, options.block) for watched in (first, 1 - first)]
            yield 1 + (math.sqrt(ratios[0] * ratios[1]) - 1) / times
    finally:
        for service in services:
            service.close()


def profile(service, seconds):
    ask(service.socket, f"/debug/pprof/profile?seconds={math.ceil(seconds)}&symbolize=0", timeout=seconds + 30)


def scrape(service, seconds):
    # So often in a second in which the service runs, which is half of the time.
    start, number, pause = time.monotonic(), 0, 2 / SCRAPES
    while number * pause < seconds:
        ask(service.socket, "/metrics")
        number += 1
        time.sleep(max(0, start + number * pause - time.monotonic()))


SUBJECTS = {
    "lint": lint,
    "cpu": lambda options, folder: blocks(options, folder, profile),
    "scrape": lambda options, folder: blocks(options, folder, scrape, times=SCRAPES),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subjects", nargs="+", choices=list(SUBJECTS))
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--block", type=float, default=1.6)
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
