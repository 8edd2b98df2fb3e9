"""Looks at the page of `trimtab tune --html` in a browser: nothing is too wide, all that the JSON names is there.

usage: tuning_page.py PAGE JSON PICTURES    (PICTURES is the folder for pictures of three widths in both themes)
"""

import json
import os
import sys

from page import Browser


def main():
    page, document, pictures = map(os.path.abspath, sys.argv[1:])
    with open(document) as file:
        report = json.load(file)
    browser = Browser()
    try:
        browser.resize(1280, 900)
        browser.open(page)
        rows = browser.run("return [...document.querySelectorAll('tbody tr')].map((row) => row.cells[0].textContent)")
        plots = browser.run("return [...document.querySelectorAll('figcaption')].map((caption) => caption.textContent)")
        names = [result["name"] for result in report["results"]]
        failures = [f"the {what} are of {found}" for what, found in (("rows", rows), ("plots", plots)) if found != names]
        ratios = browser.run("return document.querySelectorAll('.ratio').length")
        if ratios != 5 * (len(names) - 1):
            failures.append(f"{ratios} ratios of {len(names)} configurations")
        failures += browser.pictures(f"{pictures}/tuning") + browser.problems()
    finally:
        browser.close()
    for failure in failures:
        print(f"page of tune: {failure}")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
