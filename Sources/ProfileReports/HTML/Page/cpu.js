// What processor time was used for: a flame graph and a table of lines. It follows the thread and the labels that are selected
// above; it is of the whole run, since no times are kept.

class CPUView {
  /** @param {Model} model @param {any} data see PageCPU.swift */
  constructor(model, data) {
    this.model = model;
    this.data = data;
    byId("cpu").hidden = false;
    byId("cpu-text").textContent = data.text;
    this.flame = new FlameGraph(model, data.rows, "cpu-");
    byId("cpu-search").addEventListener("input", (event) => this.draw(event.target.value.trim().toLowerCase()));
    this.isWhole = false;
    this.query = "";
    this.show(-1, -1);
  }

  /** @param {number} thread -1 for all @param {number} label -1 for all */
  show(thread, label) {
    const { rows } = this.data;
    this.isSelected = (row) => (thread < 0 || rows.thread[row] === thread) && (label < 0 || rows.label[row] === label);
    this.whole = rows.time.reduce((sum, time, row) => sum + (this.isSelected(row) ? time : 0), 0);
    this.draw(this.query);
  }

  /** @param {string} query */
  draw(query) {
    const { rows } = this.data;
    this.query = query;
    const isMatch = (row) => !query || this.model.stackAt(rows.node[row]).some((frame) => matchesFunction(this.model, frame, query));
    this.flame.show(rows, "time", this.isSelected, query);
    const sums = this.data.lines.map(() => ({ time: 0, variance: 0, samples: 0 }));
    rows.line.forEach((line, row) => {
      if (!this.isSelected(row) || !isMatch(row)) return;
      sums[line].time += rows.time[row];
      sums[line].variance += rows.timeVariance[row];
      sums[line].samples += rows.samples[row];
    });
    this.drawTable(sums);
  }

  drawTable(sums) {
    const lines = sums.map((sum, line) => ({ ...sum, line })).filter((sum) => sum.time > 0).sort((a, b) => b.time - a.time);
    const shown = this.isWhole ? lines : lines.slice(0, ROWS_AT_FIRST);
    const head = ["share", "time", "95 % interval", "samples", "line"].map((title) => make("th", { scope: "col" }, title));
    const body = shown.map((sum) => {
      const [low, high] = interval95(sum.time, sum.variance);
      const { full, name, place } = this.data.lines[sum.line];
      return make("tr", { "data-name": full, "data-time": sum.time, "data-samples": sum.samples },
        make("td", { class: "share" }, make("i", { style: `width:${(100 * sum.time) / (this.whole || 1)}%` }), shareText(sum.time, this.whole)),
        make("td", {}, secondsText(sum.time / 1e9)),
        make("td", { class: "wide" }, `${(low / 1e9).toFixed(2)}–${secondsText(high / 1e9)}`),
        make("td", { class: "wide" }, countText(sum.samples)),
        make("td", { title: full }, cutMiddle(name, 160), " ", place ? make("span", { class: "place", title: place }, place.split("/").at(-1)) : ""));
    });
    const rest = lines.length - shown.length;
    byId("cpu-lines").replaceChildren(
      make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body)),
      lines.length === 0 ? make("p", { class: "faint" }, "No line is known of what is selected.") : "",
      rest > 0 ? make("button", { type: "button", class: "more", onclick: () => { this.isWhole = true; this.draw(this.query); } }, `Show ${countText(rest)} more`) : "",
    );
  }
}
