// The icicle flame graph: a frame is as wide as what was allocated, or the time that was used, below it.

// Frames narrower than this, in pixels, are left out.
const NARROWEST = 1.5;

class FlameNode {
  /** @param {number} frame @param {FlameNode | null} parent */
  constructor(frame, parent) {
    this.frame = frame;
    // Calls from several lines of the function are one.
    this.hasLines = false;
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.value = 0;
    this.samples = 0;
    /** @type {Map<number, FlameNode>} by function */
    this.children = new Map();
    /** @type {Map<number, number>} */
    this.types = new Map();
  }

  /** @param {number} frame @param {number} key the frame's function */
  child(frame, key) {
    let child = this.children.get(key);
    if (!child) this.children.set(key, (child = new FlameNode(frame, this)));
    if (child.frame !== frame) child.hasLines = true;
    return child;
  }

  ordered() {
    return [...this.children.values()].sort((a, b) => b.value - a.value);
  }
}

class FlameGraph {
  /**
   * @param {Model} model
   * @param {{node: number[], type?: number[]}} rows
   * @param {string} prefix of the elements' ids
   */
  constructor(model, rows, prefix = "") {
    this.model = model;
    this.rows = rows;
    this.byId = (id) => byId(prefix + id);
    this.box = this.byId("flame");
    this.unit = "bytes";
    this.query = "";
    this.options = { inverted: false, runtime: false, colour: "module" };
    for (const name of ["inverted", "runtime"]) {
      this.byId(name).addEventListener("change", (event) => this.change({ [name]: event.target.checked }));
    }
    this.byId("colour")?.addEventListener("change", (event) => this.change({ colour: event.target.value }));
    this.byId("zoom-out").addEventListener("click", () => this.zoom(this.root));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focus", () => this.point(this.current ?? this.zoomed));
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** Another recording of the same program: what is zoomed to stays. @param {Model} model @param {{node: number[], type?: number[]}} rows */
  fill(model, rows) {
    const names = this.pathOf(this.zoomed).map((key) => this.model.data.functions[key].full);
    const keys = new Map(model.data.functions.map((entry, key) => [entry.full, key]));
    Object.assign(this, { model, rows, path: names.map((name) => keys.get(name) ?? -1) });
  }

  change(options) {
    Object.assign(this.options, options);
    this.build();
  }

  /** @param {Use} use @param {"bytes" | "objects" | "time"} unit @param {(row: number) => boolean} filter @param {string} query */
  show(use, unit, filter, query) {
    Object.assign(this, { use, unit, filter, query });
    this.build();
  }

  isShown(frame) {
    const { origin } = this.model.functionOf(frame);
    return origin === 0 || (origin !== 3 && this.options.runtime);
  }

  build() {
    if (!this.use) return;
    const path = this.path ?? this.pathOf(this.zoomed);
    this.path = null;
    const { use, unit, model } = this;
    const root = new FlameNode(-1, null);
    for (let row = 0; row < this.rows.node.length; row++) {
      const value = use[unit][row];
      if (!(value > 0) || !this.filter(row)) continue;
      const all = model.stackAt(this.rows.node[row]);
      let frames = all.filter((frame) => this.isShown(frame));
      // A stack of the runtime alone is shown as it is.
      if (frames.length === 0) frames = all;
      if (!this.options.inverted) frames.reverse();
      const type = this.rows.type?.[row] ?? -1;
      let node = root;
      for (let i = -1; i < frames.length; i++) {
        if (i >= 0) node = node.child(frames[i], this.keyOf(frames[i]));
        node.value += value;
        node.samples += use.samples[row];
        node.types.set(type, (node.types.get(type) ?? 0) + value);
      }
    }
    this.root = root;
    // What was zoomed to stays, if it is still there.
    let zoomed = root;
    for (const key of path) zoomed = zoomed.children.get(key) ?? zoomed;
    this.zoom(zoomed);
  }

  pathOf(node) {
    const path = [];
    for (; node?.parent; node = node.parent) path.unshift(this.keyOf(node.frame));
    return path;
  }

  /** What makes frames one: their function. */
  keyOf(frame) {
    return this.model.data.frames[frame][0];
  }

  /** @param {FlameNode} node */
  zoom(node) {
    this.zoomed = node;
    this.current = node;
    this.byId("zoom-out").toggleAttribute("disabled", node === this.root);
    this.draw();
    this.describe(node);
  }

  draw() {
    const width = this.box.clientWidth;
    // On very wide screens letters are larger.
    this.rowHeight = window.innerWidth >= 2400 ? 25 : 19;
    if (!this.root || !(width > 0)) return;
    const shown = [];
    let deepest = this.zoomed.depth;
    for (let node = this.zoomed; node; node = node.parent) shown.push(this.element(node, 0, width, node !== this.zoomed));
    const visit = (node, left, size) => {
      deepest = Math.max(deepest, node.depth);
      let x = left;
      for (const child of node.ordered()) {
        const part = (child.value / node.value) * size;
        if (part < NARROWEST) break;
        shown.push(this.element(child, x, part, false));
        visit(child, x, part);
        x += part;
      }
    };
    visit(this.zoomed, 0, width);
    this.box.replaceChildren(...shown);
    this.box.style.height = `${(deepest + 1) * this.rowHeight + 2}px`;
    if (this.root.value === 0) this.box.textContent = "Nothing is selected.";
  }

  element(node, left, width, isAncestor) {
    const name = this.nameOf(node);
    const element = make("div", {
      class: `frame${isAncestor ? " ancestor" : ""}${this.matches(node) ? " match" : ""}`,
      role: "treeitem",
      "aria-level": node.depth + 1,
      "aria-label": `${name}, ${this.amountOf(node)}`,
      "data-value": node.value,
      style: `left:${left}px;width:${Math.max(1, width - 1)}px;top:${node.depth * this.rowHeight}px;background:${this.colourOf(node)}`,
      onclick: () => this.zoom(node),
      onpointerenter: () => this.describe(node),
    }, width > 24 ? name : "");
    node.element = element;
    return element;
  }

  nameOf(node) {
    return node.frame < 0 ? "all" : this.model.functionOf(node.frame).name;
  }

  amountOf(node) {
    const share = shareText(node.value, this.root.value);
    return `${amountText(node.value, this.unit)}${this.unit === "objects" ? " objects" : ""}, ${share}, ${countText(node.samples)} samples`;
  }

  matches(node) {
    if (!this.query || node.frame < 0) return false;
    return matchesFunction(this.model, node.frame, this.query);
  }

  colourOf(node) {
    if (node.frame < 0) return "light-dark(#cfd5db, #59626b)";
    if (this.options.colour === "type") {
      const [type] = [...node.types].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
      return type < 0 ? "light-dark(#cfd5db, #7b848d)" : colour(this.model.data.types[type].name);
    }
    const { module, origin } = this.model.functionOf(node.frame);
    return origin === 0 ? colour(module) : "light-dark(#cfd5db, #7b848d)";
  }

  describe(node) {
    const output = this.byId("flame-frame");
    if (!node || node.frame < 0) {
      output.replaceChildren(make("span", { class: "faint" }, node ? `All: ${this.amountOf(node)}` : ""));
      return;
    }
    const place = node.hasLines ? this.model.functionOf(node.frame).file ?? "" : this.model.placeOf(node.frame);
    output.replaceChildren(
      make("strong", {}, this.amountOf(node)), " ",
      make("code", {}, this.model.functionOf(node.frame).full), " ",
      make("span", { class: "place faint" }, place),
    );
  }

  point(node) {
    if (!node) return;
    this.current?.element?.classList.remove("current");
    this.current = node;
    node.element?.classList.add("current");
    this.describe(node);
  }

  key(event) {
    const node = this.current ?? this.zoomed;
    const siblings = node.parent ? node.parent.ordered().filter((other) => other.element?.isConnected) : [node];
    const at = siblings.indexOf(node);
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowUp: () => this.point(node.parent ?? node),
      ArrowDown: () => this.point(node.ordered()[0] ?? node),
      ArrowLeft: () => this.point(siblings[at - 1] ?? node),
      ArrowRight: () => this.point(siblings[at + 1] ?? node),
      Enter: () => { this.zoom(node); this.point(node); },
      Escape: () => { this.zoom(this.root); this.point(this.root); },
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }
}

/** The same colour for the same text, dark enough on light and light enough for dark letters. @param {string} text */
function colour(text) {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  return `hsl(${(hash >>> 0) % 360} ${45 + ((hash >>> 9) % 20)}% ${66 + ((hash >>> 17) % 12)}%)`;
}

/** @param {Model} model @param {number} frame @param {string} query in lower case */
function matchesFunction(model, frame, query) {
  const { name, full } = model.functionOf(frame);
  return full.toLowerCase().includes(query) || name.toLowerCase().includes(query)
    || model.placeOf(frame).toLowerCase().includes(query);
}
