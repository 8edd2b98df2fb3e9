"""Compares what `trimtab escape` says of a package with every allocation of a real run, and prints how well it holds.

usage: truth.py NAME PACKAGE WORKDIR TRIMTAB [--coverage]

PACKAGE has a target TruthWorkload, which is built for release, with and without coverage, and run with every allocation
traced. A site is a place in the package's own sources where the innermost frame of the package stood when malloc ran.
"""
import collections
import json
import os
import re
import subprocess
import sys

from pprof import stacks

name, package, work, trimtab = sys.argv[1:5]
with_coverage = "--coverage" in sys.argv
package = os.path.realpath(package)
sources = [f"{package}/Sources/", f"{package}/TruthWorkload/"]


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode:
        sys.exit(f"{' '.join(command)}:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return result.stdout


def built(folder, *flags):
    build = ["swift", "build", "-c", "release", "--package-path", package, "--scratch-path", f"{work}/{folder}",
             "--product", "TruthWorkload", *flags]
    run(*build)
    return run(*build, "--show-bin-path").strip().splitlines()[-1] + "/TruthWorkload"


def base(symbol):
    """The function's own name: without what tells a merged copy, the parts of an asynchronous function or an unpacked
    closure."""
    symbol = re.sub(r"(Tm)?(TA)?(Tm)?$", "", symbol)
    return re.sub(r"T[QY]\d+_$|\.resume\.\d+$", "", symbol)


# Accessors of metadata and witness tables, outlined copies: what the compiler makes by itself counts at its callers.
helper = re.compile(r"^__swift_|(Ma|Mr|Mi|Wl|WI|Wa|WO[a-zA-Z])(Tm)?$|^\$s.*(w[a-zA-Z]{2})$")
prefixes = ()


def is_own(symbol, file):
    """Is it code of the package? The compiler gives a file to what somebody wrote, and the module's name to the rest."""
    if file:
        return any(file.startswith(folder) for folder in sources)
    return symbol.startswith(prefixes) and not helper.search(symbol)


report_file = f"{work}/report.json"
escape = [trimtab, "escape", "-q", "--package-path", package, "--scratch-path", f"{work}/escape", "--json", report_file,
          "--build-option", "--product", "--build-option", "TruthWorkload"]
targets = os.environ.get("TRUTH_TARGETS", "").split()
for target in targets + ["TruthWorkload"]:
    escape += ["--target", target]
run(*escape)
report = json.load(open(report_file))
prefixes = tuple(f"$s{len(module)}{module}" for module in report["coverage"]["modules"])
program = built("plain")
run(trimtab, "run", "-q", "--no-recording", "--interval", "1", "--pprof", f"{work}/truth.pb.gz", "--", program)

# The report: which lines and functions may allocate.
findings = report["findings"] + report["folded"]
heap_like = [f for f in findings if f["state"] in ("heap", "may", "unattributed")]
lines, functions = set(), set()
for finding in heap_like:
    # An object stands where its initializer is called; usual debug information names the initializer as well.
    inner = [call.get("position") for call in finding["chain"]]
    own = finding.get("position")
    inner = inner[:inner.index(own)] if own and own in inner else []
    for place in [own, *inner, *finding["furtherPositions"], *finding["alternatives"], *finding["callers"]]:
        if place and not place["file"].startswith("/"):
            lines.add((f"{package}/{place['file']}", place["line"]))
    functions.add(finding["mangledName"])
    functions.update(base(copy) for copy in finding["copies"])
    functions.update(call["mangledName"] for call in finding["chain"])
free = {f["mangledName"] for f in report["freeFunctions"]}

# The truth: the package's innermost frame of each stack.
sites, broken_free, task_stacks, allocations = {}, collections.Counter(), 0, 0
allocating_lines, lineless_functions = set(), set()
for count, stack in stacks(f"{work}/truth.pb.gz"):
    allocations += count
    if any("TaskAllocator" in symbol for inlined in stack[:4] for symbol, _, _ in inlined):
        # The memory that asynchronous functions use as their stack: a piece is taken now and then, wherever it runs out.
        task_stacks += count
        continue
    for inlined in stack:
        for symbol, _, _ in inlined[-1:]:
            if base(symbol) in free:
                broken_free[base(symbol)] += count
    for inlined in stack:
        own = next(
            (i for i, (symbol, file, _) in enumerate(inlined) if is_own(symbol, file)),
            None,
        )
        if own is None:
            continue
        file, line = inlined[own][1], inlined[own][2]
        key = (file, line, base(inlined[-1][0]))
        names = {base(symbol) for symbol, _, _ in inlined[own:]}
        previous = sites.get(key, (0, set()))
        sites[key] = (previous[0] + count, previous[1] | names)
        if line:
            allocating_lines.add((file, line))
        else:
            lineless_functions |= names
        break

at_line, at_function, missed = 0, 0, []
for (file, line, symbol), (count, names) in sites.items():
    is_line = (file, line) in lines
    is_function = is_line or bool(names & functions)
    at_line += is_line or (line == 0 and is_function)
    at_function += is_function
    if not is_function:
        missed.append((count, "function", file, line, symbol))
    elif not is_line and line:
        missed.append((count, "line", file, line, symbol))

# Precision: of the heap findings whose code ran, how many allocated?
executed = right = 0
wrong = []
if with_coverage:
    covered = built("coverage", "-Xswiftc", "-profile-generate", "-Xswiftc", "-profile-coverage-mapping")
    run(covered, env={**os.environ, "LLVM_PROFILE_FILE": f"{work}/truth.profraw"})
    tools = os.path.dirname(os.path.realpath(run("which", "swiftc").strip()))
    run(f"{tools}/llvm-profdata", "merge", "-o", f"{work}/truth.profdata", f"{work}/truth.profraw")
    exported = json.loads(
        run(f"{tools}/llvm-cov", "export", covered, f"-instr-profile={work}/truth.profdata", "-skip-functions"))
    segments = {entry["filename"]: entry["segments"] for data in exported["data"] for entry in data["files"]}
    for finding in report["findings"]:
        place = finding.get("position")
        if finding["state"] != "heap" or not finding["isLineKnown"] or not place:
            continue
        file = f"{package}/{place['file']}"
        count = None
        for line, column, hits, has_count, *_ in segments.get(file, []):
            if (line, column) > (place["line"], place["column"] or 1):
                break
            count = hits if has_count else None
        if not count:
            continue
        executed += 1
        inner = [call.get("position") for call in finding["chain"]]
        inner = inner[:inner.index(place)] if place in inner else []
        places = [p for p in [place, *inner, *finding["alternatives"]] if p]
        own = {finding["mangledName"], *map(base, finding["copies"])}
        # The usual build's debug information has no line for some calls: then the function must do.
        if any((f"{package}/{p['file']}", p["line"]) in allocating_lines for p in places) or own & lineless_functions:
            right += 1
        else:
            wrong.append(f"  ran, did not allocate: {place['file']}:{place['line']}: {finding['reason']}")

total = max(len(sites), 1)
counts = collections.Counter(f["state"] for f in report["findings"])
all_findings = max(len(report["findings"]), 1)
share = lambda part, whole: f"{100 * part / max(whole, 1):.1f} %"
print(f"{name}: {allocations} allocations, {task_stacks} for task stacks, {len(sites)} executed sites, {all_findings} findings "
      f"({', '.join(f'{state} {number}' for state, number in sorted(counts.items()))}), "
      f"{len(report['folded'])} folded, {len(free)} free functions")
print(f"  right function {share(at_function, total)}, right line {share(at_line, total)}, "
      f"free functions that allocated {len(broken_free)}, may {share(counts['may'], all_findings)}, "
      f"unattributed {share(counts['unattributed'], all_findings)}"
      + (f", heap sites that ran and allocated {share(right, executed)} of {executed}" if with_coverage else ""))
for count, kind, file, line, symbol in sorted(missed, reverse=True)[:20]:
    print(f"  missed {kind}: {file.removeprefix(package + '/')}:{line} {symbol} ({count} allocations)")
for symbol, count in broken_free.most_common(20):
    print(f"  called free, but allocated {count} times below: {symbol}")
print("\n".join(wrong[:20]), end="\n" if wrong else "")
limits = [at_function / total >= 0.99, at_line / total >= 0.9, not broken_free,
          counts["unattributed"] <= 0.01 * all_findings, counts["may"] <= 0.4 * all_findings,
          not with_coverage or right >= 0.9 * executed]
names = ["right function >= 99 %", "right line >= 90 %", "free functions allocate nothing", "unattributed <= 1 %",
         "may <= 40 %", "heap sites that ran allocate >= 90 %"]
for ok, limit in zip(limits, names):
    if not ok:
        print(f"  NOT MET: {limit}")
sys.exit(0 if all(limits) else 1)
