// Small arithmetic that every benchmark needs.

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The mean of ratios. */
export function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** What starting takes, in milliseconds. */
export function timeToStart(start) {
  return median(
    Array.from({ length: 7 }, () => {
      const from = performance.now();
      start();
      return performance.now() - from;
    }),
  );
}
