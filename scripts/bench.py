"""Measures what profiling costs the watched program: CPU, peak memory and wall time, each against the same program alone.

Rounds are interleaved, so that what else the machine does falls on all alike; the medians of paired ratios are printed.
CPU and peak are the watched program's own, as wait4 tells (for trimtab: as its --json says).
"""
import argparse, glob, math, os, shutil, statistics, subprocess, sys, tempfile, time


def measure(command, environment=None):
    """Runs a command silently; returns (cpu seconds, peak MiB, wall seconds)."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)]
    start = time.monotonic()
    pid = os.posix_spawn(command[0], command, {**os.environ, **(environment or {})}, file_actions=actions)
    _, _, usage = os.wait4(pid, 0)
    wall = time.monotonic() - start
    os.close(null)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, wall


def with_trimtab(command, folder, notes, *options):
    report = f"{folder}/report.json"
    measure([".build/release/trimtab", "run", "--quiet", "--no-recording", "--json", report, *options, "--", *command])
    # Read by another process: what this one starts inherits its peak, so it has to stay small.
    keys = ("cpuSeconds", "peakResidentBytes", "seconds", "summarySeconds")
    script = "import json, sys; facts = json.load(open(sys.argv[1])); print(*(facts[key] for key in sys.argv[2:]))"
    output = subprocess.run([sys.executable, "-c", script, report, *keys], capture_output=True, check=True).stdout
    cpu, peak, wall, summary = map(float, output.split())
    notes.append(summary)
    return cpu, peak / 2**20, wall


def variants(folder, notes):
    """Name, measuring function, and the variant that it is compared with."""
    yield "alone", measure, None
    yield "trimtab", lambda command: with_trimtab(command, folder, notes), "alone"
    yield "trimtab --cpu", lambda command: with_trimtab(command, folder, [], "--cpu"), "trimtab"
    heaptrack = shutil.which("heaptrack")
    if heaptrack:
        yield "heaptrack", lambda command: measure([heaptrack, "-o", f"{folder}/heaptrack", *command]), "alone"
    else:
        print("skipped check: there is no heaptrack")
    libraries = glob.glob("/usr/lib/*/libjemalloc.so.2")
    if libraries:
        preload = {"LD_PRELOAD": libraries[0]}
        profile = {**preload, "MALLOC_CONF": f"prof:true,lg_prof_sample:19,prof_prefix:{folder}/jeprof"}
        yield "jemalloc", lambda command: measure(command, preload), "alone"
        yield "jemalloc profiling", lambda command: measure(command, profile), "jemalloc"
    else:
        print("skipped check: there is no libjemalloc.so.2")


def median_interval(values):
    """The 95 % interval of the median, by the binomial distribution of how many values lie below it."""
    values, n = sorted(values), len(values)
    below, tail = 0, 0.5**n
    while tail + math.comb(n, below + 1) * 0.5**n < 0.025:
        below += 1
        tail += math.comb(n, below) * 0.5**n
    return (values[below], values[n - 1 - below]) if n > 5 else (values[0], values[-1])


def compare(title, command, rounds):
    print(f"\n{title}: {' '.join(command)}, {rounds} rounds")
    notes = []
    with tempfile.TemporaryDirectory() as folder:
        table = list(variants(folder, notes))
        results = {name: [] for name, _, _ in table}
        for _ in range(rounds):
            for name, run, _ in table:
                results[name].append(run(command))
    print(f"  {'':20}{'CPU s':>8}{'peak MiB':>10}{'wall s':>8}   against       CPU    peak MiB    wall")
    for name, _, base in table:
        cpu, peak, wall = (statistics.median(column) for column in zip(*results[name]))
        line = f"  {name:20}{cpu:8.3f}{peak:10.1f}{wall:8.3f}"
        if base:
            pairs = list(zip(results[name], results[base]))
            ratio = lambda index: statistics.median(a[index] / b[index] for a, b in pairs)
            more = statistics.median(a[1] - b[1] for a, b in pairs)
            low, high = median_interval([a[0] / b[0] for a, b in pairs])
            line += f"   {base:10}{ratio(0):7.3f}x{more:+11.1f}{ratio(2):7.3f}x   CPU {low:.3f}-{high:.3f}"
        print(line)
    print(f"  trimtab's summary after the end: {statistics.median(notes):.2f} s")


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--formatter", required=True)
parser.add_argument("--sources", default=".build/checkouts/swift-nio/Sources")
parser.add_argument("--requests", default="20000")
parser.add_argument("--rounds", type=int, default=10)
options = parser.parse_args()
compare("swift-format lint", [options.formatter, "lint", "-r", options.sources], options.rounds)
service = [".build/release/OrderService", "--port", "0", "--load", "4", "--requests", options.requests]
compare("OrderService under load", service, options.rounds)
