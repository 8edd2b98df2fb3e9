"""Runs programs with and without `trimtab run` and compares; started by check-programs.sh, which built some of them."""
import glob, json, os, pty, re, select, shutil, signal, subprocess, sys, time

trimtab, folder = os.environ["TRIMTAB"], os.environ["FOLDER"]
formatter, sources = os.environ["FORMATTER"], os.environ["SOURCES"]
report_path = folder + "/report.json"
documented = set(re.findall(r"`(\w+)`", open("docs/json-report.md").read()))
required = {
    "exit", "seconds", "cpuSeconds", "peakResidentBytes", "allocations", "deallocations", "allocatedBytes",
    "liveBytes", "peakLiveBytes", "samples", "types", "sites", "recording",
}
seconds_allowed = 60
failures = []


def run(command, **options):
    """Status as a shell has it, standard output, standard error."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, **options
    )
    try:
        out, err = process.communicate(timeout=seconds_allowed)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "no end", b"", b""
    return process.returncode if process.returncode >= 0 else 128 - process.returncode, out, err


def watched(command, *options):
    return [trimtab, "run", "--quiet", "--no-recording", "--json", report_path, *options, "--", *command]


def check(name, command, *options, leak=None, place=None, errors=True, samples=0, without=None, **popen):
    """Compares one program; `leak` and `place` are what the first finding must name."""
    problems = []
    if os.path.exists(report_path):
        os.remove(report_path)
    status, out, err = without or run(command, **popen)
    got_status, got_out, got_err = run(watched(command, *options), **popen)
    if got_status != status:
        problems.append(f"status {got_status}, without trimtab {status}")
    if got_out != out:
        problems.append(f"output {got_out[-200:]!r}, without trimtab {out[-200:]!r}")
    if errors and got_err != err:
        problems.append(f"standard error {got_err[-300:]!r}, without trimtab {err[-300:]!r}")
    report = {}
    try:
        report = json.load(open(report_path))
    except (OSError, ValueError) as error:
        problems.append(f"no report: {error}")
    else:
        if required - report.keys():
            problems.append(f"keys missing: {sorted(required - report.keys())}")
        if report.keys() - documented:
            problems.append(f"keys not documented: {sorted(report.keys() - documented)}")
        end = report["exit"].get("status", 128 + report["exit"].get("signal", 0))
        if end != status:
            problems.append(f"the report's exit is {report['exit']}")
        if report["samples"]["taken"] < samples:
            problems.append(f"{report['samples']['taken']} samples, expected {samples} or more")
        first = (report["findings"] or [{}])[0]
        if leak and not re.search(leak, first.get("function") or ""):
            problems.append(f"the first finding is {first.get('text')!r}, and not about {leak}")
        if place and f"{first.get('file')}:{first.get('line')}".split("/")[-1] != place:
            problems.append(f"the first finding is at {first.get('file')}:{first.get('line')}, not {place}")
        if not place and not leak and report["findings"]:
            first = {"function": None}
    failures.extend(f"{name}: {problem}" for problem in problems)
    facts = f"{report['allocations']:,} allocations, {report['samples']['taken']:,} samples" if report else ""
    print("ok    " if not problems else "FAILED", f"{name}: {facts}", flush=True)
    for problem in problems:
        print("       " + problem, flush=True)
    return report


def expect(name, condition, text):
    print("ok    " if condition else "FAILED", name, flush=True)
    if not condition:
        print("       " + text)
        failures.append(f"{name}: {text}")


def session(command, keys):
    """What a program on a terminal of its own writes, and how it ends; `keys` are sent when their prompt is seen."""
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's job in the background ignores it
        os.execvp(command[0], command)
    seen, deadline = b"", time.monotonic() + seconds_allowed
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            text = os.read(terminal, 65536)
        except OSError:
            break
        if not text:
            break
        seen += text
        if keys and keys[0][0] in seen:
            os.write(terminal, keys.pop(0)[1])
    else:
        os.kill(child, signal.SIGKILL)
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return seen, status if status >= 0 else 128 - status


work = folder + "/work"
os.mkdir(work)
plain, static, stripped = (f"{folder}/{name}" for name in ("plain", "static", "stripped"))
python = sys.executable

# Swift programs, with debug information and without.
check("swiftc -O", [plain], leak="leakSessions|Session.init", samples=20)
report = check("--static-swift-stdlib", [static], leak="leakSessions|Session.init", samples=20)
names = {frame["function"] for site in report.get("sites", []) for frame in site["frames"]}
expect("names of functions", any("churn" in name for name in names), f"churn is not among {sorted(names)[:20]}")
lines = {f"{frame['file']}:{frame['line']}".split("/")[-1] for site in report.get("sites", []) for frame in site["frames"]}
expect("source lines", any(line.startswith("main.swift:") for line in lines), f"main.swift is not among {sorted(lines)[:20]}")
check("--static-swift-stdlib, stripped", [stripped], samples=20)
check("every allocation", [static], "--interval", "1", leak="leakSessions|Session.init", samples=60_000)

# Programs of the toolchain.
check("swift-format lint", [formatter, "lint", "-r", sources + "/NIOCore"], samples=200)
check("docc", [os.environ["DOCC"], "convert", folder + "/Notes.docc", "--output-dir", folder + "/Notes.doccarchive"])
check("swift package", [os.environ["SWIFT_PROGRAM"], "package", "dump-package", "--package-path", folder + "/planted"])

# Others.
script = """
import threading
results = []
def work(): results.append(sum(len(str(number)) for number in range(20000)))
threads = [threading.Thread(target=work) for _ in range(16)]
for one in threads: one.start()
for one in threads: one.join()
print(results)
"""
check("python3 with threads", [python, "-c", script])
check("true", ["true"])
check("cat", ["cat", trimtab])
check("sh, env, nice", ["sh", "-c", 'exec env A=1 nice "$0"', static], leak="leakSessions|Session.init")
check("timeout", ["timeout", "50", static], leak="leakSessions|Session.init")
check("timeout that strikes", ["timeout", "0.5", "sleep", "50"])
for name, command in {
    "perl": ["perl", "-e", "my %h; $h{$_} = $_ x 10 for 1..50000; print scalar(keys %h)"],
    "node": ["node", "-e", "console.log([...Array(1e5).keys()].map(x => ({x})).length)"],
    "java": ["java", "-version"],
    "git": ["git", "--version"],
    "gcc": ["gcc", "--version"],
    "go": ["go", "version"],
}.items():
    if shutil.which(name):
        check(name, command)

# Ways to end.
for way in ("kill", "quick-exit", "exit-in-thread", "close-all", "recurse", "stack-first", "threads"):
    check(way, [static, way], leak="leakSessions|Session.init")
quiet = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}
for way in ("trap", "segv", "overflow"):
    check(way, [static, way], leak="leakSessions|Session.init", env=quiet)
tracing = {**os.environ, "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no"}
_, _, errors = run(watched([plain, "trap"]), env=tracing)
if b"Program crashed" in run([plain, "trap"], env=tracing)[2]:
    expect("backtrace of a crash", b"Program crashed" in errors and b"failed to suspend" not in errors, repr(errors[:400]))

# Surroundings.
check("LANG=C", [static], env={**os.environ, "LANG": "C", "LC_ALL": "C"}, leak="leakSessions|Session.init")
check("another allocator's preload", [static], leak="leakSessions|Session.init",
      env={**os.environ, "LD_PRELOAD": (glob.glob("/usr/lib/*/libjemalloc.so.2") or [""])[0]})
check("limited address space", ["sh", "-c", 'ulimit -v 4000000; exec "$0"', static], leak="leakSessions|Session.init")
check("closed input", ["sh", "-c", 'exec "$0" <&-', static], leak="leakSessions|Session.init")
deep = work + "/" + "d" * 100 + "/" + "e" * 100
os.makedirs(deep)
shutil.copy(static, deep + "/planted ü")
check("long path", [deep + "/planted ü"], leak="leakSessions|Session.init", cwd=deep)
for closed in ("2>&-", "<&- 2>&-", "<&- >&- 2>&-"):
    text = f'"$0" run --no-recording -- "$1" quick-exit {closed}'
    status, _, _ = run(["sh", "-c", text, trimtab, static])
    expect(f"trimtab {closed}", status == 7, f"status {status}")

# A terminal.
program = "import sys, time; print('tty', sys.stdin.isatty(), flush=True); time.sleep(50)"
for name, prefix in (("alone", []), ("watched", [trimtab, "run", "--quiet", "--no-recording", "--"])):
    seen, status = session(prefix + [python, "-c", program], [(b"tty True", b"\x03")])
    expect(f"Ctrl-C, {name}", b"KeyboardInterrupt" in seen and status == 130, f"status {status}, {seen[-300:]!r}")
seen, status = session([trimtab, "run", "--quiet", "--no-recording", "--", python, "-i"],
                       [(b">>> ", b"print(6 * 7); exit(4)\r")])
expect("interactive python3", b"42" in seen and status == 4, f"status {status}, {seen[-300:]!r}")

# Refusals: one line and no run.
su = shutil.which("su")
if su and os.stat(su).st_mode & 0o4000:
    status, out, errors = run([trimtab, "run", "--", su, "--version"])
    expect("setuid", status == 2 and not out and errors.count(b"\n") == 1 and b"setuid" in errors, f"{status} {errors!r}")

# What was not recorded is said.
report = check("helpers of a shell", ["sh", "-c", '"$0" quick-exit; "$0"; exit 3', static])
expect("said of helpers", any("first program" in text for text in report["warnings"]), repr(report["warnings"]))
report = check("forked children", [python, "-c", "import os; p = os.fork(); p and os.wait(); os._exit(3 if p else 0)"])
expect("said of children", any("forked once" in text for text in report["warnings"]), repr(report["warnings"]))

print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
