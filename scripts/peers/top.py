"""Drives `trimtab top` in tmux and looks at its screens. Arguments: the folder of the build, a folder to work in."""

import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time

build, folder = (os.path.abspath(path) for path in sys.argv[1:3])
trimtab, program = f"{build}/trimtab", f"{build}/PlantedLeaks"
preload = f"{build}/lib/trimtab/libtrimtab-preload.so"
recording = f"{folder}/service.trimtab"
socket = f"{folder}/tmux"
started = []


def tmux(*arguments):
    return subprocess.run(["tmux", "-S", socket, *arguments], check=True, capture_output=True, text=True).stdout


def screen(escapes=False):
    return tmux("capture-pane", "-p", *(["-e"] if escapes else []))


def until(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    print(screen())
    sys.exit(f"top: {what} did not come true")


def shows(*texts):
    for text in texts:
        until(lambda: text in screen(), f"'{text}' on the screen")


def expect(condition, what):
    if not condition:
        print(screen())
        sys.exit(f"top: {what}")


def service(*arguments, name=recording):
    environment = dict(os.environ, LD_PRELOAD=preload, TRIMTAB_RECORDING=name, TRIMTAB_SAMPLING_INTERVAL="4096")
    process = subprocess.Popen([program, *arguments], env=environment, stdout=subprocess.DEVNULL)
    started.append(process)
    return process


def says(arguments, *texts, environment=None):
    """What is wrong from the start is said on standard error, in one line, with status 2."""
    run = subprocess.run(
        [trimtab, "top", *arguments], capture_output=True, text=True, env=dict(os.environ, **(environment or {})), timeout=120
    )
    line = run.stderr.strip()
    if run.returncode != 2 or "\n" in line or not all(text in line for text in texts):
        sys.exit(f"top {arguments}: status {run.returncode}, {line!r} lacks one of {texts}")
    print("  " + line)


def top(*arguments, width=100, height=30, prefix=""):
    # A server of its own each time: one that is just ending takes no more sessions.
    global socket
    subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True)
    socket = f"{folder}/tmux{time.monotonic_ns()}"
    tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height), "sh")
    tmux("send-keys", f"{prefix}{trimtab} top {' '.join(arguments)}; echo left with $?", "Enter")


def keys(*names):
    for name in names:
        tmux("send-keys", name)


def sorted_by():
    """The title that bears the mark of the order."""
    found = re.search(r"(\S+(?: \S+)?)[▾▴]", screen())
    return found.group(1).strip() if found else None


def rows():
    return [line for line in screen().split("\n")[5:-3] if line.strip()]


def check_keys(pid):
    top(str(pid), "--interval", "0.5")
    shows("1 types", "in use▾", "PlantedLeaks.Session")
    for key, text in [("2", "LeakedObjects."), ("3", "thread "), ("4", "diagnostics server"), ("5", "no labels"), ("6", "diagnostics")]:
        keys(key)
        shows(text)
    keys("1")
    shows("PlantedLeaks.Session")
    keys("Tab")
    shows("LeakedObjects.")
    keys("BTab")
    shows("PlantedLeaks.Session")
    keys("Right")
    shows("LeakedObjects.")
    keys("Left")
    shows("PlantedLeaks.Session")

    order = ["in use", "objects", "alloc/s", "growth/s", "name"]
    for title in order[1:] + order[:1]:
        keys("s")
        until(lambda: (sorted_by() or "").endswith(title), f"the order by {title}")
    keys("r")
    shows("in use▴")
    keys("r")
    shows("in use▾")

    keys("p")
    shows("PAUSED")
    before = screen()
    time.sleep(1.5)
    expect(screen() == before, "a paused screen has changed")
    first = rows()
    keys("Down", "j")
    until(lambda: rows()[2].startswith(">"), "the third row selected")
    keys("Up", "k")
    until(lambda: rows()[0].startswith(">"), "the first row selected")
    keys("G")
    until(lambda: rows()[-1].startswith(">") and rows()[0] != first[0], "the last row selected")
    keys("g")
    until(lambda: rows()[0].startswith(">"), "the first row again")
    keys("PageDown")
    until(lambda: not rows()[0].startswith(">"), "a page down")
    keys("PageUp")
    until(lambda: rows()[0].startswith(">"), "a page up")
    keys("End")
    until(lambda: rows()[-1].startswith(">"), "the end")
    keys("Home")
    until(lambda: rows()[0].startswith(">"), "the beginning")
    keys("Space")
    until(lambda: "PAUSED" not in screen(), "going on")

    keys("/", "s", "e", "s", "s", "i", "o", "n", "x", "BSpace", "Enter")
    until(lambda: rows() and all("ession" in row for row in rows()), "only rows with the filter's text")
    keys("Escape")
    until(lambda: any("ession" not in row for row in rows()), "all rows again")
    keys("2", "m")
    shows("merged", "(")
    keys("m")
    until(lambda: "merged" not in screen(), "rows apart")

    keys("+")
    shows("every 1.00 s")
    keys("-")
    shows("every 0.50 s")
    keys("n", "Enter", "C-l")
    keys("?")
    shows("the program goes on as before")
    keys("x")
    until(lambda: "as before" not in screen(), "the help gone")
    keys("h")
    shows("the program goes on as before")
    keys("q")
    shows("left with 0")
    expect("in use" not in screen(), "the view is still on the screen")
    print("every key does what the help says")


