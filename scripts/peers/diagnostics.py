"""Asks a running service as go tool pprof does, and as a crowd does.

usage: diagnostics.py DIAGNOSED_SERVICE FOLDER
"""

import asyncio
import collections
import os
import re
import subprocess
import sys
import threading
import time

from diagnosed import Service

CROWD = 10_000
MEBIBYTE = 1 << 20


def pprof(*arguments):
    run = subprocess.run(["go", "tool", "pprof", *arguments], capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        raise RuntimeError(f"go tool pprof {' '.join(arguments)}: {run.stderr.strip()[-400:]}")
    return run.stdout


def cumulative(text, function):
    """What a function and all that it calls have, in bytes or seconds, by the table of -top; 0 if it is not there."""
    units = {"B": 1, "kB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "ms": 1e-3, "s": 1, "us": 1e-6}
    for line in text.splitlines():
        words = line.split(None, 5)
        if len(words) == 6 and function in words[5]:
            number, unit = re.fullmatch(r"(-?[\d.]+)([a-zA-Z]*)", words[3]).groups()
            return float(number) * units.get(unit, 1)
    return 0


class Check:
    def __init__(self, service, folder):
        self.service, self.folder = service, folder
        self.failures = []

    def expect(self, condition, what):
        if not condition:
            self.failures.append(what)

    def near(self, value, expected, what):
        self.expect(abs(value - expected) < 0.2 * expected, f"{what}: {value / MEBIBYTE:.1f} MiB of {expected / MEBIBYTE:.1f}")

    def profiles(self):
        url = self.service.root + "/debug/pprof/"
        self.service.tell("leak 32")
        self.near(cumulative(pprof("-top", url + "heap"), "plantSessions"), 32 * MEBIBYTE, "heap")
        allocs = pprof("-top", url + "allocs")
        self.expect("Type: alloc_space" in allocs, "allocs shows something else than what was allocated")
        before = os.path.join(self.folder, "before.pb.gz")
        with open(before, "wb") as file:
            file.write(subprocess.run(["curl", "-sf", url + "heap?symbolize=0"], check=True, capture_output=True).stdout)
        later = threading.Timer(1, lambda: self.service.tell("leak 20"))
        later.start()
        difference = pprof("-top", url + "heap?seconds=4")
        later.join()
        self.near(cumulative(difference, "plantSessions"), 20 * MEBIBYTE, "heap?seconds=4")
        with open(before, "wb") as file:
            file.write(subprocess.run(["curl", "-sf", url + "heap"], check=True, capture_output=True).stdout)
        self.service.tell("leak 24")
        text = pprof("-top", "-diff_base", before, url + "heap")
        self.near(cumulative(text, "plantSessions"), 24 * MEBIBYTE, "-diff_base")
        self.service.tell("tasks 7")
        tasks = pprof("-top", url + "goroutine")
        self.expect(cumulative(tasks, "plantTasks") == 7, f"tasks: {tasks[-600:]}")
        pprof("-top", url + "threadcreate")
        self.expect("heap profile:" in subprocess.run(["curl", "-sf", url + "heap?debug=1"], capture_output=True, text=True).stdout, "no text")

    def processor_time(self):
        self.service.tell("spin 4", waits=False)
        text = pprof("-top", self.service.root + "/debug/pprof/profile?seconds=2")
        self.service.wait_for("done spin 4")
        total = re.search(r"Total samples = ([\d.]+)(m?s)", text)
        seconds = float(total.group(1)) * (1e-3 if total.group(2) == "ms" else 1)
        self.expect(cumulative(text, "Workload.spin") > 0.8 * seconds, f"profile: {text[:900]}")

    async def crowd(self):
        """Ten thousand requests at once are answered or refused, and the service goes on."""
        host, port = self.service.address.split(":")
        statuses = collections.Counter()

        async def ask():
            try:
                reader, writer = await asyncio.open_connection(host, int(port))
                writer.write(b"GET /debug/pprof/cmdline HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                words = (await asyncio.wait_for(reader.read(), 120)).split(None, 2)
                statuses[words[1].decode() if len(words) > 1 else "closed"] += 1
                writer.close()
            except (OSError, asyncio.TimeoutError) as error:
                statuses[type(error).__name__] += 1

        before = self.service.ask("/debug/trimtab/statistics.json")
        await asyncio.gather(*(ask() for _ in range(CROWD)))
        after = self.service.ask("/debug/trimtab/statistics.json")
        grown = after["process"]["residentBytes"] - before["process"]["residentBytes"]
        print(f"crowd: {dict(statuses)}, {grown / MEBIBYTE:.0f} MiB more resident, {after['process']['descriptors']} descriptors")
        # The kernel resets those for whom its queue had no room.
        known = statuses["200"] + statuses["503"] + statuses["closed"] + statuses["ConnectionResetError"]
        self.expect(statuses["200"] > 0 and known == CROWD, f"crowd: {dict(statuses)}")
        self.expect(grown < 64 * MEBIBYTE, f"crowd: {grown} bytes more")
        self.expect(after["process"]["descriptors"] < before["process"]["descriptors"] + 100, "connections stay open")

    def run(self):
        start = time.monotonic()
        for step in (self.profiles, self.processor_time, lambda: asyncio.run(self.crowd())):
            try:
                step()
            except (RuntimeError, OSError, AttributeError) as error:
                self.failures.append(f"{error}"[:600])
        print(f"diagnostics: {time.monotonic() - start:.0f} s, {len(self.failures)} failures")
        for failure in self.failures:
            print(f"  {failure}")
        return not self.failures


def main():
    service = Service(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
    try:
        good = Check(service, os.path.abspath(sys.argv[2])).run()
    finally:
        status = service.close()
    sys.exit(0 if good and status == 0 else 1)


main()
