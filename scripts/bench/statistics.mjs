/** What becomes of measured times: medians, spreads, ratios of paired runs, growth, and tables of them. */

/** Middle of some numbers, the mean of the middle two where their count is even. */
export function median(values) {
  if (values.length === 0) throw new Error('There is no median of nothing.');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The value below which a share of some numbers lies, by linear interpolation between neighbours. */
export function quantile(values, share) {
  if (values.length === 0) throw new Error('There is no quantile of nothing.');
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** Median with the smallest and the largest number. */
export function summarise(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Summary of a_r / b_r over the rounds r: runs of the same round met the same machine. */
export function pairedRatio(a, b) {
  if (a.length !== b.length) throw new Error(`${a.length} runs cannot be paired with ${b.length}.`);
  return summarise(a.map((value, round) => value / b[round]));
}

/**
 * Exponent p of seconds ~ n^p: slope of the least-squares line through log seconds over log n. Undefined for fewer than
 * two different n.
 */
export function growthExponent(points) {
  const logs = points.map(({ n, seconds }) => [Math.log(n), Math.log(seconds)]);
  const [meanX, meanY] = [0, 1].map((k) => logs.reduce((sum, point) => sum + point[k], 0) / logs.length);
  const spread = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) return undefined;
  return logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/** `median (min..max)` to three significant digits; `-` for nothing. */
export function formatSummary(summary) {
  if (summary === undefined) return '-';
  const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  return `${short(summary.median)} (${short(summary.min)}..${short(summary.max)})`;
}

/** Lines of equal width: a head, then rows, every column aligned to the right and two blanks apart. */
export function formatTable(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, k) => Math.max(...all.map((row) => row[k].length)));
  return all.map((row) => row.map((cell, k) => cell.padStart(widths[k])).join('  '));
}
