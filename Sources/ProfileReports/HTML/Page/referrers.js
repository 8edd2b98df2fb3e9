// Who refers to what leaks: asked for leak by leak, since the answer takes the service up to two seconds of one processor.

class Referrers {
  constructor() {
    /** What was asked for stays while the list of leaks is drawn anew. */
    this.boxes = new Map();
  }

  /** The button, and later the answer, of one leak. @param {any} leak of leaks */
  box({ type, function: name }) {
    const query = type === null ? `function=${encodeURIComponent(name ?? "")}` : `type=${encodeURIComponent(type)}`;
    const known = this.boxes.get(query);
    if (known) return known;
    const answer = make("div", { class: "referrers", "aria-live": "polite" });
    const button = make("button", { type: "button", onclick: () => this.search(query, answer, button) }, "Who refers to it");
    const box = make("span", {}, button, answer);
    this.boxes.set(query, box);
    return box;
  }

  /** @param {string} query @param {Element} answer @param {HTMLButtonElement} button */
  async search(query, answer, button) {
    button.disabled = true;
    answer.replaceChildren(make("p", {}, "Looking through the memory …"));
    try {
      answer.replaceChildren(...this.draw(await ask(`referrers?${query}`)));
    } catch (error) {
      answer.replaceChildren(make("p", {}, error.message));
    } finally {
      button.disabled = false;
    }
  }

  /** @param {any} found referrers */
  draw(found) {
    const rows = this.rows(found.referrers, 0);
    const text = make("p", {}, found.message);
    return rows.length === 0 ? [text] : [text, plainTable([["references", "from blocks", "to objects", "by"], ...rows])];
  }

  /** A row for each referrer, those of a referrer behind it and one deeper. @param {any[]} referrers @param {number} depth */
  rows(referrers, depth) {
    return referrers.flatMap(({ references, blocks, targets, isCycle, text, referrers }) => [
      [...[references, blocks, targets].map(countText), `${"    ".repeat(depth)}${depth > 0 ? "← " : ""}${text}${isCycle ? " (a cycle)" : ""}`],
      ...this.rows(referrers, depth + 1),
    ]);
  }
}
