"""Drives `trimtab top` in tmux and looks at its screens.

usage: top.py TRIMTAB FOLDER_OF_THE_WORKLOADS FOLDER
"""

import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time

from diagnosed import Service

trimtab, workloads, folder = (os.path.abspath(path) for path in sys.argv[1:4])
program = f"{workloads}/PlantedLeaks"
preload = f"{os.path.dirname(trimtab)}/lib/trimtab/libtrimtab-preload.so"
recording = f"{folder}/service.trimtab"
socket = f"{folder}/tmux"
started = []
VIEWS = ["types", "sites", "threads", "tasks", "labels", "pools"]


def tmux(*arguments):
    return subprocess.run(["tmux", "-S", socket, *arguments], check=True, capture_output=True, text=True).stdout


def screen(escapes=False):
    return tmux("capture-pane", "-p", *(["-e"] if escapes else []))


def fail(what):
    # Before the first view there is no screen.
    print(subprocess.run(["tmux", "-S", socket, "capture-pane", "-p"], capture_output=True, text=True).stdout)
    sys.exit(f"top: {what}")


def until(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    fail(f"{what} did not come true")


def shows(*texts):
    for text in texts:
        until(lambda: text in screen(), f"'{text}' on the screen")


def expect(condition, what):
    if not condition:
        fail(what)


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
    tmux("send-keys", f"{prefix}{trimtab} top {' '.join(arguments)}", "Enter")


def left(status):
    """Until it has ended with a status. Asked afterwards: a shell leaves out the rest of a line that Control-C has ended."""
    until(lambda: tmux("display-message", "-p", "#{pane_current_command}").strip() in ("sh", "dash", "bash"), "the shell")
    tmux("send-keys", "echo left with $?", "Enter")
    shows(f"left with {status}")


def settled():
    """The screen when it no longer changes."""
    def same():
        before = screen()
        time.sleep(0.3)
        return before if screen() == before else None

    return until(same, "a screen that stays")


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
    before = settled()
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
    left(0)
    expect("in use" not in screen(), "the view is still on the screen")
    print("every key does what the help says")


def check_sizes(pid):
    """What matters is there at any width: a line that is too long would push it out of the window."""
    top(str(pid), "--interval", "0.5", "--no-color")
    shows("PlantedLeaks.Session")
    for width, height in [(60, 20), (200, 50), (40, 10), (20, 5), (100, 30)]:
        tmux("resize-window", "-x", str(width), "-y", str(height))
        for key, view in enumerate(VIEWS, 1):
            keys(str(key))
            until(lambda: fits(view, width, height), f"the view of {view} in {width} columns and {height} lines")
    keys("1")
    shows("PlantedLeaks.Session", "[1 types]")
    tmux("resize-window", "-x", "60", "-y", "20")
    until(lambda: "in use▾" in screen() and "PlantedLeaks.Session" in screen(), "types and bytes in 60 columns")
    expect("\x1b[" not in screen(escapes=True), "there are colours although none are wanted")
    keys("q")
    left(0)
    top(str(pid), prefix="NO_COLOR=1 ")
    shows("[1 types]")
    expect("\x1b[" not in screen(escapes=True), "there are colours although NO_COLOR is set")
    keys("q")
    left(0)
    print("20 to 200 columns, and no colours when none are wanted")


def fits(view, width, height):
    """The program's name and the interval in the first line, the chosen view in the fourth, the keys in the last."""
    lines = screen().split("\n")[:height]
    return (
        len(lines) == height
        and lines[0].startswith("PlantedLeaks" if width >= 40 else "P")
        and lines[0].rstrip().endswith("every 0.50 s")
        and (height < 10 or view in lines[3])
        and (width < 60 or "? help" in lines[-1])
    )


def check_flicker(pid):
    top(str(pid), "--interval", "0.5")
    shows("PlantedLeaks.Session")
    output = f"{folder}/bytes"
    start = time.monotonic()
    tmux("pipe-pane", f"cat > {output}")
    until(lambda: os.path.exists(output) and open(output, "rb").read().count(b"\x1b[?2026l") >= 4, "four frames")
    tmux("pipe-pane")
    data, seconds = open(output, "rb").read(), time.monotonic() - start
    expect(data.count(b"\x1b[2J") == 0, "the screen was cleared while it was drawn")
    frames = data.count(b"\x1b[?2026h")
    expect(frames <= seconds / 0.5 + 2, f"{frames} frames in {seconds} s")
    keys("p")
    shows("PAUSED")
    settled()
    tmux("pipe-pane", f"cat > {output}2")
    until(lambda: os.path.exists(f"{output}2"), "a second pipe")
    time.sleep(1.5)
    tmux("pipe-pane")
    expect(os.path.getsize(f"{output}2") == 0, "a paused screen was drawn")
    keys("q")
    left(0)
    print(f"{frames} frames in {seconds:.1f} s, none of them cleared the screen; none while paused")


def check_signals(pid):
    for name in ["INT", "TERM", "HUP", "QUIT", "USR1", "USR2", "ALRM"]:
        top(str(pid))
        shows("PlantedLeaks.Session")
        viewer = int(subprocess.check_output(["pgrep", "-f", f"{trimtab} top {pid}$"], text=True).split()[-1])
        os.kill(viewer, getattr(signal, f"SIG{name}"))
        left(128 + getattr(signal, f"SIG{name}"))
        tmux("send-keys", "stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(echo|icanon)' | tr '\\n' ' '", "Enter")
        shows("icanon echo")
    top(str(pid))
    shows("PlantedLeaks.Session")
    keys("C-c")
    left(130)
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


def until_alive(pid):
    """Until there is something to see of a process that has just begun."""
    look = [trimtab, "top", str(pid), "--json", "--count", "1"]
    until(lambda: '"types":[{' in subprocess.run(look, capture_output=True, text=True).stdout, f"types of process {pid}")


def check_restart():
    first = service("clean", "600")
    until_alive(first.pid)
    top(str(first.pid), "--interval", "0.5")
    shows("PlantedLeaks.Entry")
    first.kill()
    first.wait()
    shows("is gone", "waiting for it to start again")
    second = service("clean", "600")
    shows(f"process {second.pid} in place of {first.pid}", "PlantedLeaks.Entry")
    keys("q")
    left(0)
    second.kill()
    second.wait()
    print("a service that starts again is followed")


TOKEN = "a-token-of-the-check"


def diagnosed(address):
    return Service(f"{workloads}/DiagnosedService", folder, address, TRIMTAB_DIAGNOSTICS_TOKEN=TOKEN, TRIMTAB_SAMPLING_INTERVAL="16384")


def plant(service):
    for command in ("leak 32", "churn 500", "tasks 7"):
        service.tell(command)


def check_server():
    service = diagnosed("127.0.0.1:0")
    plant(service)
    url = service.root
    says([url], "wants a token", "TRIMTAB_DIAGNOSTICS_TOKEN")
    says([url], "refuses the token", environment={"TRIMTAB_DIAGNOSTICS_TOKEN": "a-wrong-token-altogether"})
    top(url, "--interval", "0.5", "--view", "pools", prefix=f"TRIMTAB_DIAGNOSTICS_TOKEN={TOKEN} ")
    shows("DiagnosedService", "planted-scratch", "% reused")
    for key, text in [("1", "Array<UInt8> storage"), ("2", "PlantedSession.init"), ("3", "TP-#"), ("4", "plantTasks"), ("5", "/planted"), ("6", "planted-scratch")]:
        keys(key)
        shows(text)
    first = service.process.pid
    service.close()
    shows("cannot be reached", "nobody listens there")
    service = diagnosed(service.address)
    shows(f"process {service.process.pid} in place of {first}")
    keys("q")
    left(0)
    service.close()
    says([url], "cannot be reached", "nobody listens there")
    print("a diagnostics server is shown by its URL, and followed when it starts again")

    path = f"{folder}/service.sock"
    service = diagnosed(f"unix://{path}")
    plant(service)
    top(path, "--interval", "0.5", prefix=f"TRIMTAB_DIAGNOSTICS_TOKEN={TOKEN} ")
    shows("DiagnosedService", "Array<UInt8> storage")
    keys("4")
    shows("plantTasks")
    keys("q")
    left(0)
    service.close()
    print("and by its socket")


class Stranger(http.server.BaseHTTPRequestHandler):
    """A server that is none of ours."""

    def do_GET(self):
        self.send_error(404)

    def log_message(self, *arguments):
        pass


def check_stranger():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    says([f"http://127.0.0.1:{server.server_port}"], "it is not Trimtab's diagnostics server")
    server.shutdown()


def main():
    leaking = service("leaking", "600", name=f"{folder}/leaking.trimtab")
    # Its first look is there when it can be listed.
    until_alive(leaking.pid)
    lines = subprocess.run([trimtab, "top", str(leaking.pid), "--json", "--count", "2", "--interval", "0.5"], check=True, capture_output=True, text=True).stdout.split("\n")
    expect(len(lines) == 3 and all('"program":"PlantedLeaks"' in line for line in lines[:2]), "two lines of JSON")
    check_keys(leaking.pid)
    check_sizes(leaking.pid)
    check_flicker(leaking.pid)
    check_signals(leaking.pid)
    check_server()
    check_restart()

    print("what is said where there is nothing to watch:")
    check_stranger()
    other = service("clean", "600", name=f"{folder}/other.trimtab")
    until_alive(other.pid)
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
