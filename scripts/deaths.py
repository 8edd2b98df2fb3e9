"""Deaths of a growing program: by SIGKILL, by the kernel for lack of memory, and with all that watched it.

usage: deaths.py ROUNDS    (from the package's folder, after a release build)
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from memory_group import MemoryGroup

TYPE = "Array<GrowingService.Visit> storage"
SITE = "VisitRegister.swift:7"
BINARIES = os.path.abspath(".build/release")
SERVICE = BINARIES + "/GrowingService"
PRELOAD = BINARIES + "/lib/trimtab/libtrimtab-preload.so"
LIMIT = 128 << 20


class Case:
    """One way to die."""

    def __init__(self, folder, group):
        self.folder, self.group = folder, group
        for file in os.listdir(folder):
            os.remove(f"{folder}/{file}")

    def path(self, name):
        return f"{self.folder}/{name}"

    def start(self, command, in_group=False, **environment):
        if in_group:
            command = self.group.command(command)
        log = open(self.path("log"), "ab")
        return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **environment})

    def log(self):
        with open(self.path("log"), errors="replace") as file:
            return file.read()

    def wait_until_ready(self):
        for _ in range(2000):
            if "ready" in self.log():
                return
            time.sleep(0.005)
        raise RuntimeError(f"the service did not start: {self.log()}")

    def trimtab(self, *options):
        return [f"{BINARIES}/trimtab", "run", *options, "--interval", "128KiB", "--", SERVICE]

    def check_report(self, exit_expected):
        with open(self.path("report.json")) as file:
            report = json.load(file)
        if report["exit"] != exit_expected:
            return f"exit {report['exit']}"
        top = report["types"][0]["name"] if report["types"] else None
        places = [f"{f['file']}:{f['line']}" for f in report["sites"][0]["frames"]] if report["sites"] else []
        if top != TYPE:
            return f"type {top}"
        return None if any(place.endswith(SITE) for place in places) else f"site {places[:4]}"

    def check_log(self):
        lines = [line for line in self.log().splitlines() if SITE in line]
        if "did not end by itself" not in self.log():
            return "the next start does not tell of the death"
        return None if any(TYPE in line for line in lines) else f"type or site missing: {self.log()}"


def killed(case):
    """SIGKILL, at any moment, under `trimtab run`."""
    process = case.start(case.trimtab("--quiet", "--no-recording", "--json", case.path("report.json")))
    case.wait_until_ready()
    time.sleep(random.uniform(0.1, 0.5))
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
    os.kill(int(children[0]), signal.SIGKILL)
    process.wait()
    return case.check_report({"signal": 9, "oomKilled": False})


def out_of_memory(case):
    """The kernel kills the program, `trimtab run` lives."""
    command = case.trimtab("--quiet", "--no-recording", "--json", case.path("report.json"))
    case.start(command, in_group=True).wait()
    return case.check_report({"signal": 9, "oomKilled": True})


def kill_group(case, process):
    while True:
        with open(f"{case.group.folder}/cgroup.procs") as file:
            pids = file.read().split()
        if not pids:
            process.wait()
            return
        for pid in pids:
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                pass


def group_with_trimtab(case):
    """Everything in the group is killed, `trimtab run --output` too; the next run tells."""
    command = case.trimtab("--output", case.path("service.trimtab"))
    process = case.start(command, in_group=True)
    case.wait_until_ready()
    time.sleep(random.uniform(0.1, 0.5))
    kill_group(case, process)
    os.remove(case.path("log"))
    case.start([*command, "once"]).wait()
    return case.check_log()


def service_out_of_memory(case):
    """The kernel kills a service that records itself; the next start tells."""
    environment = {
        "LD_PRELOAD": PRELOAD,
        "TRIMTAB_RECORDING": case.path("service.trimtab"),
        "TRIMTAB_SAMPLING_INTERVAL": str(128 << 10),
    }
    case.start([SERVICE], in_group=True, **environment).wait()
    os.remove(case.path("log"))
    case.start([SERVICE, "once"], **environment).wait()
    if "most likely the kernel killed it for lack of memory" not in case.log():
        return f"the limit is not named: {case.log()}"
    return case.check_log()


def main():
    rounds = int(sys.argv[1])
    group = MemoryGroup.make("deaths", LIMIT)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for death in (killed, out_of_memory, group_with_trimtab, service_out_of_memory):
            if group is None and death is not killed:
                print(f"skipped check: {death.__name__}: no memory control group may be made here")
                continue
            wrong = []
            for _ in range(rounds):
                problem = death(Case(folder, group))
                if problem:
                    wrong.append(problem)
            print(f"{death.__name__}: {rounds - len(wrong)} of {rounds} name type and line", flush=True)
            for problem in wrong[:5]:
                print(f"  {problem}")
            failures += len(wrong)
    if group:
        group.remove()
    sys.exit(1 if failures else 0)


main()
