// What the dashboard asks the service for, and charts of one figure over time.

const ROOT = "/debug/trimtab/";

/** @param {string} path */
async function ask(path) {
  const reply = await fetch(ROOT + path, { cache: "no-store" });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.error ?? `status ${reply.status}`);
  return answer;
}

/** Has the service do something. @param {string} action @param {string} [value] */
async function act(action, value) {
  const query = value === undefined ? "" : `?value=${encodeURIComponent(value)}`;
  const reply = await fetch(`${ROOT}actions/${action}${query}`, { method: "POST" });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.error ?? `status ${reply.status}`);
  return answer;
}

/**
 * Statistics as they come.
 * @param {(statistics: any) => void} take
 * @param {(isLive: boolean) => void} tell
 */
function follow(take, tell) {
  const source = new EventSource(`${ROOT}events`);
  let silence = 0;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => tell(false), 5000);
  };
  source.addEventListener("statistics", (event) => {
    heard();
    tell(true);
    take(JSON.parse(event.data));
  });
  // The browser tries again by itself.
  source.addEventListener("error", () => tell(false));
  return source;
}

/** One figure over time. */
class Chart {
  /** @param {string} id @param {(value: number) => string} text */
  constructor(id, text) {
    this.box = byId(id);
    this.text = text;
    this.times = [];
    this.values = [];
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** @param {number[]} times in seconds @param {(number | null)[]} values */
  fill(times, values) {
    Object.assign(this, { times, values });
    this.draw();
  }

  draw() {
    const { width, height } = this.box.getBoundingClientRect();
    const known = this.values.filter((value) => value !== null);
    if (!(width > 0) || known.length === 0) return;
    const most = Math.max(...known);
    const [first, last] = [this.times[0], this.times.at(-1)];
    const x = (time) => ((time - first) / (last - first || 1)) * width;
    const y = (value) => height - 3 - (value / (most || 1)) * (height - 18);
    const points = this.times.flatMap((time, i) => (this.values[i] === null ? [] : [`${x(time).toFixed(1)} ${y(this.values[i]).toFixed(1)}`]));
    const line = `M${points.join("L")}`;
    this.box.replaceChildren(make("svg", { role: "img", "aria-label": `Up to ${this.text(most)} in ${secondsText(last - first)}`, viewBox: `0 0 ${width} ${height}` },
      make("line", { class: "grid", x1: 0, x2: width, y1: y(most), y2: y(most) }),
      make("text", { class: "axis", x: 4, y: y(most) - 3 }, this.text(most)),
      make("path", { class: "area", d: `${line}L${points.at(-1).split(" ")[0]} ${height}L${points[0].split(" ")[0]} ${height}Z` }),
      make("path", { d: line })));
  }
}

/** A table of texts; the first row is its head. @param {string[][]} rows */
function plainTable([head, ...rows]) {
  return make("table", {}, make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows.map((row) => make("tr", { "data-name": row[0] }, ...row.map((text) => make("td", {}, text))))));
}

/** @param {number | null} seconds a short time */
function delayText(seconds) {
  if (seconds === null) return "not known";
  if (seconds < 0.001) return `${(seconds * 1e6).toFixed(0)} µs`;
  return seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : secondsText(seconds);
}
