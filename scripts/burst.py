"""A burst of requests that together ask for many times the memory that there is, on the example service with and
without a memory limit of its own, each in a control group of 256 MiB.

usage: burst.py [--requests N] [--write FILE] [--demo]    (from the package's folder, after a release build)

Exit status 1 if the untuned service lives, or the tuned one does not do what it promises; 77 where no group may be made. With
--demo the service with a limit of its own is shown there all the same.
"""

import argparse
import asyncio
import collections
import json
import os
import subprocess
import sys
import tempfile
import time

from memory_group import MemoryGroup
from service_requests import PATIENCE, promises_a_time, request, wait_for_port

SERVICE = os.path.abspath(".build/release/OrderService")
LIMIT = 256 << 20
REPORT = 8


async def watch_health(port, ended):
    """The statuses of health checks until `ended`, and the slowest in seconds."""
    statuses, slowest = collections.Counter(), 0
    while not ended.is_set():
        start = time.monotonic()
        status, _ = await request(port, "/health")
        statuses[status] += 1
        slowest = max(slowest, time.monotonic() - start)
        await asyncio.sleep(0.1)
    return statuses, slowest


async def burst(port, requests):
    ended = asyncio.Event()
    health = asyncio.create_task(watch_health(port, ended))
    answers = await asyncio.gather(*(request(port, "/report") for _ in range(requests)))
    ended.set()
    unpromised = sum(status == 503 and not promises_a_time(text) for status, text in answers)
    return collections.Counter(status for status, _ in answers), unpromised, *await health


async def seconds_until_nominal(port, start):
    while time.monotonic() - start < PATIENCE:
        status, text = await request(port, "/memory")
        if status == 200 and json.loads(text[text.index(b"{"):])["pressure"] == "nominal":
            return time.monotonic() - start
        await asyncio.sleep(0.1)
    return None


def run(name, options, requests, folder, group):
    """What became of the service, and its log. Without a group the service alone knows the limit."""
    log = f"{folder}/{name}.log"
    command = [SERVICE, "--port", "0", "--report-size", str(REPORT), *options]
    with open(log, "wb") as file:
        if group:
            process = group.start(command, stdout=file, stderr=file)
        else:
            process = subprocess.Popen(command, stdout=file, stderr=file)
    port = wait_for_port(log, process)
    if group:
        group.reset_peak()
    start = time.monotonic()
    statuses, unpromised, health, slowest = asyncio.run(burst(port, requests))
    end = time.monotonic()
    peak = group.peak() if group else None
    facts = {"name": name, "answers": statuses, "without retry-after": unpromised, "seconds": end - start, "peak": peak}
    facts |= {"health": health, "slowest health": slowest}
    try:
        # The tuned one is asked at once; the untuned one may take a moment to be gone.
        facts["signal"] = -process.wait(timeout=0.1 if options else 1)
    except subprocess.TimeoutExpired:
        facts["signal"] = None
        facts["nominal"] = asyncio.run(seconds_until_nominal(port, end)) if options else None
        process.terminate()
        facts["exit"] = process.wait(timeout=PATIENCE)
    return facts, log


def line(facts, requests):
    share = lambda status: f"{facts['answers'].get(status, 0)} ({100 * facts['answers'].get(status, 0) / requests:.0f} %)"
    others = {key: count for key, count in facts["answers"].items() if key not in (200, 503)}
    fate = f"killed by signal {facts['signal']}" if facts["signal"] else "lived"
    nominal = f"{facts['nominal']:.1f} s" if facts.get("nominal") is not None else "-"
    peak = f"{facts['peak'] / 2**20:.0f} MiB" if facts["peak"] else "-"
    text = ", ".join(f"{count} {key}" for key, count in others.items()) or "none"
    return (
        f"| {facts['name']} | {fate} | {share(200)} | {share(503)} | {text} | {peak} | {facts['seconds']:.1f} s | {nominal} "
        f"| {facts['slowest health'] * 1000:.0f} ms |"
    )


def faults(untuned, tuned, requests):
    """What does not hold."""
    answered = tuned["answers"].get(200, 0) + tuned["answers"].get(503, 0)
    if untuned["signal"] != 9:
        yield f"the untuned service was not killed (signal {untuned['signal']}): the burst proves nothing"
    if tuned["signal"] is not None:
        yield f"the tuned service was ended by signal {tuned['signal']}"
    elif tuned["exit"] != 0:
        yield f"the tuned service did not stop gracefully: {tuned['exit']}"
    if answered < 0.8 * requests:
        yield f"only {answered} of {requests} requests were answered"
    if tuned["answers"].get(200, 0) < 0.5 * requests:
        yield f"only {tuned['answers'].get(200, 0)} of {requests} requests succeeded"
    others = {status: count for status, count in tuned["answers"].items() if status not in (200, 503)}
    if others:
        yield f"requests were neither answered nor turned away: {others}"
    if tuned["without retry-after"]:
        yield f"{tuned['without retry-after']} answers 503 lack Retry-After"
    if tuned["answers"].get("hangs", 0):
        yield f"{tuned['answers']['hangs']} requests had no answer after {PATIENCE} s"
    if set(tuned["health"]) != {200}:
        yield f"health checks did not all pass: {dict(tuned['health'])}"
    if tuned["signal"] is None and (tuned["nominal"] is None or tuned["nominal"] > 10):
        yield f"pressure was nominal again after {tuned['nominal']} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--write", help="put the figures into this file")
    parser.add_argument("--demo", action="store_true", help="do what can be done where no control group may be made")
    options = parser.parse_args()
    group = MemoryGroup.make("burst", LIMIT)
    if group is None:
        print("skipped check: no memory control group may be made here")
        if not options.demo:
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        untuned, limit = None, "auto" if group else f"{LIMIT >> 20}MiB"
        if group:
            untuned, _ = run("without", [], options.requests, folder, group)
        tuned, log = run(f"--memory-limit {limit}", ["--memory-limit", limit], options.requests, folder, group)
        problems = list(faults(untuned, tuned, options.requests)) if untuned else []
        if group:
            group.remove()
        with open(log, errors="replace") as file:
            lines = [text for text in file.read().splitlines() if "emory" in text or "eclaim" in text or "Work is" in text]
    table = [
        f"{options.requests} requests at once, each of which takes {REPORT} MiB for a quarter of a second, in 256 MiB:",
        "",
        "| service | fate | 200 | 503 | other | peak | burst took | nominal again | slowest health check |",
        "|---|---|---|---|---|---|---|---|---|",
        *(line(facts, options.requests) for facts in (untuned, tuned) if facts),
    ]
    print("\n".join(table))
    print("\nWhat the tuned service logged:\n" + "\n".join(lines[:40]))
    if options.write:
        heading = [
            "# A burst, without and with a memory limit of the service's own",
            "",
            f"- date: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}",
            f"- machine: {os.cpu_count()} cores, Linux {os.uname().release}; load average {os.getloadavg()[0]:.1f} at the end",
            "- `python3 scripts/burst.py --write FILE`, after `make build` and a release build of OrderService",
            "",
        ]
        with open(options.write, "w") as file:
            file.write("\n".join(heading + table) + "\n")
    for problem in problems:
        print(f"burst: {problem}")
    sys.exit(1 if problems else 0)


main()
