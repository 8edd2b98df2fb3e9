"""Uses pages of reports in a browser, by WebDriver, and compares what they show with the reports' JSON.

usage: page.py FOLDER PICTURES    (FOLDER holds NAME.html and NAME.json)
"""

import base64
import glob
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

WIDTHS = (360, 1280, 3840)
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One session of chromedriver."""

    def __init__(self):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for line in self.driver.stdout:
            if "successfully on port" in line:
                self.root = f"http://127.0.0.1:{int(line.rstrip().rstrip('.').split()[-1])}"
                break
        options = {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
            },
        }
        reply = self.send("POST", "/session", {"capabilities": {"alwaysMatch": options}})
        self.session = f"/session/{reply['sessionId']}"

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from None

    def close(self):
        try:
            self.send("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()

    def open(self, path):
        start = time.monotonic()
        self.send("POST", self.session + "/url", {"url": path if "://" in path else f"file://{path}"})
        return time.monotonic() - start

    def run(self, script, *arguments):
        return self.send("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def element(self, selector):
        return self.send("POST", self.session + "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self.send("POST", f"{self.session}/element/{self.element(selector)}/click", {})

    def type(self, selector, text):
        self.send("POST", f"{self.session}/element/{self.element(selector)}/value", {"text": text})

    def choose(self, selector, value):
        self.run(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event('change', {bubbles: true}))",
            selector,
            value,
        )

    def resize(self, width, height):
        self.send(
            "POST",
            f"{self.session}/goog/cdp/execute",
            {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
            },
        )

    def drag(self, selector, first, last):
        """Over an element, from one part of its width to another."""
        box = self.run(
            "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return [b.x, b.y, b.width, b.height]",
            selector,
        )
        point = lambda part: {"type": "pointerMove", "duration": 20, "x": int(box[0] + part * box[2]), "y": int(box[1] + box[3] / 2)}
        actions = [point(first), {"type": "pointerDown", "button": 0}, point((first + last) / 2), point(last), {"type": "pointerUp", "button": 0}]
        self.send("POST", self.session + "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": actions}]})

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.send("GET", self.session + "/screenshot")))

    def pictures(self, path):
        """Pictures of the page in both themes at all widths; what is too wide of it."""
        complaints = []
        for theme in ("light", "dark"):
            self.run("document.documentElement.dataset.theme = arguments[0]", theme)
            for width in WIDTHS:
                self.resize(width, 2400)
                time.sleep(0.4)
                overflow = self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if overflow > 0:
                    complaints.append(f"{overflow} pixels too wide at {width}")
                self.picture(f"{path}-{theme}-{width}.png")
        self.resize(1280, 900)
        return complaints

    def problems(self):
        return [entry["message"] for entry in self.send("POST", self.session + "/se/log", {"type": "browser"})]


class Check:
    """One page."""

    def __init__(self, browser, folder, name):
        self.browser, self.name = browser, name
        self.path = f"{folder}/{name}.html"
        with open(f"{folder}/{name}.json") as file:
            self.report = json.load(file)
        self.failures = []

    def expect(self, condition, what):
        if not condition:
            self.failures.append(what)

    def rows(self, table):
        return self.browser.run(
            "return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)].map((row) => "
            "[row.dataset.name, Number(row.dataset.bytes), Number(row.dataset.objects), Number(row.dataset.samples),"
            " row.cells[2].textContent])",
            table,
        )

    def frames(self):
        return self.browser.run("return [...document.querySelectorAll('#flame .frame')].map((f) => [f.textContent, Number(f.dataset.value), f.className])")

    def show_all(self):
        self.browser.run("document.querySelectorAll('.more').forEach((button) => button.click())")

    def figures(self):
        """The tables and the graph say what the JSON says."""
        for measure, key in (("inUse", "live"), ("allocated", "allocated"), ("peak", "peak")):
            self.browser.choose("#measure", measure)
            self.show_all()
            types = {row[0]: row for row in self.rows("types")}
            for entry in self.report["types"]:
                if entry[f"{key}Bytes"] == 0:
                    continue
                row = types.get(entry["name"])
                self.expect(row and row[1] == entry[f"{key}Bytes"] and row[2] == entry[f"{key}Objects"], f"{measure}: {entry['name']}: {row}")
            whole = sum(site[f"{key}Bytes"] for site in self.report["sites"])
            self.expect(sum(row[1] for row in self.rows("sites")) == whole, f"{measure}: sites are not {whole}")
            top = self.frames()
            self.expect(top[0][1] == whole if top else whole == 0, f"{measure}: the graph is not {whole}: {top[:1]}")
            self.expect(whole == self.report["estimated"][f"{key}Bytes"], f"{measure}: {whole}")
        self.browser.choose("#measure", "allocated")

    def sorting(self):
        for column, key in ((2, 1), (4, 2), (5, 3)):
            for _ in range(2):
                self.browser.click(f"#sites th:nth-child({column}) button")
                values = [row[key] for row in self.rows("sites")]
                direction = self.browser.run("return document.querySelector('#sites [aria-sort$=ending]').getAttribute('aria-sort')")
                self.expect(values == sorted(values, reverse=direction == "descending"), f"not sorted by column {column}, {direction}")
        self.browser.click("#sites th:nth-child(2) button")

    def zooming(self):
        before = self.frames()
        self.expect(len(before) > 5, f"only {len(before)} frames")
        self.browser.run("document.querySelector('#flame .frame:nth-child(3)').click()")
        zoomed = self.frames()
        self.expect(any("ancestor" in frame[2] for frame in zoomed), "zooming shows no ancestors")
        self.browser.run("document.getElementById('flame').focus()")
        self.browser.type("#flame", "\ue00c")  # Escape
        self.expect(self.frames()[0][1] == before[0][1], "Escape does not zoom out")
        self.browser.type("#flame", "\ue015\ue015")  # down, down
        self.expect(self.browser.run("return !!document.querySelector('#flame .current')"), "arrow keys move nothing")
        for box in ("#inverted", "#runtime", "#runtime", "#inverted"):
            self.browser.click(box)
            self.expect(self.frames()[0][1] == before[0][1], f"{box} changes the sum")
        self.browser.choose("#colour", "type")
        self.browser.choose("#unit", "objects")
        self.expect(self.frames()[0][1] == sum(site["allocatedObjects"] for site in self.report["sites"]), "objects are wrong")
        self.browser.choose("#unit", "bytes")

    def searching(self):
        sites = [site for site in self.report["sites"] if site["frames"]]
        name = max(sites, key=lambda site: site["allocatedBytes"])["frames"][-1]["function"][:30]
        everything = len(self.rows("sites"))
        self.browser.type("#search", name)
        time.sleep(0.4)
        self.expect("match" in self.browser.run("return document.getElementById('shown').textContent"), "nothing is said of matches")
        self.expect(0 < len(self.rows("sites")) <= everything, "searching finds no site")
        self.browser.run("const s = document.getElementById('search'); s.value = 'no such thing anywhere'; s.dispatchEvent(new Event('input'))")
        time.sleep(0.4)
        self.expect(not self.rows("sites"), "a search for nothing finds something")
        self.browser.run("const s = document.getElementById('search'); s.value = ''; s.dispatchEvent(new Event('input'))")
        time.sleep(0.4)

    def window(self):
        """What was allocated in a window and not freed by its end, counted here again from the page's samples."""
        self.browser.run("document.getElementById('timeline').scrollIntoView({block: 'center'})")
        self.browser.drag("#timeline", 0.3, 0.7)
        shown = self.browser.run(
            "const from = Number(document.getElementById('window-from').value), to = Number(document.getElementById('window-to').value);"
            "return [from, to, document.getElementById('measure').value]"
        )
        self.expect(shown[2] == "kept", f"a window asks for {shown[2]}")
        seconds = self.report["seconds"]
        self.expect(abs(shown[0] - 0.3 * seconds) < 0.03 * seconds and abs(shown[1] - 0.7 * seconds) < 0.03 * seconds, f"window {shown}")
        expected = self.browser.run(
            """const d = JSON.parse(document.getElementById('data').textContent).samples;
            const column = (text, kind) => new kind(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
            const [from, to, size, weight] = [column(d.from, Float32Array), column(d.to, Float32Array),
              column(d.size, Float64Array), column(d.weight, Float32Array)];
            let sum = 0;
            for (let i = 0; i < from.length; i++)
              if (from[i] >= arguments[0] && from[i] <= arguments[1] && (to[i] < 0 || to[i] > arguments[1])) sum += size[i] * weight[i];
            return sum""",
            shown[0],
            shown[1],
        )
        self.show_all()
        total = sum(row[1] for row in self.rows("sites"))
        # The inputs show milliseconds: a sample at the very edge may be on either side.
        self.expect(abs(total - expected) <= 0.02 * expected + 2_000_000, f"window: {total} of {expected}")
        self.browser.click("#window-clear")
        self.expect(self.browser.run("return document.getElementById('window-text').textContent") == "", "the window stays")

    def details(self):
        self.browser.click("#sites tbody tr td:last-child button")
        text = self.browser.run("const d = document.getElementById('details'); return d.open ? d.textContent : ''")
        self.expect("95 % interval" in text and "Stack" in text, "no details of a site")
        self.browser.click("#details form button")

    def labels(self):
        """The table of labels says what the JSON says; a click on one selects it, for processor time as well."""
        self.browser.choose("#measure", "allocated")
        rows = self.browser.run(
            "return [...document.querySelectorAll('#labels tbody tr')].map((row) => "
            "[row.dataset.name !== '', Number(row.dataset.bytes), Number(row.dataset.time)])"
        )
        expected = [
            [bool(entry["labels"]), entry["allocatedBytes"], entry["cpuNanoseconds"]]
            for entry in self.report["labels"]
            if entry["allocatedBytes"] or entry["cpuNanoseconds"]
        ]
        self.expect(sorted(rows) == sorted(expected), f"labels: {rows} instead of {expected}")
        labelled = [row for row in rows if row[0]]
        self.browser.click("#labels button.name")
        self.show_all()
        self.expect(sum(row[1] for row in self.rows("sites")) == labelled[0][1], "a click on labels does not select them")
        time_shown = self.browser.run(
            "return [...document.querySelectorAll('#cpu-lines tbody tr')].reduce((sum, row) => sum + Number(row.dataset.time), 0)"
        )
        self.expect(time_shown == labelled[0][2], f"processor time of labels: {time_shown} of {labelled[0][2]}")
        self.browser.choose("#label", "-1")

    def pictures(self, folder):
        self.failures += self.browser.pictures(f"{folder}/{self.name}")

    def run(self, pictures):
        self.browser.resize(1280, 900)
        seconds = self.browser.open(self.path)
        steps = [self.figures, self.sorting, self.zooming, self.searching, self.window, self.details]
        if not self.report["timeline"]:  # as of a pprof file
            steps.remove(self.window)
        if any(entry["labels"] for entry in self.report["labels"]):
            steps.append(self.labels)
        for step in steps:
            try:
                step()
            except RuntimeError as error:
                self.failures.append(f"{step.__name__}: {error}"[:400])
        self.browser.choose("#measure", "inUse")
        self.pictures(pictures)
        self.expect("harmed" not in self.browser.run("return document.title"), "a name was executed")
        self.failures += [f"console: {message}" for message in self.browser.problems()]
        print(f"{self.name}: {os.path.getsize(self.path) / 1e6:.1f} MB, opened in {seconds:.2f} s, {len(self.failures)} failures")
        for failure in self.failures[:12]:
            print(f"  {failure}")
        return not self.failures


def main():
    folder, pictures = map(os.path.abspath, sys.argv[1:])
    os.makedirs(pictures, exist_ok=True)
    browser = Browser()
    try:
        names = [os.path.basename(path)[:-5] for path in sorted(glob.glob(f"{folder}/*.html"))]
        results = [Check(browser, folder, name).run(pictures) for name in names]
    finally:
        browser.close()
    sys.exit(0 if results and all(results) else 1)


if __name__ == "__main__":
    main()
