"""Whether verdicts of `trimtab tune` hold: short runs against a longer one, and what is the same twice.

usage: tune_confirm.py [options] [NAME ...]    (from the package's folder, after a release build; wrk has to be there)

NAME is a server: `planted`, whose best settings are known, `orders`, the example service, or one of --server. For each:

- a longer run is made: 12 rounds of 3 seconds of load;
- 10 short ones, as people would make them: 5 rounds of a second. One is contradicted if it recommends what the longer one does
  not call better, or nothing where that recommends something;
- 20 short ones with the same configuration twice. One is wrong if anything but "no difference" is said, for memory, latency,
  throughput or balance.

Exit status 1 if more than one in ten is contradicted, or more than one in twenty (and more than one) wrong; or if on `planted` a run does not find
the win or the loss that are there.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time

TRIMTAB = os.path.abspath(".build/release/trimtab")
ORDERS = os.path.abspath(".build/release/OrderService")
LUA = os.path.abspath("scripts/orders.lua")
PORT = 18767
URL = f"http://127.0.0.1:{PORT}/"
OBJECTIVES = ("memory", "latency", "throughput", "balanced")
MEASURES = ("peakResident", "settledResident", "throughput", "latency99")
FEWER_ARENAS = ("glibc, arena_max=2", "glibc, arena_max=1")
MAPPED = "MALLOC_MMAP_THRESHOLD_=4096"


class Server:
    def __init__(self, name, command, load, candidates, folder):
        self.name, self.command, self.load, self.candidates, self.folder = name, command, load, candidates, folder
        self.runs = 0

    def tune(self, rounds, seconds, candidates, objectives=("memory",)):
        """The report for each objective. All but the first are made of the same trials."""
        self.runs += 1
        name = f"{self.folder}/{self.name}-{self.runs}.json"
        reports = []
        for number, objective in enumerate(objectives):
            command = [TRIMTAB, "tune", "-q", "--state", name, "--rounds", str(rounds), "--warm-up", "0.5", "--settle", "0.5",
                       "--json", "-", "--for", objective, "--load", f"{self.load} -d{seconds}s --latency {URL}",
                       *candidates, *(["--resume"] if number else []), "--", *self.command]
            reports.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
        os.remove(name)
        return reports


def verdicts(report):
    return {result["name"]: result["verdict"] for result in report["results"]}


def ratio(report, name, measure):
    interval = next(result["ratios"].get(measure) for result in report["results"] if result["name"] == name)
    return f"{interval['estimate']:.2f} ({interval['low']:.2f}–{interval['high']:.2f})" if interval else "-"


def known(reports):
    """What a run of the planted service missed."""
    memory, speed = (verdicts(report) for report in reports)
    missed = []
    if memory[FEWER_ARENAS[0]] != "better" or reports[0].get("recommended") not in FEWER_ARENAS:
        missed.append(f"win: {memory[FEWER_ARENAS[0]]}, {reports[0].get('recommended')}")
    if speed[MAPPED] != "worse":
        missed.append(f"loss: {speed[MAPPED]}")
    return missed


def confirm(server, options):
    """The lines of a table, and the faults."""
    is_planted = server.name == "planted"
    objectives = ("memory", "throughput") if is_planted else ("memory",)
    longer = server.tune(options.rounds, options.seconds, server.candidates, objectives)
    best = longer[0].get("recommended")
    print(f"{server.name}: the longer run recommends {best}", flush=True)
    for name, verdict in verdicts(longer[0]).items():
        if verdict != "today":
            print(f"  {name}: {verdict}; " + ", ".join(f"{measure} {ratio(longer[0], name, measure)}" for measure in MEASURES), flush=True)
    missed = [f"{server.name}: longer run: {text}" for text in known(longer)] if is_planted else []
    agreed = contradicted = 0
    for repeat in range(1, options.repeats + 1):
        short = server.tune(5, 1, server.candidates, objectives)
        found = short[0].get("recommended")
        agreed += found == best
        contradicted += best is not None if found is None else verdicts(longer[0])[found] != "better"
        if is_planted:
            missed += [f"{server.name}: short run {repeat}: {text}" for text in known(short)]
        print(f"  short run {repeat} recommends {found}", flush=True)
    wrong = 0
    for repeat in range(1, options.nulls + 1):
        reports = server.tune(5, 1, ["--allocators", "none", "--set", "PLANTED_NOTHING=1"], OBJECTIVES)
        told = {objective: report["results"][1]["verdict"] for objective, report in zip(OBJECTIVES, reports)}
        told = {objective: verdict for objective, verdict in told.items() if verdict != "noDifference"}
        wrong += bool(told)
        if told:
            print(f"  the same twice, run {repeat}: {told}", flush=True)
    line = f"| {server.name} | {best or 'nothing'} | {agreed} of {options.repeats} | {contradicted} of {options.repeats} "
    line += f"| {wrong} of {options.nulls} |"
    print(line, flush=True)
    faults = missed[:]
    if contradicted > options.repeats / 10:
        faults.append(f"{server.name}: {contradicted} of {options.repeats} short runs are contradicted")
    if wrong > max(1, options.nulls / 20):
        faults.append(f"{server.name}: {wrong} of {options.nulls} nulls are called a difference")
    details = [f"| {result['name']} | {result['verdict']} | " + " | ".join(
        ratio(longer[0], result["name"], measure) for measure in MEASURES) + " |"
        for result in longer[0]["results"] if result["verdict"] != "today"]
    return line, details, faults


def servers(options, folder):
    planted = os.path.join(folder, "PlantedService")
    subprocess.run(["cc", "-O2", "-pthread", "-o", planted, "Tests/Workloads/PlantedService/main.c"], check=True)
    all_allocators = ["--allocators", options.allocators] if options.allocators else []
    known_settings = ["--allocators", "glibc", "--set", MAPPED]
    yield Server("planted", [planted, str(PORT)], "wrk -t1 -c16", known_settings, folder)
    yield Server("orders", [ORDERS, "--port", str(PORT)], f"wrk -t1 -c16 -s '{LUA}'", all_allocators, folder)
    for name, command in options.server:
        yield Server(name, ["/bin/sh", "-c", "exec " + command.format(port=PORT)], "wrk -t1 -c16", all_allocators, folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--server", nargs=2, action="append", default=[], metavar=("NAME", "COMMAND"),
                        help="another HTTP server; {port} in its command is where it has to listen")
    parser.add_argument("--allocators", help="what to try but on the planted service (default: all found)")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--nulls", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=12, help="of the longer run")
    parser.add_argument("--seconds", type=int, default=3, help="of load in a trial of the longer run")
    parser.add_argument("--write", metavar="FILE", help="write the tables as Markdown")
    options = parser.parse_args()
    lines, details, faults = [], [], []
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        chosen = {server.name: server for server in servers(options, folder)}
        for name in options.names or ["planted", "orders"]:
            line, more, wrong = confirm(chosen[name], options)
            lines.append(line)
            details += ["", f"What the longer run says of {name}, for memory:", "",
                        "| configuration | verdict | peak RSS | settled RSS | throughput | p99 |",
                        "|---|---|---|---|---|---|", *more]
            faults += wrong
    if options.write:
        words = shlex.join("FILE" if word == options.write else word for word in sys.argv[1:])
        heading = [
            "# Whether verdicts of trimtab tune hold",
            "",
            f"- date: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}; took {(time.monotonic() - start) / 60:.0f} minutes",
            f"- machine: {os.cpu_count()} cores, Linux {os.uname().release}; load average {os.getloadavg()[0]:.1f} at the end",
            f"- `python3 scripts/tune_confirm.py {words}`, after a release build of trimtab and OrderService",
            "",
            "How it is counted stands at the top of the script. Ratios are to what the server has today, with 99 % intervals.",
            "",
            "| server | the longer run recommends | short runs that recommend the same | contradicted | wrong nulls |",
            "|---|---|---|---|---|",
        ]
        with open(options.write, "w") as file:
            file.write("\n".join(heading + lines + details) + "\n")
    for fault in faults:
        print(f"tune_confirm: {fault}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
