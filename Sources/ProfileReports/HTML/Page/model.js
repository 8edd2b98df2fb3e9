// The recording as the page holds it, and what a selection of it adds up to.

/**
 * @typedef {{measure: "inUse" | "kept" | "allocated" | "peak", window: [number, number] | null, thread: number, label: number}} Selection
 * @typedef {{bytes: Float64Array, objects: Float64Array, bytesVariance: Float64Array, objectsVariance: Float64Array,
 *   samples: Float64Array}} Use by row
 */

const DECODERS = { int: Int32Array, float: Float32Array, double: Float64Array };

/** @param {string} text base64 @param {keyof DECODERS} kind */
function decodeColumn(text, kind) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new DECODERS[kind](bytes.buffer);
}

class Model {
  /** @param {any} data the page's JSON, see PageData.swift */
  constructor(data) {
    this.data = data;
    this.rowCount = data.rows.node.length;
    this.nodes = { parent: decodeColumn(data.nodes.parent, "int"), frame: decodeColumn(data.nodes.frame, "int") };
    const s = data.samples;
    this.samples = {
      row: decodeColumn(s.row, "int"),
      from: decodeColumn(s.from, "float"),
      to: decodeColumn(s.to, "float"),
      size: decodeColumn(s.size, "double"),
      weight: decodeColumn(s.weight, "float"),
    };
  }

  /** The function of a frame. @param {number} frame */
  functionOf(frame) {
    return this.data.functions[this.data.frames[frame][0]];
  }

  /** `file:line`, or "" if unknown. @param {number} frame */
  placeOf(frame) {
    const [index, line] = this.data.frames[frame];
    const file = this.data.functions[index].file;
    return file ? (line ? `${file}:${line}` : file) : "";
  }

  /** The frames of a row's stack, innermost first. @param {number} row */
  stackOf(row) {
    return this.stackAt(this.data.rows.node[row]);
  }

  /** @param {number} start a node; -1 for none */
  stackAt(start) {
    const frames = [];
    for (let node = start; node >= 0; node = this.nodes.parent[node]) frames.push(this.nodes.frame[node]);
    return frames;
  }

  /** What each row has, as selected. @param {Selection} selection @returns {Use} */
  use(selection) {
    return selection.window ? this.useOfWindow(selection) : this.useOfRun(selection);
  }

  /** @param {Selection} selection @returns {Use} */
  useOfRun({ measure, thread, label }) {
    const { rows } = this.data;
    const columns = rows[measure === "kept" ? "inUse" : measure];
    const keep = (values) => Float64Array.from(values, (value, row) => (this.isOf(row, thread, label) ? value : 0));
    return {
      bytes: keep(columns.bytes),
      objects: keep(columns.objects),
      bytesVariance: keep(columns.bytesVariance),
      objectsVariance: keep(columns.objectsVariance),
      samples: keep(columns.samples),
    };
  }

  /** From the samples, each of which stands for `weight` objects. @param {Selection} selection @returns {Use} */
  useOfWindow({ measure, window, thread, label }) {
    const [start, end] = /** @type {[number, number]} */ (window);
    const { row, from, to, size, weight } = this.samples;
    const column = () => new Float64Array(this.rowCount);
    const use = { bytes: column(), objects: column(), bytesVariance: column(), objectsVariance: column(), samples: column() };
    for (let i = 0; i < row.length; i++) {
      const isLive = from[i] <= end && (to[i] < 0 || to[i] > end);
      const isNew = from[i] >= start && from[i] <= end;
      const counts = measure === "kept" ? isNew && isLive : measure === "allocated" ? isNew : isLive;
      if (!counts || !this.isOf(row[i], thread, label)) continue;
      const variance = weight[i] * (weight[i] - 1);
      use.objects[row[i]] += weight[i];
      use.bytes[row[i]] += weight[i] * size[i];
      use.objectsVariance[row[i]] += variance;
      use.bytesVariance[row[i]] += variance * size[i] * size[i];
      use.samples[row[i]] += 1;
    }
    return use;
  }

  /** @param {number} row @param {number} thread -1 for all @param {number} label -1 for all */
  isOf(row, thread, label) {
    const { rows } = this.data;
    return (thread < 0 || rows.thread[row] === thread) && (label < 0 || rows.label[row] === label);
  }

  /**
   * Sums by type, line or anything else that rows have.
   * @param {Use} use
   * @param {number[]} groups of each row; -1 for none
   * @param {(row: number) => boolean} filter
   */
  grouped(use, groups, filter) {
    /** @type {Map<number, {group: number, bytes: number, objects: number, bytesVariance: number, objectsVariance: number, samples: number, rows: number[]}>} */
    const sums = new Map();
    for (let row = 0; row < this.rowCount; row++) {
      if (use.samples[row] === 0 && use.bytes[row] === 0) continue;
      if (groups[row] < 0 || !filter(row)) continue;
      let sum = sums.get(groups[row]);
      if (!sum) {
        sum = { group: groups[row], bytes: 0, objects: 0, bytesVariance: 0, objectsVariance: 0, samples: 0, rows: [] };
        sums.set(groups[row], sum);
      }
      for (const key of ["bytes", "objects", "bytesVariance", "objectsVariance", "samples"]) sum[key] += use[key][row];
      sum.rows.push(row);
    }
    return [...sums.values()];
  }

  /** Bytes in use of some rows at moments that divide the run evenly. @param {number[]} rows @param {number} moments */
  history(rows, moments) {
    const wanted = new Set(rows);
    const { row, from, to, size, weight } = this.samples;
    const duration = this.data.seconds || 1;
    const changes = new Float64Array(moments + 1);
    const moment = (time) => Math.min(moments, Math.max(0, Math.ceil((time / duration) * moments) - 1));
    for (let i = 0; i < row.length; i++) {
      if (!wanted.has(row[i])) continue;
      changes[moment(from[i])] += weight[i] * size[i];
      if (to[i] >= 0) changes[moment(to[i])] -= weight[i] * size[i];
    }
    let sum = 0;
    return Array.from(changes.subarray(0, moments), (change) => Math.max(0, (sum += change)));
  }
}
