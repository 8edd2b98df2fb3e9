#!/usr/bin/env python3
"""Compares Trimtab with the Go programs beside this script, in interleaved rounds: object pools, zero
allocation, memory statistics, or telemetry.

Both commands print one JSON object per line: peer, design, threads, ns_per_op (wall time / operations of all threads)
and cpu_ns_per_op (CPU time of the process / the same), and where they know it version, otel, allocs_per_op and
bytes_per_op. Ours says "peer": "trimtab".

A command that holds {design} (and {threads}, if it takes that) is run for each measurement on its own, so that the two
sides of a ratio are measured back to back; one that does not is run once per round and has to print all designs. What
else the machine does then falls on both sides alike. The ratio is the median over the rounds of ours / theirs within one
round; the times are the least of all rounds.

Exit status: 0 all compared, whether or not the targets are met; 2 usage; 3 a command failed or left something out.
"""
import argparse
import collections
import datetime
import json
import os
import platform
import re
import shlex
import statistics
import subprocess
import sys

WALL, CPU = "ns_per_op", "cpu_ns_per_op"
OURS, GO = "trimtab", "go"

# One row of the result: a measurement of ours, the one that it is compared with, which time, and the greatest ratio
# that is good enough, if there is one.
Comparison = collections.namedtuple("Comparison", "design threads peer peer_design peer_threads time target")
POOL_COMPARISONS = [
    Comparison("object-pool", 1, GO, "sync-pool", 1, WALL, 0.65),
    Comparison("object-pool", 2, GO, "sync-pool", 2, WALL, 0.75),
    Comparison("object-pool", 8, GO, "sync-pool", 8, WALL, None),
    Comparison("object-pool-empty-body", 1, GO, "sync-pool-empty-body", 1, WALL, None),
    Comparison("object-pool-appends", 1, GO, "sync-pool-appends", 1, WALL, None),
    Comparison("object-pool", 1, GO, "original", 1, WALL, 1 / 40),
    Comparison("object-pool", 2, GO, "original", 2, WALL, None),
    Comparison("object-pool", 1, GO, "original-noop-provider", 1, WALL, None),
    Comparison("object-pool-lease", 1, GO, "sync-pool", 1, WALL, None),
    Comparison("object-pool-lease", 2, GO, "sync-pool", 2, WALL, None),
    Comparison("object-pool", 8, OURS, "object-pool", 1, CPU, 2.0),
    Comparison("plain", 1, GO, "plain", 1, WALL, None),
    Comparison("plain", 2, GO, "plain", 2, WALL, None),
]

POOL_NOTES = """\
Times are the least of all rounds, per operation; an operation takes an element, uses it and gives it back. ratio is
ours / theirs within one round, the median over all rounds, for wall or CPU time as the column says; so it need not be
the quotient of the two least times. Wall time is divided by the operations of all threads together.

With an empty body, nothing but the pool is measured. With appends, eight numbers go into each of two arrays: that costs
more in Swift than in Go, and the pool is a small part of it."""


def helper(design, peer_design, target=None):
    """A helper of ours and one of Go's: one thread, and CPU time, in which Go's garbage collector counts."""
    return Comparison(design, 1, GO, peer_design, 1, CPU, target)


ZERO_ALLOCATION_COMPARISONS = [
    helper("array-1000", "array-1000", 1.0),
    helper("array-1000", "array-1000-bare", 1.0),
    helper("array-1000-filled", "array-1000-filled"),
    helper("dictionary-1000", "dictionary-1000", 1.0),
    helper("dictionary-1000", "dictionary-1000-bare", 1.0),
    helper("dictionary-1000-filled", "dictionary-1000-filled"),
    helper("reuse-buffer", "reuse-buffer", 1.0),
    helper("reuse-buffer", "reuse-buffer-bare"),
    helper("append", "append"),
    helper("string-100x10", "string-100x10", 1.0),
    helper("string-100x10", "string-100x10-bare", 1.0),
    helper("string-100x40", "string-100x40", 1.0),
    helper("string-100x40", "string-100x40-bare", 1.0),
    helper("decimal", "decimal", 1.0),
    helper("decimal", "decimal-bare", 1.0),
    helper("decimal-appended", "decimal-bare"),
    helper("hexadecimal", "hexadecimal-bare", 1.0),
    helper("bytes-to-string", "bytes-to-string"),
    helper("bytes-to-string-validated", "bytes-to-string"),
    helper("string-to-bytes", "string-to-bytes"),
    helper("lookup-32-bytes", "lookup-32-bytes"),
    helper("lookup-32-bytes-in-dictionary", "lookup-32-bytes"),
    # The recorder without a backend, and without the recorder.
    Comparison("dictionary-1000-recorded", 1, OURS, "dictionary-1000", 1, CPU, None),
    # Ours, and what Swift has without it.
    Comparison("string-100x10", 1, OURS, "string-100x10-joined", 1, CPU, None),
    Comparison("decimal-appended", 1, OURS, "decimal-description", 1, CPU, None),
    Comparison("lookup-32-bytes", 1, OURS, "lookup-32-bytes-of-string", 1, CPU, None),
    Comparison("lookup-32-bytes-in-dictionary", 1, OURS, "lookup-32-bytes-copied", 1, CPU, None),
]

