"""Whether verdicts of `trimtab tune` hold: a short run on the example service against a longer one, and the same twice.

usage: tune_confirm.py SECONDS    (from the package's folder, after a release build of trimtab and OrderService)

Prints the short run's verdict and the longer one's; in how many of the repeats the first is confirmed; and how often what
is the same is called anything but "no difference". Exit status 1 if a repeat in ten disagrees or one in twenty is wrong.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

TRIMTAB = os.path.abspath(".build/release/trimtab")
SERVICE = os.path.abspath(".build/release/OrderService")
PORT = "18767"
URL = f"http://127.0.0.1:{PORT}/health"


def tune(folder, rounds, seconds, options):
    state = os.path.join(folder, f"{time.monotonic_ns()}.json")
    command = [TRIMTAB, "tune", "-q", "--state", state, "--rounds", str(rounds), "--seconds", str(seconds), "--json", "-",
               "--for", "memory", "--url", URL, *options, "--", SERVICE, "--port", PORT]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def main():
    end = time.monotonic() + float(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        longer = tune(folder, 12, 4, []).get("recommended")
        print(f"the longer run recommends {longer}")
        agreed = repeats = wrong = same = 0
        while time.monotonic() < end or repeats == 0:
            repeats += 1
            short = tune(folder, 5, 2, []).get("recommended")
            agreed += short == longer
            print(f"  a short run recommends {short}")
            for _ in range(2):
                same += 1
                results = tune(folder, 5, 1, ["--allocators", "none", "--set", "NOTHING=1"])["results"]
                wrong += results[1]["verdict"] != "noDifference"
    print(f"agreed in {agreed} of {repeats} runs; the same twice was called a difference in {wrong} of {same}")
    return int(agreed < 0.9 * repeats or wrong > max(1, same / 20))


if __name__ == "__main__":
    sys.exit(main())
