// How sure an estimate is: the bounds of the true amount in 95 of 100 cases, as the Swift side computes them
// (Estimate.interval95): a gamma distribution with the estimate's mean and variance.

/** @param {number} x @returns {number} ln Γ(x), by Lanczos' approximation */
function logGamma(x) {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  let sum = c[0];
  for (let i = 1; i < 9; i++) sum += c[i] / (x - 1 + i);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised lower incomplete gamma function. @param {number} shape @param {number} x */
function lowerGamma(shape, x) {
  if (x <= 0) return 0;
  const factor = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  const limit = 200 + 20 * Math.sqrt(shape);
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let i = 1; i < limit && term > sum * 1e-16; i++) sum += term *= x / (shape + i);
    return Math.min(1, sum * factor);
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i < limit; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = 1 / (a * d + b || 1e-300);
    c = b + a / c || 1e-300;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return Math.max(0, 1 - factor * fraction);
}

/** @param {number} probability @param {number} shape */
function gammaQuantile(probability, shape) {
  const t = Math.sqrt(-2 * Math.log(Math.min(probability, 1 - probability)));
  const tail = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  const ninth = 1 / (9 * shape);
  const start = shape * (1 - ninth + (probability < 0.5 ? -tail : tail) * Math.sqrt(ninth)) ** 3;
  if (shape > 1e6) return start;
  let x = start > 0 && shape > 0.5 ? start : Math.exp((Math.log(probability) + logGamma(shape + 1)) / shape);
  let low = 0;
  let high = Infinity;
  for (let i = 0; i < 100; i++) {
    const error = lowerGamma(shape, x) - probability;
    if (error > 0) high = Math.min(high, x);
    else low = Math.max(low, x);
    let next = x - error / Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape));
    if (!Number.isFinite(next) || next <= low || next >= high) next = Number.isFinite(high) ? (low + high) / 2 : x * 2;
    if (Math.abs(next - x) <= 1e-10 * x) return next;
    if (next < 1e-300) return 0;
    x = next;
  }
  return x;
}

/** @param {number} value @param {number} variance @returns {[number, number]} */
function interval95(value, variance) {
  if (!(variance > 0) || !(value > 0)) return [value, value];
  const count = (value / variance) * value;
  const scale = value / count;
  return [
    Math.min(gammaQuantile(0.025, count) * scale, value),
    Math.max(gammaQuantile(0.975, count + 1) * scale, value),
  ];
}