ZERO_ALLOCATION_NOTES = """\
Times are the least of all rounds, per operation, in CPU time, of which Go's garbage collector is a part. ratio is ours /
theirs within one round, the median over all rounds; so it need not be the quotient of the two least times. Our allocations
are counted by the hooks, whose cost is in our times.

Go's designs without a suffix are the original's, with its spans and counters but no provider that records them; "-bare"
ones are the same without telemetry, and strconv for integers. Swift reserves memory and does not write to it, Go clears it:
"filled" ones reserve room and use it.

Go's views are unsafe aliases, which are a move of two words. Ours call into the standard library, and cannot outlive what
they look at. Go hashes with the processor's AES instructions, Swift with SipHash."""

def statistics_row(design, peer_design, target=None):
    """A way to know where memory is, beside one of Go's; wall time, for meanwhile another thread works in busy ones."""
    return Comparison(design, 1, GO, peer_design, 1, WALL, target)


STATISTICS_COMPARISONS = [
    statistics_row("core", "read-mem-stats"),
    statistics_row("core-busy", "read-mem-stats-busy"),
    statistics_row("without-allocator", "read-mem-stats"),
    statistics_row("without-allocator-busy", "read-mem-stats-busy"),
    statistics_row("all-busy", "read-mem-stats-busy"),
    statistics_row("table", "seven-gauges"),
    statistics_row("table-busy", "seven-gauges-busy", 1 / 5),
]

STATISTICS_NOTES = """\
Times are the least of all rounds, per reading. ratio is ours / theirs within one round, the median over all rounds; so it
need not be the quotient of the two least times. The heap holds 100,000 blocks of 1,000 bytes; in busy designs a thread
replaces one after the other of them meanwhile, which Go stops for each reading.

core reads the process, its control group's usage and what the hooks count. without-allocator adds limits, events, pressure,
peak, swap, threads and stacks; all, what the allocator says and the descriptors; table publishes all of it through
swift-metrics. What the allocator says and the stacks are read only as often as costs 0.25 % of a processor each. Go's seven
gauges are the original design's: each reads everything for one of its fields."""


TELEMETRY_COMPARISONS = [
    Comparison("span", 1, GO, "span", 1, WALL, 1.0),
    Comparison("span-unsampled", 1, GO, "span-unsampled", 1, WALL, None),
    # 1.6 times as many increments with two threads.
    Comparison("counter", 2, OURS, "counter", 1, WALL, 1 / 1.6),
    Comparison("span-exported", 1, OURS, "span", 1, CPU, None),
]

TELEMETRY_NOTES = """\
Times are the least of all rounds, per operation. ratio is ours / theirs within one round, the median over all rounds; so it
need not be the quotient of the two least times. Wall time is divided by the operations of all threads together.

A span is started, given five attributes and ended. Go's batch processor hands it to an exporter that does nothing; ours
encodes it and sends it to a collector meanwhile. Both drop what their queue of 2,048 has no room for. With span-exported
all spans arrive: 1e9 / its CPU time is how many one core exports in a second; the target is 50,000. A counter's target is
5 ns."""

