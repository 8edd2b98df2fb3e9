"""A leak that nothing can be done about, in the example service with a memory limit of its own: it goes on answering, if only one
request at a time, says that memory is scarce, and turns away what it has no memory for.

usage: slow_leak.py    (from the package's folder, after a release build)

Exit status 1 if it does not.
"""

import asyncio
import collections
import json
import os
import subprocess
import sys
import tempfile
import time

from service_requests import PATIENCE, promises_a_time, request, wait_for_port

COMMAND = [os.path.abspath(".build/release/OrderService"), "--port", "0", "--memory-limit", "64MiB", "--slow-leak", "8"]
# Longer than the ten seconds for which the least memory in use is remembered: all of it is the leak's then.
SECONDS = 14
ORDER = json.dumps({
    "customer": {"name": "Ada", "email": "ada@example.com", "city": "London"},
    "lines": [{"article": "tea", "quantity": 1, "unitPriceInCents": 500}],
}).encode()
# More than any integer that counts bytes, and the most of them.
CLAIMS = [f"Content-Length: {length}" for length in (2**63 - 1, 2**64 - 1)]


async def until_shedding(port):
    """Whether work is turned away within a while."""
    for _ in range(10 * PATIENCE):
        _, text = await request(port, "/memory")
        if json.loads(text[text.index(b"{"):])["pressure"] == "critical":
            return True
        await asyncio.sleep(0.1)
    return False


async def order(port):
    return await request(port, "/orders", "POST", [f"Content-Length: {len(ORDER)}", "Content-Type: application/json"], ORDER)


async def ask(port):
    """Orders one by one, orders all at once, health checks, and claims of bodies of any size, for SECONDS."""
    answers = collections.defaultdict(collections.Counter)
    unpromised, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        groups = {
            "one order": [await order(port)],
            "orders at once": await asyncio.gather(*(order(port) for _ in range(20))),
            "health": await asyncio.gather(*(request(port, "/health") for _ in range(2))),
        }
        for name, group in groups.items():
            answers[name].update(status for status, _ in group)
            unpromised += sum(status == 503 and not promises_a_time(text) for status, text in group)
        await asyncio.sleep(0.2)
    return answers, unpromised


async def claim(port):
    """Sends heads that claim bodies of any size, two at a time, and nothing more."""
    for path, method in (("/health", "GET"), ("/orders", "POST")):
        for length in CLAIMS:
            connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
            for _, writer in connections:
                writer.write(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n".encode())
            await asyncio.sleep(0.2)
            for _, writer in connections:
                writer.close()


def faults(is_shedding, answers, unpromised, log, status):
    """What does not hold."""
    if not is_shedding:
        yield "pressure did not become critical"
    if set(answers["health"]) != {200}:
        yield f"health checks did not all pass: {dict(answers['health'])}"
    if not answers["one order"][201]:
        yield f"no order was taken although nothing else was under way: {dict(answers['one order'])}"
    if not answers["orders at once"][503]:
        yield "nobody was turned away"
    others = (set(answers["one order"]) | set(answers["orders at once"])) - {201, 503}
    if others:
        yield f"orders were neither taken nor turned away: {others}"
    if unpromised:
        yield f"{unpromised} answers 503 lack Retry-After"
    if "Work is turned away" not in log:
        yield "the log does not say that work is turned away"
    if status != 0:
        yield f"the service ended with status {status}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/log"
        with open(path, "wb") as file:
            process = subprocess.Popen(COMMAND, stdout=file, stderr=file)
        port = wait_for_port(path, process)
        is_shedding = asyncio.run(until_shedding(port))
        answers, unpromised = asyncio.run(ask(port))
        asyncio.run(claim(port))
        process.terminate()
        status = process.wait(timeout=PATIENCE)
        with open(path, errors="replace") as file:
            log = file.read()
    print(f"a leak of 8 MiB a second at a limit of 64 MiB, {SECONDS} s after pressure became critical:")
    for name, statuses in answers.items():
        print(f"  {name}: " + ", ".join(f"{count} {status}" for status, count in sorted(statuses.items(), key=str)))
    problems = list(faults(is_shedding, answers, unpromised, log, status))
    for problem in problems:
        print(f"slow leak: {problem}")
    sys.exit(1 if problems else 0)


main()
