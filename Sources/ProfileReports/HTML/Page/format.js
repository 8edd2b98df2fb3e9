// Numbers and names as people read them, as the terminal report writes them.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** @param {number} count @returns {number} index into UNITS */
function unitOf(count) {
  let unit = 0;
  for (let rest = Math.abs(count); rest >= 1023.95 && unit < UNITS.length - 1; rest /= 1024) unit++;
  return unit;
}

/** @param {number} count @param {number} [unit] */
function bytesText(count, unit = unitOf(count)) {
  return `${(count / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}

/** @param {number} count */
function countText(count) {
  return Math.round(count).toLocaleString("en-US");
}

/** @param {number} amount @param {"bytes" | "objects" | "time"} unit time is in nanoseconds */
function amountText(amount, unit) {
  if (unit === "time") return secondsText(amount / 1e9);
  return unit === "bytes" ? bytesText(amount) : countText(amount);
}

/** @param {[number, number]} range @param {"bytes" | "objects"} unit */
function rangeText([low, high], unit) {
  if (unit === "objects") return `${countText(low)}–${countText(high)}`;
  const scale = unitOf(high);
  return `${(low / 1024 ** scale).toFixed(scale === 0 ? 0 : 1)}–${bytesText(high, scale)}`;
}

/** @param {number} part @param {number} whole */
function shareText(part, whole) {
  if (whole <= 0) return "";
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 0.5 ? "<1 %" : `${percent.toFixed(0)} %`;
}

/** @param {number | null} seconds */
function secondsText(seconds) {
  if (seconds === null || !Number.isFinite(seconds)) return "";
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 7200
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}

/** The text with its middle left out if it is longer. @param {string} text @param {number} length */
function cutMiddle(text, length) {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - half).join("")}…${characters.slice(-half).join("")}`;
}

/**
 * An element with attributes and children; strings become text, so that no name can become markup.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on…` are listeners
 * @param {...(Node | string | null)} children
 */
function make(tag, attributes = {}, ...children) {
  const isVector = ["svg", "path", "rect", "line", "text", "title"].includes(tag) && attributes.vector !== false;
  const element = isVector ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
