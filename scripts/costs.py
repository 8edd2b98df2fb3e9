"""What it costs to watch a program, as ratios of processor time with their 95 % interval: the pairs run at once, in turns.

usage: costs.py SUBJECT... [--pairs N] [--requests N] [--sources FOLDER] [--formatter PATH]
       (from the package's folder, after release builds of trimtab and OrderService)

lint     `trimtab run` of swift-format lint, against the program alone
service  `trimtab run` of the example service under load, against it alone
cpu      the same with --cpu at 100 samples a second, against without
scrape   the service whose metrics are read once a second, against one whose metrics nobody reads
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile

from alternate import alternate, mean_interval

TRIMTAB = os.path.abspath(".build/release/trimtab")
SERVICE = os.path.abspath(".build/release/OrderService")
# The most that a subject may cost, by the upper end of the interval.
TARGETS = {"lint": 1.03, "service": 1.03, "cpu": 1.01, "scrape": 1.01}


class SocketConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=2)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Costs:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.load = [SERVICE, "--port", "0", "--load", "4", "--requests", str(options.requests)]
        self.lint_command = [options.formatter, "lint", "-r", options.sources]
        self.scrapes = 0

    def watched(self, name, command, *more):
        return [TRIMTAB, "run", "--quiet", "--no-recording", "--json", f"{self.folder}/{name}", *more, "--", *command]

    def seconds(self, name):
        """The watched program's own, without trimtab's."""
        # Read by another process: what this one starts inherits its peak, so it has to stay small.
        script = "import json, sys; print(json.load(open(sys.argv[1]))['cpuSeconds'])"
        return float(subprocess.run([sys.executable, "-c", script, f"{self.folder}/{name}"], capture_output=True, check=True).stdout)

    def against_alone(self, command, order):
        commands = [command, self.watched("a", command)]
        seconds = alternate(commands[::order])[::order]
        return self.seconds("a") / seconds[0]

    def lint(self, order):
        return self.against_alone(self.lint_command, order)

    def service(self, order):
        return self.against_alone(self.load, order)

    def cpu(self, order):
        commands = [self.watched("a", self.load), self.watched("b", self.load, "--cpu")]
        alternate(commands[::order])
        return self.seconds("b") / self.seconds("a")

    def scrape(self, order):
        sockets = [f"{self.folder}/{name}.socket" for name in ("read", "alone")]
        environments = [{"TRIMTAB_DIAGNOSTICS_ADDRESS": f"unix://{path}"} for path in sockets]

        def at_turn(number):
            if number != (0 if order == 1 else 1):
                return
            try:
                connection = SocketConnection(sockets[0])
                connection.request("GET", "/metrics")
                answer = connection.getresponse()
                answer.read()
                self.scrapes += answer.status == 200
                connection.close()
            except OSError:
                # Before it listens and after its end.
                pass

        read, alone = alternate([self.load, self.load], environments[::order], turn=1, at_turn=at_turn)[::order]
        return read / alone

    def compare(self, subject):
        ratios = []
        for pair in range(self.options.pairs):
            ratios.append(getattr(self, subject)(1 if pair % 2 else -1))
        mean, low, high = mean_interval(ratios)
        held = high <= TARGETS[subject]
        more = f", {self.scrapes} readings" if subject == "scrape" else ""
        print(
            f"{subject}: {mean:.4f}x ({low:.4f} to {high:.4f}), {len(ratios)} pairs{more};"
            f" at most {TARGETS[subject]}: {'held' if held else 'NOT SHOWN'}",
            flush=True,
        )
        return held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subjects", nargs="+", choices=list(TARGETS))
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--requests", type=int, default=20000)
    parser.add_argument("--sources", default=".build/checkouts/swift-nio/Sources/NIOCore")
    parser.add_argument("--formatter", default="swift-format")
    options = parser.parse_args()
    if options.pairs < 2:
        parser.error("an interval needs two pairs or more")
    with tempfile.TemporaryDirectory() as folder:
        costs = Costs(options, folder)
        held = [costs.compare(subject) for subject in options.subjects]
    sys.exit(0 if all(held) else 1)


main()
