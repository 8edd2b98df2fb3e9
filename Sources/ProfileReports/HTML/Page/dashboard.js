// The page of a running service: the report's page, kept up to date, and what only a running service has.

const REFRESH_SECONDS = 15;
const EVENTS_SHOWN = 100;
const CHART_POINTS = 900;

/** What the report's page shows where memory is not profiled. @param {any} timeline timeline.json */
function emptyProfile(timeline) {
  const start = timeline.time[0] ?? Date.now() / 1000;
  const known = (values) => values.map((value) => value ?? 0);
  const columns = () => ({ bytes: [], objects: [], bytesVariance: [], objectsVariance: [], samples: [] });
  return {
    program: { name: "", arguments: [] }, run: "", start, seconds: (timeline.time.at(-1) ?? start) - start, totals: {}, cards: [],
    findings: [], quality: [], events: [], threads: [], labels: [], reasons: [], types: [], lines: [], functions: [], frames: [], cpu: null,
    timeline: {
      time: timeline.time.map((time) => time - start), resident: known(timeline.residentBytes), live: known(timeline.liveBytes),
      allocated: timeline.time.map(() => 0),
    },
    nodes: { parent: "", frame: "" },
    rows: { node: [], thread: [], type: [], line: [], label: [], inUse: columns(), allocated: columns(), peak: columns() },
    samples: { row: "", from: "", to: "", size: "", weight: "", isComplete: true },
  };
}

class Dashboard extends App {
  /**
   * @param {any} profile profile.json, or null @param {string} reason why there is none
   * @param {any} timeline timeline.json @param {any} statistics @param {any} leaks leaks, or an Error
   */
  constructor(profile, reason, timeline, statistics, leaks) {
    super(profile ?? emptyProfile(timeline));
    this.isProfiled = profile !== null;
    /** What the window goes on to: null, or `{seconds}` before now, or `{from}`. */
    this.following = null;
    this.executor = { time: timeline.time, delay: timeline.executorDelaySeconds };
    this.events = [];
    this.referrers = new Referrers();
    /** @type {StaticReasons | null} */
    this.staticReasons = null;
    this.chart = new Chart("executor-chart", delayText);
    this.showReason(reason);
    this.listenToActions();
    this.take(statistics);
    this.drawLeaks(leaks);
    this.refreshedNow();
    follow((next) => this.take(next), (isLive) => this.tellConnection(isLive));
    setInterval(() => this.refreshIfWanted(), REFRESH_SECONDS * 1000);
  }

  // MARK: The profile

  showReason(reason) {
    byId("no-profile").hidden = this.isProfiled;
    byId("no-profile-reason").textContent = reason;
    for (const id of ["toolbar", "tables", "findings-section"]) byId(id).hidden = !this.isProfiled;
    byId("flame").closest("section").hidden = !this.isProfiled;
    byId("recent").hidden = !this.isProfiled;
  }

  refreshIfWanted() {
    const isInUse = document.hidden || byId("details").open || document.activeElement?.closest("#flame");
    if (byId("refreshes").checked && !isInUse) this.refresh();
  }

  async refresh() {
    if (this.isRefreshing) return;
    this.isRefreshing = true;
    try {
      this.drawLeaks(await ask("leaks").catch((error) => error));
      if (this.isProfiled) this.replace(await ask("profile.json"));
      this.refreshedNow();
    } catch (error) {
      byId("refreshed").textContent = `not refreshed: ${error.message}`;
    } finally {
      this.isRefreshing = false;
    }
  }

  refreshedNow() {
    byId("refreshed").textContent = this.isProfiled ? `as of ${new Date().toLocaleTimeString()}` : "";
  }

  /** Another profile in the place of this one: what is selected stays. */
  replace(data) {
    const { thread, label, window } = this.selection;
    const place = (list, index) => (index < 0 ? -1 : data[list].indexOf(this.data[list][index]));
    Object.assign(this.selection, { thread: place("threads", thread), label: place("labels", label) });
    const old = this.data;
    this.data = data;
    this.model = new Model(data);
    this.staticReasons?.fill(this.model);
    data.events = data.events.concat(this.marks());
    data.pressure = old.pressure;
    data.totals.memoryLimit = old.totals.memoryLimit;
    this.flame.fill(this.model, data.rows);
    this.details.model = this.model;
    this.fillTables();
    this.fillChoices();
    this.drawFindings();
    byId("quality").replaceChildren(...data.quality.map((line) => make("li", {}, line)));
    this.timeline.fill(this.model);
    if (this.timeline.isInUse()) this.select({});
    else this.timeline.set(this.followedWindow() ?? window);
  }

