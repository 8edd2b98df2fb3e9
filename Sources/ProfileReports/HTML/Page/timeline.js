// Memory over time, and the window that is selected in it.

class Timeline {
  /**
   * @param {Model} model
   * @param {(window: [number, number] | null) => void} select
   */
  constructor(model, select) {
    this.model = model;
    this.select = select;
    /** @type {[number, number] | null} */
    this.window = null;
    this.box = byId("timeline");
    this.inputs = [byId("window-from"), byId("window-to")];
    for (const input of this.inputs) input.addEventListener("change", () => this.takeInputs());
    this.fill(model);
    byId("window-clear").addEventListener("click", () => this.set(null));
    // A file of pprof knows no times.
    this.box.closest("section")?.toggleAttribute("hidden", model.data.timeline.time.length === 0);
    this.drawLegend();
    new ResizeObserver(() => this.draw()).observe(this.box);
    this.listen();
    this.set(null);
  }

  /** @param {Model} model */
  fill(model) {
    this.model = model;
    this.duration = Math.max(model.data.seconds ?? 0, model.data.timeline.time.at(-1) ?? 0);
    for (const input of this.inputs) input.max = String(this.duration);
  }

  listen() {
    /** @type {number | null} */
    let start = null;
    const time = (event) => {
      const box = this.box.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.duration;
    };
    this.box.addEventListener("pointerdown", (event) => {
      start = time(event);
      this.isDragging = true;
      this.box.setPointerCapture(event.pointerId);
    });
    this.box.addEventListener("pointermove", (event) => {
      if (start !== null) this.mark([Math.min(start, time(event)), Math.max(start, time(event))]);
    });
    this.box.addEventListener("pointerup", (event) => {
      if (start === null) return;
      this.isDragging = false;
      const end = time(event);
      const isClick = Math.abs(end - start) < this.duration / 200;
      this.set(isClick ? null : [Math.min(start, end), Math.max(start, end)]);
      start = null;
    });
  }

  /** Whether somebody is about to choose a window. */
  isInUse() {
    return this.isDragging || this.inputs.includes(document.activeElement);
  }

  takeInputs() {
    const [from, to] = this.inputs.map((input) => Number(input.value));
    const isWhole = from <= 0 && to >= this.duration;
    this.set(isWhole || !(to > from) ? null : [Math.max(0, from), Math.min(this.duration, to)]);
  }

  /** @param {[number, number] | null} window */
  set(window) {
    this.mark(window);
    this.select(window);
  }

  /** @param {[number, number] | null} window */
  mark(window) {
    this.window = window;
    const [from, to] = window ?? [0, this.duration];
    this.inputs[0].value = from.toFixed(3);
    this.inputs[1].value = to.toFixed(3);
    byId("window-clear").toggleAttribute("disabled", !window);
    byId("window-text").textContent = window ? this.windowText(window) : "";
    this.draw();
  }

  /** What the exact totals say of a window. */
  windowText([from, to]) {
    const { time, live, allocated } = this.model.data.timeline;
    const at = (moment) => time.reduce((best, value, index) => (value <= moment ? index : best), 0);
    const [first, last] = [at(from), at(to)];
    if (time.length === 0) return "";
    const change = live[last] - live[first];
    return `${secondsText(to - from)}: live heap ${change < 0 ? "−" : "+"}${bytesText(Math.abs(change))},`
      + ` ${bytesText(allocated[last] - allocated[first])} allocated`;
  }

  drawLegend() {
    const entries = [["resident", "resident"], ["live", "live heap"], ["rate", "allocation rate"]];
    if (this.model.data.totals.memoryLimit) entries.push(["limit", "limit"]);
    byId("legend").replaceChildren(
      ...entries.map(([name, text]) => make("span", { style: `--of: var(--${name})` }, text)),
      make("span", { style: "--of: color-mix(in srgb, var(--resident) 25%, transparent)" }, "allocator, code, stacks"),
    );
  }

