// Puts the page together: one selection, and everything that shows it.

const MEASURES = {
  inUse: { run: "in use at the end", window: "in use at the end of the window" },
  kept: { run: null, window: "allocated in the window and not freed by its end" },
  allocated: { run: "allocated", window: "allocated in the window" },
  peak: { run: "in use at the peak", window: null },
};

class App {
  /** @param {any} data */
  constructor(data) {
    this.data = data;
    this.model = new Model(data);
    this.selection = { measure: this.firstMeasure(), window: null, thread: -1, label: -1 };
    this.unit = "bytes";
    this.query = "";
    this.drawHeader();
    this.drawFindings();
    this.flame = new FlameGraph(this.model, data.rows);
    this.details = new Details(this.model);
    const open = (entries) => (sum) => this.details.open(entries()[sum.group], sum.rows, this.use, this.measureText());
    this.types = new UseTable("types", { title: "type", open: open(() => this.data.types) });
    this.sites = new UseTable("sites", { title: "site", open: open(() => this.data.lines) });
    this.labels = new LabelTable((label) => this.selectLabel(label));
    if (data.cpu) this.cpu = new CPUView(this.model, data.cpu);
    this.fillTables();
    this.listen();
    this.timeline = new Timeline(this.model, (window) => this.select({ window }));
  }

  fillTables() {
    const { rows, types, lines } = this.data;
    this.types.fill(this.model, rows.type, types);
    this.sites.fill(this.model, rows.line, lines);
    this.labels.fill(this.model);
  }

  /** What is in use at the end, unless nearly all was freed by then. */
  firstMeasure() {
    const sum = (measure) => this.data.rows[measure].bytes.reduce((total, value) => total + value, 0);
    const [inUse, peak] = [sum("inUse"), sum("peak")];
    if (inUse > 0 && inUse > peak / 20) return "inUse";
    return peak > 0 ? "peak" : "allocated";
  }

  listen() {
    byId("measure").addEventListener("change", (event) => this.select({ measure: event.target.value }));
    byId("thread").addEventListener("change", (event) => this.select({ thread: Number(event.target.value) }));
    byId("label").addEventListener("change", (event) => this.select({ label: Number(event.target.value) }));
    byId("unit").addEventListener("change", (event) => { this.unit = event.target.value; this.draw(); });
    let timer = 0;
    byId("search").addEventListener("input", (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => { this.query = event.target.value.trim().toLowerCase(); this.draw(); }, 120);
    });
    this.fillChoices();
    byId("theme").addEventListener("click", () => this.nextTheme());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || /input|select|textarea/i.test(document.activeElement?.tagName ?? "")) return;
      event.preventDefault();
      byId("search").focus();
    });
  }

  selectLabel(label) {
    byId("label").value = label;
    this.select({ label });
  }

  fillChoices() {
    for (const [id, texts] of [["thread", this.data.threads], ["label", this.data.labels]]) {
      const options = texts.map((text, index) => make("option", { value: index }, text));
      byId(id).replaceChildren(make("option", { value: -1 }, "all"), ...options);
      byId(id).value = String(this.selection[id]);
    }
    byId("label-choice").hidden = this.data.labels.length === 0;
  }

  nextTheme() {
    const themes = ["system", "light", "dark"];
    const now = document.documentElement.dataset.theme ?? "system";
    const next = themes[(themes.indexOf(now) + 1) % themes.length];
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    byId("theme").textContent = `Theme: ${next}`;
  }

  select(change) {
    const kind = (change.window ?? this.selection.window) && change.window !== null ? "window" : "run";
    const hadWindow = this.selection.window !== null;
    Object.assign(this.selection, change);
    // The question that a new window asks: what was allocated in it and stayed?
    if (kind === "window" && !hadWindow) this.selection.measure = "kept";
    if (!MEASURES[this.selection.measure][kind]) this.selection.measure = kind === "window" ? "kept" : this.firstMeasure();
    byId("measure").replaceChildren(...Object.entries(MEASURES).filter(([, texts]) => texts[kind]).map(([name, texts]) =>
      make("option", { value: name, selected: name === this.selection.measure }, texts[kind])));
    this.use = this.model.use(this.selection);
    this.cpu?.show(this.selection.thread, this.selection.label);
    this.draw();
  }

  measureText() {
    const text = MEASURES[this.selection.measure][this.selection.window ? "window" : "run"];
    return text[0].toUpperCase() + text.slice(1);
  }

  draw() {
    const isMatch = this.rowFilter();
    const { use, unit } = this;
    let whole = 0;
    let matched = 0;
    for (let row = 0; row < this.model.rowCount; row++) {
      whole += use[unit][row];
      if (isMatch(row)) matched += use[unit][row];
    }
    // The graph keeps its shape while one searches; the tables show what was found.
    this.flame.show(use, unit, () => true, this.query);
    this.types.show(use, unit, isMatch, whole);
    this.sites.show(use, unit, isMatch, whole);
    this.labels.show(use, unit, isMatch, this.selection.thread);
    const notes = [`${amountText(whole, unit)}${unit === "objects" ? " objects" : ""}`];
    if (this.query) notes.push(`${shareText(matched, whole) || "0 %"} match`);
    if (this.selection.window && !this.data.samples.isComplete && this.selection.measure === "allocated") {
      notes.push("at least: of freed blocks only the latest samples are known");
    }
    byId("shown").textContent = notes.join("; ");
  }

  /** Whether a row has to do with what is searched: a frame of it, or its type. */
  rowFilter() {
    const { query, model, data } = this;
    if (!query) return () => true;
    const types = data.types.map((type) => type.full.toLowerCase().includes(query) || type.name.toLowerCase().includes(query));
    const frames = new Map();
    const nodes = new Map();
    const nodeMatches = (node) => {
      const path = [];
      while (node >= 0 && !nodes.has(node)) { path.push(node); node = model.nodes.parent[node]; }
      let found = node >= 0 && nodes.get(node);
      for (const next of path.reverse()) {
        const frame = model.nodes.frame[next];
        if (!frames.has(frame)) frames.set(frame, matchesFunction(model, frame, query));
        found = found || frames.get(frame);
        nodes.set(next, found);
      }
      return found;
    };
    return (row) => types[data.rows.type[row]] || nodeMatches(data.rows.node[row]);
  }

  drawHeader() {
    const { data } = this;
    byId("program").textContent = data.program.name;
    byId("run").textContent = data.run;
    const command = data.program.arguments.join(" ");
    if (command) byId("run").title = command;
    byId("totals").replaceChildren(...data.cards.map(([title, text]) => make("div", {}, make("dt", {}, title), make("dd", {}, text))));
    byId("quality").replaceChildren(...data.quality.map((line) => make("li", {}, line)));
  }

  drawFindings() {
    const { findings, lines } = this.data;
    byId("findings").replaceChildren(...findings.map(({ text, place, line }) => make("li", {}, text, " ",
      line === null ? "" : make("button", { type: "button", class: "link place", onclick: () => this.openLine(line) }, place ?? lines[line].name))));
    if (findings.length === 0) byId("findings").replaceChildren(make("li", { class: "nothing" }, "Nothing stands out."));
  }

  openLine(line) {
    const rows = this.data.rows.line.flatMap((value, row) => (value === line ? [row] : []));
    this.details.open(this.data.lines[line], rows, this.use, this.measureText());
  }
}