  /** @param {any} leaks leaks, or an Error that says why there are none */
  drawLeaks(leaks) {
    byId("leaks-text").textContent = leaks.message;
    byId("leaks").replaceChildren(...(leaks.leaks ?? []).map((leak) =>
      make("li", { "data-resource": leak.resource }, make("span", { class: "text" }, leak.text), leak.resource === "memory" ? this.referrers.box(leak) : null)));
  }

  /** @param {File | undefined} file of trimtab escape --json */
  async explain(file) {
    if (!file) throw new Error("No report was chosen.");
    const text = await file.text();
    let report;
    try {
      report = JSON.parse(text);
    } catch {
      throw new Error(`${file.name} is no JSON; choose a report of trimtab escape --json.`);
    }
    this.staticReasons = new StaticReasons(report);
    const count = this.staticReasons.fill(this.model);
    return { message: `${countText(count)} of ${countText(this.data.rows.node.length)} stacks have a reason; the details of a site show it.` };
  }

  // MARK: What grew

  /** The window that goes on with time; null if none does. */
  followedWindow() {
    if (!this.following) return null;
    const now = this.timeline.duration;
    const from = this.following.from ?? now - this.following.seconds;
    return [Math.max(0, from), now];
  }

  /** Selects the last seconds, and keeps to them. @param {{seconds?: number, from?: number} | null} following */
  goOn(following) {
    this.following = following;
    for (const button of document.querySelectorAll("#recent [data-seconds]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.seconds) === following?.seconds));
    }
    this.timeline.set(this.followedWindow());
  }

  select(change) {
    // A window that was drawn to the end goes on; any other stays where it is.
    if (change.window !== undefined && this.timeline && !this.isMoving) {
      const followed = this.followedWindow();
      if (!followed || !change.window || followed[0] !== change.window[0]) {
        const isToEnd = change.window && change.window[1] > this.timeline.duration * 0.99;
        this.following = isToEnd ? { from: change.window[0] } : null;
        for (const button of document.querySelectorAll("#recent [aria-pressed]")) button.setAttribute("aria-pressed", "false");
      }
    }
    super.select(change);
  }

  // MARK: Statistics

  tellConnection(isLive) {
    byId("connection").className = isLive ? "live" : "lost";
    byId("connection").textContent = isLive ? "live" : "no answer";
  }

  take(statistics) {
    this.events.push(...statistics.events.filter((event) => event.number > (this.events.at(-1)?.number ?? 0)));
    this.events = this.events.slice(-EVENTS_SHOWN);
    this.drawCards(statistics);
    this.extendTimeline(statistics);
    this.drawExecutor(statistics);
    this.drawPools(statistics.pools);
    this.drawTuner(statistics.tuner);
    this.drawEvents();
    this.drawWindow(statistics.window);
    byId("set-interval").hidden = !statistics.profiling.isRecording;
    for (const id of ["reclaim", "set-limit"]) byId(id).hidden = !statistics.tuner;
    byId("window").hidden = byId("recording").hidden = !statistics.profiling.isRecording;
    this.last = statistics;
  }

  drawHeader() {
    byId("quality").replaceChildren(...this.data.quality.map((line) => make("li", {}, line)));
  }

  drawCards(now) {
    const { process, tuner, last = now } = { ...now, last: this.last };
    const seconds = now.time - last.time;
    const rate = (value) => (seconds > 0 ? value / seconds : null);
    const cpu = (of) => (of.process.userSeconds ?? 0) + (of.process.systemSeconds ?? 0);
    const limit = tuner?.limitBytes ?? now.controlGroup?.limitBytes ?? null;
    const used = tuner?.limitSource === "control group" ? now.controlGroup?.workingSetBytes : process.residentBytes;
    const pressure = { nominal: "", elevated: "warn", critical: "bad" }[tuner?.pressure] ?? "";
    const cards = [
      ["Resident", process.residentBytes, bytesText],
      ["Live heap", now.usedBytes, bytesText],
      ["Live objects", now.allocations?.liveObjects ?? null, countText],
      ["Idle in the allocator", now.heap?.idleBytes === undefined ? null : now.heap.idleBytes, bytesText],
      ["Limit", limit, (bytes) => `${bytesText(bytes)}${used ? `, ${shareText(used, bytes)} used` : ""}`],
      ["Pressure", tuner?.pressure ?? null, (text) => (tuner.isShedding ? `${text}, shedding` : text), pressure],
      ["Allocated", now.allocations && last.allocations ? rate(now.allocations.bytes - last.allocations.bytes) : null, (bytes) => `${bytesText(bytes)}/s`],
      ["Processor", rate(cpu(now) - cpu(last)), (share) => `${(share * 100).toFixed(0)} %`],
      ["Threads", process.threads, countText],
      ["Tasks", now.tasks.count, countText],
      ["Tasks wait", now.executor.delaySeconds, delayText, now.executor.delaySeconds > 1 ? "bad" : ""],
      ["Descriptors", process.descriptors, countText],
    ];
    byId("totals").replaceChildren(...cards.filter(([, value]) => value !== null && value !== undefined).map(([title, value, text, kind]) =>
      make("div", { class: kind || null, "data-card": title }, make("dt", {}, title), make("dd", {}, text(value)))));
    byId("program").textContent = process.name;
    byId("run").textContent = `process ${process.id}${process.uptimeSeconds === null ? "" : `, up ${secondsText(process.uptimeSeconds)}`}`;
    document.title = `${process.name}: memory`;
  }

  extendTimeline(now) {
    const { timeline } = this.data;
    const time = now.time - this.data.start;
    if (!(time > (timeline.time.at(-1) ?? -1))) return;
    const next = (column, value) => timeline[column].push(value ?? timeline[column].at(-1) ?? 0);
    timeline.time.push(time);
    next("resident", now.process.residentBytes);
    next("live", now.usedBytes);
    next("allocated", now.allocations?.bytes);
    this.data.seconds = time;
    this.data.totals.memoryLimit = now.tuner?.limitBytes ?? now.controlGroup?.limitBytes ?? null;
    this.data.totals.peakResidentBytes = now.process.peakResidentBytes;
    this.data.events = this.data.events.filter((event) => !event.isUnnamed).concat(this.marks());
    this.notePressure(time, now.tuner?.pressure);
    this.timeline.fill(this.model);
    this.isMoving = true;
    this.timeline.drawLegend();
    if (this.timeline.isInUse()) this.timeline.draw();
    else this.timeline.mark(this.followedWindow() ?? this.timeline.window);
    this.isMoving = false;
  }

  /** Reclaiming, as marks in the chart. */
  marks() {
    return this.events.filter((event) => event.kind === "reclaim")
      .map((event) => ({ time: event.time - this.data.start, text: event.text, isUnnamed: true })).filter((mark) => mark.time >= 0);
  }

  /** Times of pressure, as bands in the chart. */
  notePressure(time, level) {
    const bands = (this.data.pressure ??= []);
    const last = bands.at(-1);
    if (!level || level === "nominal") return;
    if (last?.level === level && time - last.to < 3) last.to = time;
    else bands.push({ from: time, to: time, level });
  }

  drawExecutor(now) {
    const { delaySeconds, longestDelaySeconds } = now.executor;
    this.executor.time = [...this.executor.time, now.time].slice(-CHART_POINTS);
    this.executor.delay = [...this.executor.delay, delaySeconds].slice(-CHART_POINTS);
    this.chart.fill(this.executor.time, this.executor.delay);
    byId("executor-text").textContent = delaySeconds > 1
      ? `The pool is blocked: a task has been waiting for ${delayText(delaySeconds)}.`
      : `${delayText(delaySeconds)} now; ${delayText(longestDelaySeconds)} at most in the last minute.`;
  }

  drawPools(pools) {
    byId("pools").hidden = pools.length === 0;
    const benefit = (pool) => {
      const { netBenefit } = pool;
      if (!netBenefit) return "not measured";
      const words = { pays: "saves", doesNotPay: "does not pay: saves", undecided: "not sure: saves" }[netBenefit.verdict] ?? netBenefit.verdict;
      const bypassed = netBenefit.isBypassed ? ", out of use" : "";
      return `${words} ${netBenefit.savingNanoseconds.toFixed(0)} ± ${netBenefit.marginNanoseconds.toFixed(0)} ns a use${bypassed}`;
    };
    const discarded = (pool) => Object.values(pool.discards).reduce((sum, count) => sum + count, 0);
    byId("pools-table").replaceChildren(plainTable([
      ["pool", "hit rate", "gets", "out", "kept", "kept bytes", "given up", "benefit"],
      ...pools.map((pool) => [
        pool.name, pool.reusePercent === null ? "" : `${pool.reusePercent.toFixed(1)} %`, countText(pool.gets), countText(pool.leased),
        countText(pool.retained), bytesText(pool.retainedBytes), countText(discarded(pool)), benefit(pool),
      ]),
    ]));
  }

  drawTuner(tuner) {
    byId("tuner").hidden = !tuner;
    if (!tuner) return;
    const bytes = tuner.limitBytes === null ? "no limit" : `${bytesText(tuner.limitBytes)}, from the ${tuner.limitSource}`;
    byId("tuner-text").textContent = `Limit ${tuner.limit}: ${bytes}. Growth trigger ${tuner.growthTrigger}. Pressure ${tuner.pressure}${tuner.isShedding ? "; work is turned away" : ""}.`;
    byId("tuner-steps").replaceChildren(tuner.steps.length === 0 ? make("p", { class: "faint" }, "Nothing has been reclaimed yet.") : plainTable([
      ["step", "tries", "released", "came back", "time", "yield", ""],
      ...tuner.steps.map((step) => [
        step.step, countText(step.tries), bytesText(step.releasedBytes), bytesText(step.refaultedBytes), delayText(step.seconds),
        `${bytesText(step.yieldBytesPerMillisecond)}/ms`, step.isResting ? "rests" : "",
      ]),
    ]));
  }

  drawEvents() {
    const newest = this.events.at(-1)?.number ?? 0;
    if (newest === this.newestDrawn) return;
    this.newestDrawn = newest;
    byId("events").replaceChildren(...(this.events.length === 0 ? [make("li", { class: "faint" }, "Nothing yet.")] : [...this.events].reverse().map((event) =>
      make("li", { "data-kind": event.kind }, make("time", {}, new Date(event.time * 1000).toLocaleTimeString()), make("span", { class: "kind" }, event.kind), ` ${event.text}`))));
  }

  // MARK: Actions

  drawWindow(window) {
    this.hasWindow = window !== null && window.endTime === null;
    byId("window").textContent = this.hasWindow ? "End the window" : "Start a window";
  }

  listenToActions() {
    const listen = (id, kind, body) => byId(id).addEventListener(kind, async (event) => {
      event.preventDefault();
      const result = byId("action-result");
      result.className = "";
      result.textContent = "…";
      try {
        result.textContent = (await body(event.target)).message;
      } catch (error) {
        result.className = "failed";
        result.textContent = error.message;
      }
    });
    listen("reclaim", "click", () => act("reclaim"));
    listen("recording", "click", () => act("recording"));
    listen("set-limit", "submit", (form) => act("limit", form.elements.value.value.trim()));
    listen("set-interval", "submit", (form) => act("interval", form.elements.value.value.trim()));
    listen("window", "click", () => this.toggleWindow());
    listen("escape-report", "change", (input) => this.explain(input.files[0]));
    byId("refresh").addEventListener("click", () => this.refresh());
    for (const button of document.querySelectorAll("#recent [data-seconds]")) {
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", async () => {
        await this.refresh();
        this.goOn({ seconds: Number(button.dataset.seconds) });
      });
    }
  }

  async toggleWindow() {
    const answer = await act("window", this.hasWindow ? "stop" : "start");
    await this.refresh();
    if (answer.endTime === null) this.goOn({ from: answer.startTime - this.data.start });
    else this.timeline.set([answer.startTime - this.data.start, answer.endTime - this.data.start]);
    return answer;
  }
}

(async () => {
  try {
    const [timeline, statistics] = await Promise.all([ask("timeline.json"), ask("statistics.json")]);
    const [profile, leaks] = await Promise.all(["profile.json", "leaks"].map((path) => ask(path).catch((error) => error)));
    window.dashboard = profile instanceof Error
      ? new Dashboard(null, profile.message, timeline, statistics, leaks)
      : new Dashboard(profile, "", timeline, statistics, leaks);
  } catch (error) {
    byId("connection").className = "lost";
    byId("connection").textContent = `no answer: ${error.message}`;
  }
})();