  draw() {
    const { timeline, totals } = this.model.data;
    const { width, height } = this.box.getBoundingClientRect();
    if (!(width > 0)) return;
    const limit = totals.memoryLimit;
    const most = Math.max(1, ...timeline.resident, ...timeline.live);
    // A limit far above would flatten everything.
    const showsLimit = limit && limit < 2.5 * most;
    const top = 1.08 * (showsLimit ? Math.max(most, limit) : most);
    const x = (time) => (time / (this.duration || 1)) * width;
    const y = (value) => height - 16 - (value / top) * (height - 22);
    const line = (values) => values.map((value, i) => `${i ? "L" : "M"}${x(timeline.time[i]).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    const back = [...timeline.time.keys()].reverse();
    const slack = `${line(timeline.resident)}${back.map((i) => `L${x(timeline.time[i]).toFixed(1)} ${y(timeline.live[i]).toFixed(1)}`).join("")}Z`;
    const label = `Resident memory up to ${bytesText(totals.peakResidentBytes ?? 0)}, live heap up to ${bytesText(totals.peakLiveBytes)}, over ${secondsText(this.duration)}`;
    const svg = make("svg", { role: "img", "aria-label": label, viewBox: `0 0 ${width} ${height}` });
    for (const part of [0.25, 0.5, 0.75, 1]) {
      const value = most * part;
      svg.append(make("line", { class: "grid", x1: 0, x2: width, y1: y(value), y2: y(value) }),
        make("text", { class: "axis", x: 4, y: y(value) - 3 }, bytesText(value)));
    }
    for (const part of [0.25, 0.5, 0.75]) {
      svg.append(make("text", { class: "axis", x: width * part, y: height - 4, "text-anchor": "middle" }, secondsText(this.duration * part)));
    }
    svg.append(
      make("path", { class: "rate", d: this.ratePath(x, height) }),
      make("path", { class: "slack", d: slack }),
      make("path", { class: "resident", d: line(timeline.resident) }),
      make("path", { class: "live", d: line(timeline.live) }),
    );
    if (showsLimit) svg.append(make("path", { class: "limit", d: `M0 ${y(limit)}H${width}` }));
    for (const { from, to, level } of this.model.data.pressure ?? []) {
      svg.prepend(make("rect", { class: `pressure ${level}`, x: x(from), y: 0, width: Math.max(1, x(to) - x(from)), height: height - 16 },
        make("title", {}, `${level} memory pressure`)));
    }
    const events = this.model.data.events;
    for (const [index, event] of events.entries()) {
      svg.append(make("path", { class: "event", d: `M${x(event.time)} 0V${height - 16}` }, make("title", {}, `${event.text}, ${secondsText(event.time)}`)));
      if (!event.isUnnamed) svg.append(make("text", { class: "axis", x: x(event.time) - 3, y: 11 + 13 * index, "text-anchor": "end" }, event.text));
    }
    if (this.window) {
      const [from, to] = this.window.map(x);
      svg.append(make("rect", { class: "window", x: from, y: 0, width: Math.max(1, to - from), height: height - 16 }));
    }
    this.box.replaceChildren(svg);
  }

  /** Bytes allocated per second, scaled to a third of the height. */
  ratePath(x, height) {
    const { time, allocated } = this.model.data.timeline;
    const steps = Math.min(120, time.length - 1);
    if (steps < 1) return "";
    const rates = [];
    for (let step = 0; step < steps; step++) {
      const [first, last] = [step, step + 1].map((n) => Math.round((n / steps) * (time.length - 1)));
      const seconds = time[last] - time[first];
      rates.push({ from: time[first], to: time[last], rate: seconds > 0 ? (allocated[last] - allocated[first]) / seconds : 0 });
    }
    const most = Math.max(1, ...rates.map((entry) => entry.rate));
    const floor = height - 16;
    return `M0 ${floor}${rates.map(({ from, to, rate }) => {
      const level = (floor - (rate / most) * (floor / 3)).toFixed(1);
      return `L${x(from).toFixed(1)} ${level}L${x(to).toFixed(1)} ${level}`;
    }).join("")}L${x(time.at(-1))} ${floor}Z`;
  }
}