# What is compared, by the name that --subject takes.
Subject = collections.namedtuple("Subject", "title comparisons notes")
SUBJECTS = {
    "pools": Subject("Object pools", POOL_COMPARISONS, POOL_NOTES),
    "telemetry": Subject("Telemetry", TELEMETRY_COMPARISONS, TELEMETRY_NOTES),
    "zero-allocation": Subject("Zero allocation", ZERO_ALLOCATION_COMPARISONS, ZERO_ALLOCATION_NOTES),
    "statistics": Subject("Memory statistics", STATISTICS_COMPARISONS, STATISTICS_NOTES),
}


class Failure(Exception):
    """A command that cannot be used; the text says which and why."""


class Program:
    """One of the two commands, and the lines that it printed."""

    def __init__(self, peer, command):
        self.peer = peer
        self.words = shlex.split(command)
        self.measures_singly = "{design}" in command
        self.versions = {}
        self.history = collections.defaultdict(list)
        self.round = {}

    def begin_round(self):
        self.round = {}

    def line(self, design, threads):
        """What the program measured in this round for a design and a number of threads."""
        if self.measures_singly:
            found = self.run({"{design}": design, "{threads}": str(threads)})
        else:
            self.round = found = self.round or self.run({})
        if (design, threads) not in found:
            raise Failure(f"{self.words[0]}: printed no line for design {design}, threads {threads}")
        return found[design, threads]

    def run(self, replacements):
        words = self.words
        for placeholder, value in replacements.items():
            words = [word.replace(placeholder, value) for word in words]
        try:
            result = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
        except OSError as error:
            raise Failure(f"{words[0]}: {error.strerror}") from error
        except subprocess.CalledProcessError as error:
            raise Failure(f"{shlex.join(words)}: ended with status {error.returncode}") from error
        found = {}
        for text in result.stdout.splitlines():
            # A build tool in front of the program may print lines of its own.
            if text.startswith("{"):
                line = self.parse(text)
                key = line["design"], line["threads"]
                found[key] = line
                self.history[key].append(line)
        return found

    def parse(self, text):
        try:
            line = json.loads(text)
            times_are_good = line[WALL] > 0 and line[CPU] > 0
            peer = line["peer"]
            line["design"], line["threads"]
        except (ValueError, KeyError, TypeError) as error:
            raise Failure(f"{self.words[0]}: {error!r} in the line {text}") from error
        if peer != self.peer or not times_are_good:
            raise Failure(f"{self.words[0]}: expected peer {self.peer} and times above 0 in the line {text}")
        self.versions.update({name: line[name] for name in ("version", "otel") if name in line})
        return line


def compare(comparisons, programs, rounds):
    """Runs all rounds; returns the pairs of lines of each comparison, by its place in the table."""
    pairs = [[] for _ in comparisons]
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        for program in programs.values():
            program.begin_round()
        for row, results in zip(comparisons, pairs):
            sides = [(OURS, row.design, row.threads), (row.peer, row.peer_design, row.peer_threads)]
            # The side that goes first changes, so that neither always gets the cooler machine.
            order = sides if number % 2 == 0 else sides[::-1]
            lines = {side: programs[side[0]].line(*side[1:]) for side in order}
            results.append(tuple(lines[side] for side in sides))
    return pairs


def ratio_text(ratio):
    return f"1/{1 / ratio:.1f}" if ratio < 0.1 else f"{ratio:.2f}"


def comparison_table(comparisons, pairs):
    head = ("design", "peer", "threads", "time", "us ns", "peer ns", "ratio", "quartiles", "CPU ratio", "target", "met")
    rows = []
    for row, results in zip(comparisons, pairs):
        ratios = [ours[row.time] / theirs[row.time] for ours, theirs in results]
        low, ratio, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
        peer_name = f"{row.peer} {row.peer_design}" if row.peer != OURS else row.peer_design
        threads = str(row.threads) if row.threads == row.peer_threads else f"{row.threads} / {row.peer_threads}"
        rows.append((
            row.design,
            peer_name,
            threads,
            "wall" if row.time == WALL else "CPU",
            f"{min(ours[row.time] for ours, _ in results):.1f}",
            f"{min(theirs[row.time] for _, theirs in results):.1f}",
            ratio_text(ratio),
            f"{ratio_text(low)} - {ratio_text(high)}",
            ratio_text(statistics.median(ours[CPU] / theirs[CPU] for ours, theirs in results)),
            f"<= {ratio_text(row.target)}" if row.target else "",
            ("yes" if ratio <= row.target else "no") if row.target else "",
        ))
    return head, rows


