"""Leaks in real time: the program with twenty planted leaks, and then the one with ten clean services, under load.

usage: soak_leaks.py SECONDS    (from the package's folder, after release builds of trimtab and PlantedLeaks)

Each runs for SECONDS. While the first still runs, its memory is asked what refers to what leaks. Exit status 1 if a planted leak
is not named by type and line, if a known referrer is missing, or if anything is raised for the clean ones.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

TRIMTAB = os.path.abspath(".build/release/trimtab")
PROGRAM = os.path.abspath(".build/release/PlantedLeaks")
INTERVAL = "4096"
# Milliseconds between two requests: the leaks come to some ten MiB in a minute.
PAUSE = "8"
# Who refers to it, of those whose holders are known: the first of the type, and what refers to that in turn.
HOLDERS = {
    "PlantedLeaks.Session": ["Dictionary<Int, PlantedLeaks.Session> storage"],
    "PlantedLeaks.UserCounter": ["Dictionary<String, PlantedLeaks.UserCounter> storage"],
    "PlantedLeaks.Observer": ["Array<PlantedLeaks.Observer> storage"],
    "PlantedLeaks.Coordinator": ["PlantedLeaks.Screen", "PlantedLeaks.Coordinator"],
    "PlantedLeaks.LogEntry": ["PlantedLeaks.LogEntry"],
}


def start(mode, seconds, recording):
    command = [TRIMTAB, "run", "--quiet", "--interval", INTERVAL, "-o", recording, "--", PROGRAM, mode, str(seconds), PAUSE]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def leaks(recording, *options):
    report = subprocess.run([TRIMTAB, "report", recording, "--leaks", "--json", *options], stdout=subprocess.PIPE, check=True)
    return json.loads(report.stdout)["leaks"]["findings"]


def is_named(findings, kind, line):
    return any(
        finding["line"] == line and "/PlantedLeaks/" in (finding["file"] or "")
        and ((finding["type"] or "").startswith(kind) if kind else finding["type"] is None)
        for finding in findings
    )


def has_chain(referrers, chain):
    """Whether the names follow one another in the tree of referrers."""
    if not chain:
        return True
    return any(one["name"] == chain[0] and has_chain(one["referrers"], chain[1:]) for one in referrers)


def ask_who_holds(recording):
    """Which are not known to be held as they are; asked again for those whose storage just was made anew and larger."""
    missing = dict(HOLDERS)
    for _ in range(4):
        for finding in leaks(recording, "--referrers"):
            chain = missing.get(finding["type"])
            if chain and finding["referrers"] and has_chain(finding["referrers"]["referrers"], chain):
                del missing[finding["type"]]
        if not missing:
            break
        time.sleep(3)
    return missing


def planted(seconds, folder):
    recording = f"{folder}/leaking.trimtab"
    process = start("leaking", seconds, recording)
    time.sleep(seconds * 0.6)
    missing = ask_who_holds(recording + ".running")
    ledger = [line.split("\t") for line in process.communicate()[0].splitlines()]
    plants = [(name, kind, int(line)) for name, kind, line in (entry for entry in ledger if len(entry) == 3)]
    findings = leaks(recording)
    held = process.returncode == 0 and len(plants) == 20
    for name, kind, line in plants:
        if not is_named(findings, kind, line):
            print(f"leaks: {name} is not named: {[finding for finding in findings if finding['line'] == line]}")
            held = False
    for kind in missing:
        print(f"leaks: {kind} is not known to be held by {' <- '.join(HOLDERS[kind])}")
    print(f"leaks: {len(plants)} planted, {len(findings)} found in {seconds:.0f} s, {len(HOLDERS) - len(missing)} held as planted")
    return held and not missing


def clean(seconds, folder):
    recording = f"{folder}/clean.trimtab"
    process = start("clean", seconds, recording)
    process.communicate()
    findings = leaks(recording)
    for finding in findings:
        print(f"leaks: nothing leaks, and yet: {finding['text']}")
    print(f"leaks: clean services raise {len(findings)} in {seconds:.0f} s")
    return process.returncode == 0 and not findings


def main():
    seconds = float(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        held = planted(seconds, folder)
        held = clean(seconds, folder) and held
    sys.exit(0 if held else 1)


main()
