// Tables of types and of sites, as selected; they sort by any column.

const ROWS_AT_FIRST = 15;

class UseTable {
  /**
   * @param {string} id of the element
   * @param {{title: string, open: (sum: any) => void}} options
   */
  constructor(id, options) {
    Object.assign(this, options);
    this.box = byId(id);
    this.sort = { key: "amount", descending: true };
    this.isWhole = false;
  }

  /** @param {Model} model @param {number[]} groups @param {any[]} entries what the groups are, each with name, full, place, medianAge, growth */
  fill(model, groups, entries) {
    Object.assign(this, { model, groups, entries });
  }

  columns() {
    const amount = (sum) => sum[this.unit];
    const variance = (sum) => sum[`${this.unit}Variance`];
    return [
      { key: "share", title: "share", value: amount, text: (sum) => shareText(amount(sum), this.whole), class: "share" },
      { key: "amount", title: this.unit, value: amount, text: (sum) => amountText(amount(sum), this.unit) },
      {
        key: "interval", title: "95 % interval", class: "wide", value: amount,
        text: (sum) => (sum.samples > 0 ? rangeText(interval95(amount(sum), variance(sum)), this.unit) : ""),
      },
      this.unit === "bytes"
        ? { key: "objects", title: "objects", class: "wide", value: (sum) => sum.objects, text: (sum) => countText(sum.objects) }
        : { key: "bytes", title: "bytes", class: "wide", value: (sum) => sum.bytes, text: (sum) => bytesText(sum.bytes) },
      { key: "samples", title: "samples", class: "wide", value: (sum) => sum.samples, text: (sum) => countText(sum.samples) },
      { key: "age", title: "median age", class: "wide", value: (sum) => this.entries[sum.group].medianAge ?? -1,
        text: (sum) => secondsText(this.entries[sum.group].medianAge) },
      { key: "growth", title: "growth", value: (sum) => this.entries[sum.group].growth?.bytesPerSecond ?? -Infinity,
        text: (sum) => this.growthText(this.entries[sum.group].growth) },
      { key: "name", title: this.title, value: (sum) => this.entries[sum.group].name, text: () => "" },
    ];
  }

  growthText(growth) {
    if (!growth || growth.interval[0] <= 0) return "";
    return `${bytesText(growth.bytesPerSecond)}/s`;
  }

  /** @param {Use} use @param {"bytes" | "objects"} unit @param {(row: number) => boolean} filter @param {number} whole */
  show(use, unit, filter, whole) {
    this.unit = unit;
    this.whole = whole;
    this.sums = this.model.grouped(use, this.groups, filter);
    this.draw();
  }

  draw() {
    const columns = this.columns();
    const column = columns.find((entry) => entry.key === this.sort.key) ?? columns[1];
    const sign = this.sort.descending ? -1 : 1;
    const rows = this.sums.filter((sum) => sum[this.unit] > 0 || sum.samples > 0).sort((a, b) => {
      const [left, right] = [column.value(a), column.value(b)];
      return sign * (typeof left === "string" ? left.localeCompare(right) : left - right);
    });
    const shown = this.isWhole ? rows : rows.slice(0, ROWS_AT_FIRST);
    const head = columns.map((entry) => make("th", {
      scope: "col",
      class: entry.class ?? null,
      "aria-sort": entry === column ? (this.sort.descending ? "descending" : "ascending") : "none",
    }, make("button", { type: "button", onclick: () => this.sortBy(entry.key) },
      `${entry.title}${entry === column ? (this.sort.descending ? " ↓" : " ↑") : ""}`)));
    const body = shown.map((sum) => make("tr", { "data-name": this.entries[sum.group].full, "data-bytes": Math.round(sum.bytes), "data-objects": Math.round(sum.objects), "data-samples": sum.samples },
      ...columns.slice(0, -1).map((entry) => make("td", { class: entry.class ?? null },
        entry.class === "share" ? make("i", { style: `width:${Math.min(100, (100 * sum[this.unit]) / (this.whole || 1))}%` }) : null,
        entry.text(sum))),
      this.nameCell(sum)));
    const rest = rows.length - shown.length;
    this.box.replaceChildren(
      make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body)),
      rows.length === 0 ? make("p", { class: "faint" }, `No ${this.title} is known of what is selected.`) : "",
      rest > 0 ? make("button", { type: "button", class: "more", onclick: () => { this.isWhole = true; this.draw(); } }, `Show ${countText(rest)} more`) : "",
    );
  }

  nameCell(sum) {
    const { name, full, place } = this.entries[sum.group];
    return make("td", {}, make("button", { type: "button", class: "name", title: full, onclick: () => this.open(sum) }, cutMiddle(name, 160)),
      place ? make("span", { class: "place", title: place }, place.split("/").at(-1)) : "");
  }

  sortBy(key) {
    this.sort = { key, descending: this.sort.key === key ? !this.sort.descending : key !== "name" };
    this.draw();
  }
}