def check_sizes(pid):
    top(str(pid), "--interval", "0.5", "--no-color")
    shows("PlantedLeaks.Session")
    for width, height in [(60, 20), (200, 50), (40, 10), (20, 5), (100, 30)]:
        tmux("resize-window", "-x", str(width), "-y", str(height))
        until(lambda: width < 100 or "samples" in screen(), "a wide screen")
        for view in "123456":
            keys(view)
            time.sleep(0.2)
            expect(all(len(line) <= width for line in screen().split("\n")), f"a line is wider than {width}")
        keys("1")
    shows("PlantedLeaks.Session", "[1 types]")
    expect("\x1b[" not in screen(escapes=True), "there are colours although none are wanted")
    keys("q")
    shows("left with 0")
    top(str(pid), prefix="NO_COLOR=1 ")
    shows("[1 types]")
    expect("\x1b[" not in screen(escapes=True), "there are colours although NO_COLOR is set")
    keys("q")
    shows("left with 0")
    print("20 to 200 columns, and no colours when none are wanted")


def check_flicker(pid):
    top(str(pid), "--interval", "0.5")
    shows("PlantedLeaks.Session")
    output = f"{folder}/bytes"
    tmux("pipe-pane", f"cat > {output}")
    time.sleep(3)
    tmux("pipe-pane")
    data = open(output, "rb").read()
    expect(data.count(b"\x1b[2J") == 0, "the screen was cleared while it was drawn")
    frames = data.count(b"\x1b[?2026h")
    expect(1 <= frames <= 12 and frames == data.count(b"\x1b[?2026l"), f"{frames} frames")
    keys("p")
    shows("PAUSED")
    time.sleep(0.5)
    tmux("pipe-pane", f"cat > {output}2")
    time.sleep(2)
    tmux("pipe-pane")
    expect(os.path.getsize(f"{output}2") == 0, "a paused screen was drawn")
    keys("q")
    shows("left with 0")
    print(f"{frames} frames in 3 s, none of them cleared the screen; none while paused")


def check_signals(pid):
    for name in ["INT", "TERM", "HUP", "QUIT", "USR1", "USR2", "ALRM"]:
        top(str(pid))
        shows("PlantedLeaks.Session")
        viewer = int(subprocess.check_output(["pgrep", "-f", f"{trimtab} top {pid}$"], text=True).split()[-1])
        os.kill(viewer, getattr(signal, f"SIG{name}"))
        shows(f"left with {128 + getattr(signal, f'SIG{name}')}")
        tmux("send-keys", "stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(echo|icanon)' | tr '\\n' ' '", "Enter")
        shows("icanon echo")
    top(str(pid))
    shows("PlantedLeaks.Session")
    keys("C-c")
    shows("left with 130")
    top(str(pid))
    shows("PlantedLeaks.Session")
    keys("C-z")
    shows("top")
    until(lambda: "in use" not in screen(), "the shell's screen")
    keys("fg", "Enter")
    shows("PlantedLeaks.Session")
    keys("q")
    until(lambda: "in use" not in screen(), "the end")
    print("signals end it with their own status and give the terminal back; Control-Z and fg work")


