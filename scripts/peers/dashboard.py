"""Uses the dashboard of a running service in a browser, by WebDriver, and compares what it shows with the service's JSON.

usage: dashboard.py DIAGNOSED_SERVICE FOLDER PICTURES
"""

import json
import os
import sys
import time

from diagnosed import Service
from page import Browser

PATIENCE = 120


class Check:
    def __init__(self, browser, service, pictures):
        self.browser, self.service, self.pictures_folder = browser, service, pictures
        self.failures = []

    def expect(self, condition, what):
        if not condition:
            self.failures.append(what)

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def until(self, what, script, *arguments):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            result = self.browser.run(script, *arguments)
            if result:
                return result
            time.sleep(0.1)
        self.failures.append(f"never: {what}")
        return None

    def live(self):
        self.until("live", "return document.querySelector('#connection.live') !== null")

    def rows(self, table):
        return self.browser.run(
            "return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)].map((row) => [row.dataset.name, Number(row.dataset.bytes)])", table
        )

    def numbers(self):
        """The tables say what the profile says, and the cards what the statistics say."""
        self.browser.click("#refreshes")
        shown = self.browser.run("return dashboard.data.rows.inUse.bytes.reduce((sum, value) => sum + value, 0)")
        self.browser.choose("#measure", "inUse")
        self.browser.run("document.querySelectorAll('.more').forEach((button) => button.click())")
        for table in ("sites",):
            self.expect(sum(row[1] for row in self.rows(table)) == shown, f"{table}: not {shown}")
        planted = [row for row in self.rows("sites") if "PlantedSession" in row[0] or "plantSessions" in row[0]]
        self.expect(planted and planted[0][1] > 20 << 20, f"planted sessions: {planted[:2]}")
        self.expect(self.rows("types"), "no types")
        self.expect(any("/planted" in row[0] for row in self.rows("labels")) or self.browser.run("return dashboard.data.labels.length") > 0, "no labels")
        statistics = self.service.ask("/debug/trimtab/statistics.json")
        pool = next(pool for pool in statistics["pools"] if pool["name"] == "planted-scratch")
        row = self.browser.run("return [...document.querySelector('#pools-table tr[data-name=planted-scratch]').cells].map((cell) => cell.textContent)")
        self.expect(row[1] == f"{pool['reusePercent']:.1f} %" and row[2] == f"{pool['gets']:,}", f"pool: {row}")
        self.expect(self.text("[data-card=Tasks] dd") != "", "no tasks")
        resident = statistics["process"]["residentBytes"] / 2**20
        shown = float(self.text("[data-card=Resident] dd").split()[0])
        self.expect(abs(shown - resident) < 0.2 * resident, f"resident {shown} of {resident}")
        self.browser.click("#refreshes")

    def growth(self):
        """One click tells what grew."""
        self.service.tell("leak 24")
        self.browser.click("#recent [data-seconds='60']")
        self.until("kept", "return document.getElementById('measure').value === 'kept' && dashboard.following?.seconds === 60")
        top = self.rows("sites")
        self.expect(top and "lant" in top[0][0], f"grew: {top[:2]}")
        before = self.browser.run("return dashboard.timeline.window")
        self.until("the window goes on", "return dashboard.timeline.window[1] > arguments[0]", before[1])
        self.browser.click("#window-clear")
        self.expect(self.browser.run("return dashboard.following") is None, "the window goes on after all")

    def leaks(self):
        """What leaks, and at first that it is too early to tell."""
        self.until("watched", "return document.getElementById('leaks-text').textContent.includes('Nobody has looked')")
        told = []
        for number in range(160):
            self.service.tell("leak 1")
            self.service.tell("look")
            # Of looks that others' work kept apart unevenly it takes some more.
            if number < 40 or number % 10:
                continue
            told = [leak["text"] for leak in self.service.ask("/debug/trimtab/leaks")["leaks"]]
            if any("PlantedSession" in text for text in told):
                break
        self.browser.click("#refresh")
        self.expect(any("PlantedSession" in text and "95 % range" in text for text in told), f"leaks: {told}")
        self.until(
            "what leaks",
            "return JSON.stringify([...document.querySelectorAll('#leaks li .text')].map((e) => e.textContent)) === JSON.stringify(arguments[0])",
            told,
        )
        self.referrers()

    def referrers(self):
        """One click tells who refers to what leaks, and it stays when the list is drawn anew."""
        place = "[...document.querySelectorAll('#leaks li')].find((e) => e.textContent.includes('PlantedSession'))"
        self.browser.run(f"{place}.querySelector('button').click()")
        self.until("referrers", f"return ({place}.querySelector('.referrers p')?.textContent ?? '').startsWith('PARTIAL')")
        rows = self.browser.run(f"return [...{place}.querySelectorAll('.referrers tbody tr')].map((e) => e.cells[3].textContent)")
        self.expect(any("global static Workload.sessions" in row for row in rows), f"referrers: {rows}")
        self.browser.click("#refresh")
        self.expect(self.browser.run(f"return {place}.querySelectorAll('.referrers tbody tr').length") == len(rows), "referrers went")

    def reasons(self):
        """A report of trimtab escape that is chosen says why sites allocate, and goes on to do so when the page is refreshed."""
        place = {"file": "Sources/Planted.swift", "line": 7, "column": 1}
        finding = {
            "state": "heap", "isLineKnown": True, "position": place, "function": "PlantedSession.init()",
            "reason": "a planted reason", "hint": "A planted hint.",
        }
        path = f"{self.pictures_folder}/escape.json"
        for text, answer in (("{", "is no JSON"), ("{}", "no report of trimtab escape"), (json.dumps({"findings": [finding]}), "have a reason")):
            with open(path, "w") as output:
                output.write(text)
            self.browser.run("document.getElementById('escape-report').value = ''")
            self.browser.type("#escape-report", path)
            self.until(answer, "return document.getElementById('action-result').textContent.includes(arguments[0])", answer)
        os.remove(path)
        self.browser.run("dashboard.before = dashboard.data")
        self.browser.click("#refresh")
        self.until("refreshed", "return dashboard.data !== dashboard.before")
        self.browser.run("[...document.querySelectorAll('#sites tbody tr')].find((e) => /plantSessions|PlantedSession/.test(e.dataset.name)).querySelector('button').click()")
        self.until("a reason", "return document.querySelector('#details .reasons')?.textContent === 'a planted reason (Sources/Planted.swift:7) — A planted hint.'")
        self.browser.run("document.getElementById('details').close()")

    def searching(self):
        self.browser.type("#search", "plantSessions")
        self.until("matches", "return document.getElementById('shown').textContent.includes('match')")
        self.expect(self.browser.run("return document.querySelectorAll('#flame .match').length") > 0, "no frame matches")
        self.browser.run("const s = document.getElementById('search'); s.value = ''; s.dispatchEvent(new Event('input'))")

    def dragging(self):
        self.browser.run("document.getElementById('timeline').scrollIntoView({block: 'center'})")
        self.browser.drag("#timeline", 0.2, 0.6)
        shown = self.browser.run("return [dashboard.selection.window, dashboard.following]")
        self.expect(shown[0] and shown[1] is None, f"window: {shown}")
        time.sleep(1.5)
        self.expect(self.browser.run("return dashboard.selection.window") == shown[0], "the window moved")
        self.browser.click("#window-clear")

    def actions(self):
        self.browser.click("#reclaim")
        self.until("reclaimed", "return document.getElementById('action-result').textContent.startsWith('Reclaimed')")
        self.until("event", "return [...document.querySelectorAll('#events [data-kind=reclaim]')].some((e) => e.textContent.includes('on request'))")
        self.browser.type("#set-limit input", "1GiB\ue007")
        self.until("limit", "return document.querySelector('[data-card=Limit]').textContent.includes('1.0 GiB')")
        self.expect(self.service.ask("/debug/trimtab/statistics.json")["tuner"]["limitBytes"] == 1 << 30, "the limit is not set")
        self.browser.run("document.querySelector('#set-limit input').value = ''")
        self.browser.type("#set-limit input", "nonsense\ue007")
        self.until("refusal", "return document.querySelector('#action-result.failed')?.textContent.includes('nonsense')")
        self.browser.type("#set-interval input", "32KiB\ue007")
        self.until("interval", "return document.getElementById('action-result').textContent.includes('32.0 KiB')")
        self.browser.click("#recording")
        self.until("recording", "return document.getElementById('action-result').textContent.includes('.trimtab')")
        self.browser.click("#window")
        self.until("window", "return document.getElementById('window').textContent.startsWith('End')")
        self.browser.click("#window")
        self.until("no window", "return document.getElementById('window').textContent.startsWith('Start')")

    def blocked(self):
        """The page stays usable while the application's pool is blocked."""
        self.service.tell("block")
        self.until("blocked", "return document.getElementById('executor-text').textContent.includes('blocked')")
        self.live()
        self.browser.click("#refresh")
        self.browser.click("#reclaim")
        self.until("reclaimed", "return document.getElementById('action-result').textContent.startsWith('Reclaimed')")
        before = self.browser.run("return dashboard.last.time")
        self.until("goes on", "return dashboard.last.time > arguments[0] + 2", before)
        self.browser.picture(f"{self.pictures_folder}/dashboard-blocked.png")
        self.service.tell("unblock")
        self.until("free", "return !document.getElementById('executor-text').textContent.includes('blocked')")

    def pictures(self):
        self.failures += self.browser.pictures(f"{self.pictures_folder}/dashboard")

    def run(self):
        for command in ("leak 32", "churn 3000", "tasks 7"):
            self.service.tell(command)
        self.browser.resize(1280, 900)
        seconds = self.browser.open(self.service.root + "/debug/trimtab/")
        self.live()
        for step in (self.numbers, self.growth, self.leaks, self.reasons, self.searching, self.dragging, self.actions, self.blocked, self.pictures):
            try:
                step()
            except (RuntimeError, IndexError, TypeError, StopIteration) as error:
                self.failures.append(f"{step.__name__}: {error}"[:400])
        # What is refused on purpose is told as an error of the network.
        self.failures += [f"console: {message}" for message in self.browser.problems() if "400 (Bad Request)" not in message]
        print(f"dashboard: opened in {seconds:.2f} s, {len(self.failures)} failures")
        for failure in self.failures[:20]:
            print(f"  {failure}")
        return not self.failures


def main():
    program, folder, pictures = map(os.path.abspath, sys.argv[1:])
    os.makedirs(pictures, exist_ok=True)
    service = Service(program, folder, LEAK_SECONDS="0")
    browser = Browser()
    try:
        good = Check(browser, service, pictures).run()
    finally:
        browser.close()
        status = service.close()
    if status != 0:
        print(f"the service ended with {status}")
    sys.exit(0 if good and status == 0 else 1)


if __name__ == "__main__":
    main()
