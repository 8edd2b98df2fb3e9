// What each set of labels used: memory as selected, and processor time of the whole run. A click selects the labels.

class LabelTable {
  /** @param {(label: number) => void} select */
  constructor(select) {
    this.select = select;
  }

  /** @param {Model} model */
  fill(model) {
    this.model = model;
    byId("by-label").hidden = model.data.labels.length === 0;
  }

  /** Nanoseconds by label, -1 for what has none. @param {number} thread -1 for all */
  times(thread) {
    /** @type {Map<number, number>} */
    const times = new Map();
    const rows = this.model.data.cpu?.rows;
    rows?.label.forEach((label, row) => {
      if (thread < 0 || rows.thread[row] === thread) times.set(label, (times.get(label) ?? 0) + rows.time[row]);
    });
    return times;
  }

  /** @param {Use} use @param {"bytes" | "objects"} unit @param {(row: number) => boolean} filter @param {number} thread */
  show(use, unit, filter, thread) {
    const { data } = this.model;
    // Groups count from 0: what has no labels is one of them.
    const groups = data.rows.label.map((label) => label + 1);
    const sums = new Map(this.model.grouped(use, groups, filter).map((sum) => [sum.group - 1, sum]));
    const times = this.times(thread);
    const total = (values) => [...values].reduce((sum, value) => sum + value, 0);
    const whole = total([...sums.values()].map((sum) => sum[unit]));
    const wholeTime = total(times.values());
    const amount = (label) => sums.get(label)?.[unit] ?? 0;
    const labels = [...new Set([...sums.keys(), ...times.keys()])].filter((label) => amount(label) > 0 || times.get(label) > 0);
    labels.sort((a, b) => amount(b) - amount(a) || (times.get(b) ?? 0) - (times.get(a) ?? 0));
    const titles = ["share", unit, ...(data.cpu ? ["CPU", "CPU time"] : []), "labels"];
    const body = labels.map((label) => make("tr", { "data-name": data.labels[label] ?? "", "data-bytes": Math.round(sums.get(label)?.bytes ?? 0), "data-time": times.get(label) ?? 0 },
      make("td", { class: "share" }, make("i", { style: `width:${(100 * amount(label)) / (whole || 1)}%` }), shareText(amount(label), whole)),
      make("td", {}, amountText(amount(label), unit)),
      ...(data.cpu ? [make("td", {}, shareText(times.get(label) ?? 0, wholeTime)), make("td", {}, secondsText((times.get(label) ?? 0) / 1e9))] : []),
      make("td", {}, label < 0 ? make("span", { class: "faint" }, "no labels")
        : make("button", { type: "button", class: "name", title: `Show only ${data.labels[label]}`, onclick: () => this.select(label) }, data.labels[label]))));
    byId("labels").replaceChildren(make("table", {},
      make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)))), make("tbody", {}, ...body)));
  }
}
