"""The example service under load that churns, with a memory limit of its own and without, in turns: what the tuner costs.

usage: soak_tuner.py SECONDS [--limit 64MiB] [--rate 1500] [--part pairs|long]    (from the package's folder, after a release build)

Half of SECONDS go to pairs, and then SECONDS to one long run, of so many requests a second: the service's own memory goes by how
many sessions are alive, so at a constant rate what grows is somebody's leak. Prints CPU time per request of the tuned service
against the untuned one of the same pair, with a 95 % interval of the mean; the part of the time that went into reclaiming; and
how live and resident memory of the long run grew from its second quarter to its last. Exit status 1 if the interval's upper bound
is above 1.02, reclaiming took more than 1 %, live memory, Trimtab's own in it, grew by more than 3 %, or resident memory was above
the limit at the end; and if nothing was reclaimed, the limit is so low that requests are turned away, for those cost less, or the
machine so busy that the rate is not kept. (Resident memory creeps in the untuned service as well: the allocator's.)
"""

import argparse
import json
import os
import random
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
# Seconds between looks at the long run, no two alike: the service drops ended sessions twice a second, 450 KiB of them, and looks
# that keep step with that see the same phase for minutes.
PAUSES = (1, 3)


def command(options, *more):
    return [SERVICE, "--port", "0", "--load", "4", "--churn", *options, *more]


def load(output):
    """How many requests a run made, and how many were not answered as they should be."""
    return tuple(map(int, re.search(r"^load: (\d+) requests, (\d+) errors", output, re.M).groups()))


def errors(options):
    output = subprocess.run(command(options, "--requests", str(REQUESTS)), capture_output=True, check=True, text=True)
    return load(output.stdout)[1]


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


def long_run(options, rate, seconds, folder):
    """Live bytes and resident bytes every few seconds, the seconds that reclaiming took, and what the service wrote."""
    log, path = f"{folder}/log", f"{folder}/service.socket"
    environment = {**os.environ, "TRIMTAB_DIAGNOSTICS_ADDRESS": f"unix://{path}"}
    with open(log, "wb") as file:
        long = command(options, "--rate", str(rate), "--duration", str(seconds))
        process = subprocess.Popen(long, stdout=file, stderr=file, env=environment)
    live, resident, reclaiming, limit = [], [], 0, None
    while process.poll() is None:
        time.sleep(random.uniform(*PAUSES))
        try:
            answer = json.loads(ask(path, "/debug/trimtab/statistics.json"))
        except OSError:
            # It does not listen yet, or has ended.
            continue
        live.append(answer["allocations"]["liveBytes"])
        resident.append(answer["process"]["residentBytes"])
        # The log rounds each cycle's time to hundredths.
        reclaiming = sum(step["seconds"] for step in answer["tuner"]["steps"])
        limit = answer["tuner"]["limitBytes"]
    with open(log, errors="replace") as file:
        output = file.read()
    if process.returncode != 0 or len(live) < 8:
        sys.exit(f"soak: the service ended with status {process.returncode} after {len(live)} answers")
    return live, resident, reclaiming, limit, output


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


def keep_running(tuned, rate, seconds):
    with tempfile.TemporaryDirectory() as folder:
        live, resident, reclaiming, limit, output = long_run(tuned, rate, seconds, folder)
    share = reclaiming / seconds
    cycles = output.count("Reclaimed ")
    print(f"reclaiming: {cycles} cycles in {seconds:.0f} s, {100 * share:.3f} % of the time")
    for name, values in (("live", live), ("resident", resident)):
        early, late = quarters(values)
        print(f"{name}: {early / 2**20:.2f} MiB in the second quarter, {late / 2**20:.2f} MiB in the last, {len(values)} looks")
    requests, wrong = load(output)
    print(f"load: {requests} requests of {rate * seconds:.0f}, {wrong} errors")
    early, late = quarters(live)
    return all([
        share <= 0.01,
        late <= 1.03 * early,
        wrong == 0,
        requests >= 0.95 * rate * seconds,
        cycles > 0,
        limit is not None and quarters(resident)[1] <= limit,
    ])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--limit", default="64MiB")
    parser.add_argument("--rate", type=float, default=1500, help="requests a second of the long run")
    parser.add_argument("--part", choices=["pairs", "long"], help="only the pairs, or only the long run")
    options = parser.parse_args()
    tuned = ["--memory-limit", options.limit]
    held = True
    if options.part != "long":
        held = compare(tuned, options.seconds / 2)
    if options.part != "pairs":
        held = keep_running(tuned, options.rate, options.seconds) and held
    sys.exit(0 if held else 1)


main()