def figures_table(programs):
    """All that was measured, also what is compared with nothing."""
    head = ("peer", "design", "threads", "ns", "CPU ns", "allocations", "bytes")
    rows = []
    for peer, program in programs.items():
        for (design, threads), lines in program.history.items():
            least = lambda name: min((line[name] for line in lines if name in line), default=None)
            exact = lambda name: "" if least(name) is None else f"{least(name):.2f}"
            rows.append((peer, design, str(threads), f"{least(WALL):.1f}", f"{least(CPU):.1f}",
                         exact("allocs_per_op"), exact("bytes_per_op")))
    return head, rows


def table_text(head, rows, markdown):
    """Aligns a table: words to the left, figures to the right."""
    is_word = [head[column] in ("design", "peer", "time", "target", "met") for column in range(len(head))]
    widths = [max(len(line[column]) for line in [head, *rows]) for column in range(len(head))]

    def text(cells):
        padded = [cell.ljust(width) if left else cell.rjust(width) for cell, width, left in zip(cells, widths, is_word)]
        return "| " + " | ".join(padded) + " |" if markdown else "  ".join(padded).rstrip()

    rule = ["-" * width if left or not markdown else "-" * (width - 1) + ":" for width, left in zip(widths, is_word)]
    return "\n".join(text(line) for line in [head, rule, *rows])


def swift_version():
    try:
        output = subprocess.run([os.environ.get("SWIFT", "swift"), "--version"], capture_output=True, text=True).stdout
    except OSError:
        output = ""
    found = re.search(r"Swift version (\S+)", output)
    return found.group(1) if found else "unknown"


def processor():
    with open("/proc/cpuinfo") as file:
        found = re.search(r"^model name\s*: (.*)$", file.read(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def head_lines(programs, rounds, load_at_start):
    go = programs[GO].versions
    versions = [f"Swift {swift_version()}", f"Go {go.get('version', 'unknown').removeprefix('go')}",
                f"OpenTelemetry for Go {go.get('otel', 'unknown')}"]
    load = f"load average {load_at_start:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    return [
        ("date", datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")),
        ("versions", ", ".join(versions)),
        ("machine", f"{processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release()}"),
        ("rounds", f"{rounds}, interleaved; {load}"),
    ]


def report(subject, programs, pairs, rounds, load_at_start, markdown):
    head = head_lines(programs, rounds, load_at_start)
    if markdown:
        parts = [f"# {subject.title}, compared", "\n".join(f"- {name}: {value}" for name, value in head)]
    else:
        parts = ["\n".join(f"{name:10}{value}" for name, value in head)]
    parts += [
        table_text(*comparison_table(subject.comparisons, pairs), markdown),
        subject.notes,
        "## All figures" if markdown else "All figures",
        table_text(*figures_table(programs), markdown),
    ]
    return "\n\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, metavar="COMMAND", help="Trimtab's benchmark program")
    parser.add_argument("--go", required=True, metavar="COMMAND", help="the Go program")
    parser.add_argument("--subject", choices=SUBJECTS, default="pools", help="what is compared; default pools")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--markdown", metavar="FILE", help="where to write the same as Markdown")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: at least 1 is needed")
    if options.markdown and not os.path.isdir(os.path.dirname(options.markdown) or "."):
        parser.error(f"--markdown: there is no folder for {options.markdown}")
    programs = {}
    for peer, option, command in ((OURS, "--ours", options.ours), (GO, "--go", options.go)):
        try:
            programs[peer] = Program(peer, command)
        except ValueError as error:
            parser.error(f"{option}: {error}")
        if not programs[peer].words:
            parser.error(f"{option}: the command is empty")

    subject = SUBJECTS[options.subject]
    load_at_start = os.getloadavg()[0]
    try:
        pairs = compare(subject.comparisons, programs, options.rounds)
    except Failure as failure:
        print(f"compare: {failure}", file=sys.stderr)
        sys.exit(3)
    print(report(subject, programs, pairs, options.rounds, load_at_start, markdown=False))
    if options.markdown:
        with open(options.markdown, "w") as file:
            file.write(report(subject, programs, pairs, options.rounds, load_at_start, markdown=True) + "\n")


main()
