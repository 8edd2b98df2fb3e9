"""Requests to the example service that are neither retried nor given up early: what came is what counts."""

import asyncio
import re
import sys
import time

# After this, in seconds, a request counts as hanging.
PATIENCE = 60


async def request(port, path, method="GET", headers=(), body=b""):
    """The status of the answer, or a word for what came instead; and all that came."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        text = await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
        match = re.match(rb"HTTP/1.1 (\d+)", text)
        return (int(match.group(1)), text) if match else ("no answer", text)
    except asyncio.TimeoutError:
        return "hangs", b""
    except OSError as error:
        return type(error).__name__, b""


def promises_a_time(text):
    """Whether an answer says when to come again."""
    return b"\nretry-after:" in text.lower()


def wait_for_port(log, process):
    """The port that the service's log names, once it does."""
    for _ in range(3000):
        with open(log, errors="replace") as file:
            match = re.search(r"Listening on http://127.0.0.1:(\d+)", file.read())
        if match:
            return int(match.group(1))
        if process.poll() is not None:
            break
        time.sleep(0.01)
    with open(log, errors="replace") as file:
        sys.exit(f"the service did not start: {file.read()}")