def check_restart():
    first = service("clean", "600")
    until(lambda: os.path.exists(recording) and os.path.getsize(recording) > 0, "the recording")
    time.sleep(1)
    top(str(first.pid), "--interval", "0.5")
    shows("PlantedLeaks.Entry")
    first.kill()
    first.wait()
    shows("is gone", "waiting for it to start again")
    second = service("clean", "600")
    shows(f"process {second.pid} in place of {first.pid}", "PlantedLeaks.Entry")
    keys("q")
    shows("left with 0")
    second.kill()
    second.wait()
    print("a service that starts again is followed")


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.headers.get("Authorization") != "Bearer the right token":
            self.send_response(401 if self.path.startswith("/debug/trimtab") else 404)
            self.end_headers()
            return
        heap = self.path.startswith("/debug/pprof/heap")
        body = open(f"{folder}/heap.pb.gz", "rb").read() if heap else STATISTICS.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


STATISTICS = """{"schema": 1, "process": {"id": 4711, "name": "FarService", "uptimeSeconds": 60, "residentBytes": 104857600},
"allocations": {"count": 1000, "bytes": 5000000, "liveBytes": 3000000}, "pools": [{"name": "row buffers", "leased": 3,
"retained": 5, "retainedBytes": 81920, "reusePercent": 98.5}], "tasks": {"status": "Tasks are watched.", "count": 12},
"profiling": {"isRecording": true}, "controlGroup": null, "tuner": null}"""


def check_server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    token = {"TRIMTAB_DIAGNOSTICS_TOKEN": "the right token"}
    says([url], "wants a token", "TRIMTAB_DIAGNOSTICS_TOKEN")
    says([url], "refuses the token", environment={"TRIMTAB_DIAGNOSTICS_TOKEN": "a wrong token"})
    says(["http://127.0.0.1:1"], "cannot be reached", "nobody listens there")
    top(url, "--interval", "0.5", "--view", "pools", prefix="TRIMTAB_DIAGNOSTICS_TOKEN='the right token' ")
    shows("FarService", "row buffers", "3 out, 98 % reused")
    keys("4")
    shows("tasks that have not ended")
    keys("2")
    shows("LeakedObjects.")
    keys("q")
    shows("left with 0")
    server.shutdown()
    print("a diagnostics server is shown")


def main():
    leaking = service("leaking", "600", name=f"{folder}/leaking.trimtab")
    time.sleep(3)
    subprocess.run([trimtab, "report", f"{folder}/leaking.trimtab", "--pprof", f"{folder}/heap.pb.gz"], check=True, stdout=subprocess.DEVNULL)
    lines = subprocess.run([trimtab, "top", str(leaking.pid), "--json", "--count", "2", "--interval", "0.5"], check=True, capture_output=True, text=True).stdout.split("\n")
    expect(len(lines) == 3 and all('"program":"PlantedLeaks"' in line for line in lines[:2]), "two lines of JSON")
    check_keys(leaking.pid)
    check_sizes(leaking.pid)
    check_flicker(leaking.pid)
    check_signals(leaking.pid)
    check_server()
    check_restart()

    print("what is said where there is nothing to watch:")
    other = service("clean", "600", name=f"{folder}/other.trimtab")
    time.sleep(1)
    says([], "2 processes record", str(leaking.pid), str(other.pid))
    silent = subprocess.Popen(["sleep", "600"])
    started.append(silent)
    says([str(silent.pid)], "does not record", "trimtab run")
    silent.kill()
    silent.wait()
    says([str(silent.pid)], f"there is no process {silent.pid}")
    says(["nonsense"], "no process id, no URL, and no file")
    says(["unix:///nowhere.sock"], "there is no socket")
    says([str(leaking.pid), "--view", "cats"], "--view 'cats'")
    says([str(leaking.pid)], "this is none", "--json")


try:
    main()
finally:
    for process in started:
        process.kill()
        process.wait()
    subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True)
