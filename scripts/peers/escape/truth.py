"""Compares what `trimtab escape` says of a package with every allocation of a real run, and prints how well it holds.

usage: truth.py NAME PACKAGE WORKDIR TRIMTAB

PACKAGE has a target TruthWorkload, which is built for release, with and without coverage, and run with every allocation
traced. A site is a place in the package's own sources where the innermost frame of the package stood when malloc ran.
A heap finding was executed if its place ran, by coverage, and one of the functions of the optimised program that it is about
was entered (reached.c): coverage alone counts a generic function's lines for the copy that ran and for those that did not.
Also prints what the analysis cost, against the release build of the same product: CPU time and peak memory of all processes.
"""
import collections
import json
import os
import re
import resource
import subprocess
import sys

from pprof import stacks

name, package, work, trimtab = sys.argv[1:5]
package = os.path.realpath(package)
sources = [f"{package}/Sources/", f"{package}/TruthWorkload/"]


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode:
        sys.exit(f"{' '.join(command)}:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return result.stdout


def children_seconds():
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


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
start = children_seconds()
run(*escape)
analysis_seconds = children_seconds() - start
analysis_peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
report = json.load(open(report_file))
prefixes = tuple(f"$s{len(module)}{module}" for module in report["coverage"]["modules"])
start = children_seconds()
# Functions are not merged, as in the analysis: a merged one bears one of their names, and no lines.
program = built("plain", *("-Xswiftc", "-Xfrontend", "-Xswiftc", "-disable-llvm-merge-functions-pass"))
release_seconds = children_seconds() - start
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
# What a dependency allocates when it is called is a site of the dependency, which is not analyzed.
sites, broken_free, task_stacks, allocations, foreign_sites = {}, collections.Counter(), 0, 0, set()
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
    is_foreign = False
    for inlined in stack:
        own = next(
            (i for i, (symbol, file, _) in enumerate(inlined) if is_own(symbol, file)),
            None,
        )
        if own is None:
            is_foreign = is_foreign or any("/checkouts/" in file for _, file, _ in inlined[-1:])
            continue
        file, line = inlined[own][1], inlined[own][2]
        key = (file, line, base(inlined[-1][0]))
        if is_foreign:
            foreign_sites.add(key)
            break
        names = {base(symbol) for symbol, _, _ in inlined[own:]}
        previous = sites.get(key, (0, set()))
        sites[key] = (previous[0] + count, previous[1] | names)
        if line:
            allocating_lines.add((file, line))
        else:
            lineless_functions |= names
        break

allocating_functions = set().union(*(names for _, names in sites.values()))
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


def entered_functions():
    """The program's functions that were entered at least once, by their own names."""
    addresses = collections.defaultdict(set)
    for line in run(f"{tools}/llvm-nm", "--defined-only", program).splitlines():
        address, kind, symbol = line.split(" ", 2)
        if kind in "tT":
            addresses[int(address, 16)].add(base(symbol))
    with open(f"{work}/functions", "w") as file:
        file.writelines(f"{address:x}\n" for address in sorted(addresses))
    run(f"{tools}/clang", "-O1", "-fPIC", "-shared", f"{os.path.dirname(__file__)}/reached.c", "-o", f"{work}/reached.so")
    files = {"REACHED_FUNCTIONS": f"{work}/functions", "REACHED_RESULT": f"{work}/reached"}
    run(program, env={**os.environ, **files, "LD_PRELOAD": f"{work}/reached.so"})
    return set().union(*(addresses[int(line, 16)] for line in open(f"{work}/reached")))


# Precision: of the heap findings whose code ran, how many allocated?
executed = right = 0
# Without a line, such as those in copies of another module's functions: functions that were entered, and those that allocated.
lineless = collections.Counter()
wrong = []
covered = built("coverage", "-Xswiftc", "-profile-generate", "-Xswiftc", "-profile-coverage-mapping")
run(covered, env={**os.environ, "LLVM_PROFILE_FILE": f"{work}/truth.profraw"})
tools = os.path.dirname(os.path.realpath(run("which", "swiftc").strip()))
entered = entered_functions()
run(f"{tools}/llvm-profdata", "merge", "-o", f"{work}/truth.profdata", f"{work}/truth.profraw")
exported = json.loads(
    run(f"{tools}/llvm-cov", "export", covered, f"-instr-profile={work}/truth.profdata", "-skip-functions"))
segments = {entry["filename"]: entry["segments"] for data in exported["data"] for entry in data["files"]}


def hits(place):
    """How often a place ran; None where that was not counted."""
    result = None
    for line, column, count, has_count, *_ in segments.get(f"{package}/{place['file']}", []):
        if (line, column) > (place["line"], place["column"] or 1):
            break
        result = count if has_count else None
    return result


for finding in report["findings"]:
    place = finding.get("position")
    if finding["state"] != "heap" or not place:
        continue
    bearers = set(map(base, finding["copies"]))
    if not finding["isLineKnown"]:
        lineless[bool(bearers & allocating_functions)] += bool(entered & bearers)
        continue
    inner = [call.get("position") for call in finding["chain"]]
    inner = inner[:inner.index(place)] if place in inner else []
    places = [p for p in [place, *inner] if p]
    if not hits(place) or any(hits(p) == 0 for p in places) or not entered & bearers:
        continue
    executed += 1
    places += finding["alternatives"]
    own = {finding["mangledName"], *bearers}
    # The usual build's debug information has no line for some calls: then the function must do.
    if any((f"{package}/{p['file']}", p["line"]) in allocating_lines for p in places) or own & lineless_functions:
        right += 1
    else:
        wrong.append(f"  ran, did not allocate: {place['file']}:{place['line']}: {finding['reason']}")

total = max(len(sites), 1)
counts = collections.Counter(f["state"] for f in report["findings"])
all_findings = max(len(report["findings"]), 1)
share = lambda part, whole: f"{100 * part / max(whole, 1):.1f} %"
print(f"{name}: {allocations} allocations, {task_stacks} for task stacks, {len(sites)} executed sites and "
      f"{len(foreign_sites)} of dependencies, {all_findings} findings "
      f"({', '.join(f'{state} {number}' for state, number in sorted(counts.items()))}), "
      f"{len(report['folded'])} folded, {len(free)} free functions")
print(f"  right function {share(at_function, total)}, right line {share(at_line, total)}, "
      f"free functions that allocated {len(broken_free)}, may {share(counts['may'], all_findings)}, "
      f"unattributed {share(counts['unattributed'], all_findings)}"
      f", heap sites that ran and allocated {share(right, executed)} of {executed}, without a line "
      f"{share(lineless[True], lineless.total())} of {lineless.total()}")
print(f"  CPU time {analysis_seconds:.1f} s, a release build's {release_seconds:.1f} s: {analysis_seconds / release_seconds:.2f}x; "
      f"peak of any process {analysis_peak:.0f} MiB")
for count, kind, file, line, symbol in sorted(missed, reverse=True)[:20]:
    print(f"  missed {kind}: {file.removeprefix(package + '/')}:{line} {symbol} ({count} allocations)")
for symbol, count in broken_free.most_common(20):
    print(f"  called free, but allocated {count} times below: {symbol}")
print("\n".join(wrong[:20]), end="\n" if wrong else "")
limits = [at_function / total >= 0.99, at_line / total >= 0.9, not broken_free,
          counts["unattributed"] <= 0.01 * all_findings, counts["may"] <= 0.4 * all_findings,
          right >= 0.9 * executed]
names = ["right function >= 99 %", "right line >= 90 %", "free functions allocate nothing", "unattributed <= 1 %",
         "may <= 40 %", "heap sites that ran allocate >= 90 %"]
for ok, limit in zip(limits, names):
    if not ok:
        print(f"  NOT MET: {limit}")
sys.exit(0 if all(limits) else 1)
