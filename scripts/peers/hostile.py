"""Writes a heap profile in pprof's format whose names are what a page should fear.

usage: hostile.py FILE
"""

import gzip
import sys

NAMES = [
    "</script><script>document.title = 'harmed'</script>", "<!-- <script>", "\"quoted\" & 'single' <b>bold</b>",
    "👩‍👩‍👧 \u202eright to left", "x" * 4000, "<img src=x onerror=\"document.title = 'harmed'\">", "{{data}} ${1 + 1} `",
    "Module.Type<Swift.Array<Swift.Int>>.method(label: Swift.String) throws -> ()",
]


def number(value):
    encoded = b""
    while value > 127:
        encoded += bytes([value & 127 | 128])
        value >>= 7
    return encoded + bytes([value])


def field(key, value):
    if isinstance(value, int):
        return number(key << 3) + number(value)
    return number(key << 3 | 2) + number(len(value)) + value


def main():
    strings = ["", "inuse_objects", "count", "inuse_space", "bytes", "space", "alloc_objects", "alloc_space"] + NAMES
    profile = b"".join(field(1, field(1, kind) + field(2, unit)) for kind, unit in ((6, 2), (7, 4), (1, 2), (3, 4)))
    first = len(strings) - len(NAMES)
    for index in range(len(NAMES)):
        function = field(1, index + 1) + field(2, first + index) + field(3, first + index) + field(4, first + index)
        profile += field(5, function) + field(4, field(1, index + 1) + field(4, field(1, index + 1) + field(2, index + 1)))
        stack = bytes((index + step) % len(NAMES) + 1 for step in range(len(NAMES)))
        values = (number(10) + number((index + 1) << 20)) * 2
        profile += field(2, field(1, stack) + field(2, values))
    profile += b"".join(field(6, text.encode()) for text in strings)
    profile += field(11, field(1, 5) + field(2, 4)) + field(12, 524288)
    with gzip.open(sys.argv[1], "wb") as file:
        file.write(profile)


main()
