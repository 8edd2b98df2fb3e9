"""The example service under load that churns, with a memory limit of its own and without, in turns: what the tuner costs.

usage: soak_tuner.py SECONDS [--limit 64MiB] [--part pairs|long]    (from the package's folder, after a release build)

Half of SECONDS go to pairs, and then SECONDS to one long run. Prints CPU time per request of the tuned service against the
untuned one of the same pair, with a 95 % interval of the mean; the part of the time that went into reclaiming; and how live
and resident memory of the long run grew from its second quarter to its last. Exit status 1 if the interval's upper bound is
above 1.02, reclaiming took more than 1 %, or live memory, Trimtab's own in it, grew by more than 3 %; and if the limit is so
low that requests are turned away, for those cost less. (Resident memory creeps in the untuned service as well: the
allocator's.)
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

from alternate import alternate, mean_interval
from service_socket import ask

SERVICE = os.path.abspath(".build/release/OrderService")
# Few, so that there are many pairs: how a process happens to be laid out in memory makes a difference of a percent or two.
REQUESTS = 5000
PAUSE = 2


def command(options, *more):
    return [SERVICE, "--port", "0", "--load", "4", "--churn", *options, *more]


def errors(options):
    """How many of the requests of a run were not answered as they should be."""
    output = subprocess.run(command(options, "--requests", str(REQUESTS)), capture_output=True, check=True)
    return int(re.search(rb"^load: .* (\d+) errors", output.stdout + output.stderr, re.M).group(1))


def pairs(options, seconds):
    """CPU time of equal numbers of requests, tuned over untuned, without what it takes to start and to end."""
    tuned, untuned = (command(choice, "--requests", str(REQUESTS)) for choice in (options, []))
    idle = statistics.median(alternate([command([], "--requests", "1")])[0] for _ in range(5))
    end, ratios = time.monotonic() + seconds, []
    while time.monotonic() < end or len(ratios) < 4:
        order = 1 if len(ratios) % 2 else -1
        first, second = alternate([tuned, untuned][::order])[::order]
        ratios.append((first - idle) / (second - idle))
    return ratios


def long_run(options, seconds, folder):
    """Live bytes and resident bytes every few seconds, and the part of the time that cycles took."""
    log, path = f"{folder}/log", f"{folder}/service.socket"
    environment = {**os.environ, "TRIMTAB_DIAGNOSTICS_ADDRESS": f"unix://{path}"}
    with open(log, "wb") as file:
        process = subprocess.Popen(command(options, "--duration", str(seconds)), stdout=file, stderr=file, env=environment)
    live, resident = [], []
    while process.poll() is None:
        time.sleep(PAUSE)
        try:
            answer = json.loads(ask(path, "/debug/trimtab/statistics.json"))
        except OSError:
            # It does not listen yet, or has ended.
            continue
        live.append(answer["allocations"]["liveBytes"])
        resident.append(answer["process"]["residentBytes"])
    with open(log, errors="replace") as file:
        cycles = re.findall(r"Reclaimed .* in ([0-9.]+) s", file.read())
    if process.returncode != 0 or len(live) < 8:
        sys.exit(f"soak: the service ended with status {process.returncode} after {len(live)} answers")
    return live, resident, sum(map(float, cycles)) / seconds, len(cycles)


def compare(tuned, seconds):
    if errors(tuned):
        sys.exit(f"soak: with {' '.join(tuned)} requests are turned away: name a higher limit")
    ratios = pairs(tuned, seconds)
    mean, _, upper = mean_interval(ratios)
    print(f"CPU per request with {' '.join(tuned)}: {mean:.4f}x, at most {upper:.4f}x, {len(ratios)} pairs", flush=True)
    return upper <= 1.02


def quarters(values):
    """The medians of the second quarter and of the last: by the second, the service is warm."""
    quarter = len(values) // 4
    return statistics.median(values[quarter : 2 * quarter]), statistics.median(values[3 * quarter :])


def keep_running(tuned, seconds):
    with tempfile.TemporaryDirectory() as folder:
        live, resident, share, cycles = long_run(tuned, seconds, folder)
    print(f"reclaiming: {cycles} cycles in {seconds:.0f} s, {100 * share:.2f} % of the time")
    for name, values in (("live", live), ("resident", resident)):
        early, late = quarters(values)
        print(f"{name}: {early / 2**20:.2f} MiB in the second quarter, {late / 2**20:.2f} MiB in the last, {len(values)} looks")
    early, late = quarters(live)
    return share <= 0.01 and late <= 1.03 * early


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--limit", default="64MiB")
    parser.add_argument("--part", choices=["pairs", "long"], help="only the pairs, or only the long run")
    options = parser.parse_args()
    tuned = ["--memory-limit", options.limit]
    held = True
    if options.part != "long":
        held = compare(tuned, options.seconds / 2)
    if options.part != "pairs":
        held = keep_running(tuned, options.seconds) and held
    sys.exit(0 if held else 1)


main()
