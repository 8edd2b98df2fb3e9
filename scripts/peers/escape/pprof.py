"""Reads the stacks of an uncompressed or gzipped pprof profile: what the comparison with the truth needs of it."""
import gzip


def fields(data):
    """The fields of a protocol buffer message: number and value, an integer or bytes."""
    at, end = 0, len(data)

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < end:
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
        elif tag & 7 == 2:
            length = varint()
            yield tag >> 3, data[at : at + length]
            at += length
        else:
            raise ValueError(f"unexpected wire type {tag & 7}")


def integers(value):
    """A repeated integer field: one number, or many packed."""
    if isinstance(value, int):
        return [value]
    result, current, shift = [], 0, 0
    for byte in value:
        current |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            result.append(current)
            current = shift = 0
    return result


def stacks(path):
    """All stacks that allocated: (count, frames), with frames innermost first, each a list of inlined
    (mangled name, file, line), innermost first."""
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    strings, functions, locations, samples, types = [], {}, {}, [], []
    for number, value in fields(data):
        if number == 6:
            strings.append(value.decode("utf-8", "replace"))
        elif number == 5:
            parts = dict(fields(value))
            functions[parts.get(1, 0)] = (parts.get(3, 0), parts.get(4, 0))
        elif number == 4:
            lines, identity = [], 0
            for key, part in fields(value):
                if key == 1:
                    identity = part
                elif key == 4:
                    line = dict(fields(part))
                    lines.append((line.get(1, 0), line.get(2, 0)))
            locations[identity] = lines
        elif number == 2:
            stack, values = [], []
            for key, part in fields(value):
                if key == 1:
                    stack += integers(part)
                elif key == 2:
                    values += integers(part)
            samples.append((stack, values))
        elif number == 1:
            types.append(dict(fields(value)).get(1, 0))
    column = [strings[kind] for kind in types].index("alloc_objects")

    def frame(line):
        name, file = functions.get(line[0], (0, 0))
        return strings[name], strings[file], line[1]

    named = {identity: [frame(line) for line in lines] for identity, lines in locations.items()}
    for stack, values in samples:
        if values[column] > 0:
            yield values[column], [named.get(identity, []) for identity in stack]
