// What is known of one site or one type: its stacks, types, ages and growth.

const STACKS_SHOWN = 5;

class Details {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.dialog = /** @type {HTMLDialogElement} */ (byId("details"));
  }

  /**
   * @param {any} entry of data.lines or data.types
   * @param {number[]} rows
   * @param {Use} use
   * @param {string} measure what is shown, in words
   */
  open(entry, rows, use, measure) {
    byId("details-title").textContent = entry.full;
    byId("details-body").replaceChildren(
      ...[entry.place ? make("p", { class: "place" }, entry.place) : "", this.facts(entry, rows, use, measure),
        this.reasons(rows, use), this.history(rows), this.breakdown(rows, use),
        this.stacks(rows, use)].flat(),
    );
    this.dialog.showModal();
  }

  facts(entry, rows, use, measure) {
    const sum = (key) => rows.reduce((total, row) => total + use[key][row], 0);
    const interval = interval95(sum("bytes"), sum("bytesVariance"));
    const facts = [
      `${measure}: ${bytesText(sum("bytes"))} (95 % interval ${rangeText(interval, "bytes")}) in ${countText(sum("objects"))} objects, from ${countText(sum("samples"))} samples.`,
    ];
    if (entry.medianAge !== null) {
      facts.push(`Half of what is in use at the end is older than ${secondsText(entry.medianAge)}; the oldest is ${secondsText(entry.oldestAge)} old.`);
    }
    if (entry.freedAtOnce !== null) facts.push(`${shareText(entry.freedAtOnce * 1000, 1000)} of what it allocates is freed within 10 ms.`);
    const { growth } = entry;
    if (growth) {
      const range = `${bytesText(growth.interval[0])}/s to ${bytesText(growth.interval[1])}/s`;
      facts.push(growth.interval[0] > 0
        ? `Grew ${bytesText(growth.bytesPerSecond)} per second in the second half of the run (95 %: ${range})${growth.isSteady ? ", steadily" : ""}.`
        : `No growth beyond chance in the second half of the run (95 %: ${range}).`);
    }
    return facts.map((fact) => make("p", {}, fact));
  }

  /** What an analysis of the program's code says: the reasons of most bytes first. */
  reasons(rows, use) {
    const { reasons, rows: all } = this.model.data;
    /** @type {Map<number, number>} */
    const sums = new Map();
    for (const row of rows) {
      const reason = all.reason[row];
      if (reason >= 0) sums.set(reason, (sums.get(reason) ?? 0) + use.bytes[row]);
    }
    if (sums.size === 0) return [];
    const ordered = [...sums].sort((a, b) => b[1] - a[1]).slice(0, STACKS_SHOWN);
    return [make("h3", {}, "Why it allocates"), make("ul", { class: "reasons" }, ...ordered.map(([reason]) => {
      const { text, hint } = reasons[reason];
      return make("li", {}, text, ...(hint ? [make("span", { class: "hint" }, ` — ${hint}`)] : []));
    }))];
  }

  history(rows) {
    const values = this.model.history(rows, 60);
    const most = Math.max(...values);
    if (!(most > 0)) return "";
    const points = values.map((value, i) => `L${((i + 1) / values.length) * 100} ${40 - (value / most) * 37}`).join("");
    return [
      make("h3", {}, `In use over time, up to ${bytesText(most)}`),
      make("svg", { class: "growth", viewBox: "0 0 100 40", preserveAspectRatio: "none", role: "img", "aria-label": `In use over time, up to ${bytesText(most)}` },
        make("path", { d: `M0 40${points}L100 40Z` })),
      this.model.data.samples.isComplete ? "" : make("p", { class: "hint" }, "Of freed blocks only the latest samples are known: the past may be too low."),
    ].flat();
  }

  breakdown(rows, use) {
    const { types, rows: all, threads } = this.model.data;
    const list = (title, groupOf, nameOf) => {
      const sums = new Map();
      for (const row of rows) {
        if (use.bytes[row] > 0) sums.set(groupOf(row), (sums.get(groupOf(row)) ?? 0) + use.bytes[row]);
      }
      if (sums.size === 0) return [];
      const ordered = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 8);
      return [make("h3", {}, title), make("ul", {}, ...ordered.map(([group, bytes]) =>
        make("li", {}, `${bytesText(bytes)}  `, make("code", {}, nameOf(group)))))];
    };
    return [
      ...list("Types", (row) => all.type[row], (type) => (type < 0 ? "raw memory, or not known" : types[type].full)),
      ...list("Threads", (row) => threads[all.thread[row]] ?? "", (name) => name || "not known"),
    ];
  }

  stacks(rows, use) {
    /** @type {Map<number, number>} */
    const sums = new Map();
    for (const row of rows) {
      const node = this.model.data.rows.node[row];
      sums.set(node, (sums.get(node) ?? 0) + use.bytes[row]);
    }
    const ordered = [...sums].filter(([, bytes]) => bytes > 0).sort((a, b) => b[1] - a[1]);
    const parts = [make("h3", {}, ordered.length === 1 ? "Stack" : `Stacks: the largest of ${countText(ordered.length)}`)];
    for (const [node, bytes] of ordered.slice(0, STACKS_SHOWN)) {
      parts.push(make("p", {}, make("strong", {}, bytesText(bytes))), this.stack(node));
    }
    return parts;
  }

  stack(node) {
    const { nodes } = this.model;
    const lines = [];
    for (; node >= 0; node = nodes.parent[node]) {
      const { full, name, origin } = this.model.functionOf(nodes.frame[node]);
      lines.push(make("li", { class: origin === 0 ? null : "runtime", title: full },
        make("code", {}, cutMiddle(name, 240)), make("span", { class: "place" }, this.model.placeOf(nodes.frame[node]))));
    }
    return make("ol", { class: "stack" }, ...(lines.length ? lines : [make("li", {}, "The stack is not known.")]));
  }
}
