// Why sites allocate, by a report of `trimtab escape --json` that the reader chooses: it stays in the browser.
//
// A running service knows its functions, and often not their lines: then all that is said of the function is told.

const REASONS_OF_FUNCTION = 3;

/** @param {string} name */
const withoutSpecialization = (name) => name.replace(/^specialized /, "");

class StaticReasons {
  /** @param {any} report */
  constructor(report) {
    if (!Array.isArray(report?.findings)) throw new Error("This is no report of trimtab escape --json.");
    /** The surest finding of each line, by `file:line`. @type {Map<string, any>} */
    this.byPlace = new Map();
    /** The package's file of each path. @type {Map<string, string | undefined>} */
    this.known = new Map();
    /** What is said of each function, the surest first. @type {Map<string, any[]>} */
    const byFunction = new Map();
    const findings = [...report.findings, ...(report.folded ?? [])].filter(({ state }) => state !== "stack" && state !== "static");
    findings.sort((a, b) => Number(b.state === "heap") - Number(a.state === "heap"));
    for (const finding of findings) {
      const name = withoutSpecialization(finding.function ?? "");
      if (!byFunction.has(name)) byFunction.set(name, []);
      byFunction.get(name).push(finding);
      if (!finding.isLineKnown) continue;
      for (const place of [finding.position, ...(finding.furtherPositions ?? []), ...(finding.alternatives ?? [])]) {
        const key = place ? `${place.file}:${place.line}` : "";
        if (key && !this.byPlace.has(key)) this.byPlace.set(key, finding);
      }
    }
    /** @type {Map<string, any>} */
    this.byFunction = new Map([...byFunction].map(([name, all]) => [name, StaticReasons.joined(all)]));
    /** The package's files with findings, longest first: of two that end alike the longer one is meant. @type {string[]} */
    this.files = [...new Set([...this.byPlace.keys()].map((key) => key.slice(0, key.lastIndexOf(":"))))].sort((a, b) => b.length - a.length);
  }

  /** One text for what is said of a function. @param {any[]} findings */
  static joined(findings) {
    const place = ({ position }) => (position ? ` (${position.file}:${position.line})` : "");
    const texts = findings.slice(0, REASONS_OF_FUNCTION).map((finding) => `${finding.reason}${place(finding)}`);
    const more = findings.length - texts.length;
    return { reason: texts.join("; ") + (more > 0 ? `; and ${more} more` : ""), hint: findings[0].hint };
  }

  /** Gives each row its reason. Returns how many have one. @param {Model} model */
  fill(model) {
    const { data } = model;
    /** @type {Map<any, number>} */
    const numbers = new Map();
    data.rows.reason = data.rows.node.map((_, row) => {
      const finding = this.finding(model, model.stackOf(row));
      if (!finding) return -1;
      if (!numbers.has(finding)) numbers.set(finding, numbers.size);
      return numbers.get(finding);
    });
    data.reasons = [...numbers.keys()].map(({ reason, hint }) => ({ text: reason, hint: hint || null }));
    return data.rows.reason.filter((reason) => reason >= 0).length;
  }

  /** What is said of the innermost line of the package. @param {Model} model @param {number[]} stack frames, innermost first */
  finding(model, stack) {
    for (const frame of stack) {
      const [index, line] = model.data.frames[frame];
      const { file, full, origin } = model.data.functions[index];
      if (origin !== 0) continue;
      if (!file || !line) {
        const found = this.byFunction.get(withoutSpecialization(full));
        if (found) return found;
        continue;
      }
      const own = this.ownFile(file);
      if (own) return this.byPlace.get(`${own}:${line}`);
    }
    return undefined;
  }

  /** @param {string} path as the profile has it */
  ownFile(path) {
    if (!this.known.has(path)) {
      const isOther = path.includes("/.build/");
      this.known.set(path, this.files.find((file) => path === file || (!isOther && (path.endsWith(`/${file}`) || file.endsWith(`/${path}`)))));
    }
    return this.known.get(path);
  }
}
