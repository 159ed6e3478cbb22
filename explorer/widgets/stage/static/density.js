// How densely a direction is populated: a von Mises kernel over the angles.

const DENSITY_BINS = 120;
const KERNEL_CONCENTRATION = 40;

const KERNEL = (() => {
  const values = Array.from({ length: DENSITY_BINS }, (_, k) =>
    Math.exp(KERNEL_CONCENTRATION * (Math.cos((2 * Math.PI * k) / DENSITY_BINS) - 1)),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / DENSITY_BINS;
  return Float64Array.from(values, (value) => value / mean);
})();

/** Density at evenly spaced angles from 0; 1 is the uniform circle, its largest value is collapse. */
function circularDensity(angles) {
  const counts = new Float64Array(DENSITY_BINS);
  for (const angle of angles) {
    const position = (angle / (2 * Math.PI)) * DENSITY_BINS + DENSITY_BINS;
    const left = Math.floor(position);
    const share = position - left;
    counts[left % DENSITY_BINS] += 1 - share;
    counts[(left + 1) % DENSITY_BINS] += share;
  }
  const density = new Float64Array(DENSITY_BINS);
  for (let source = 0; source < DENSITY_BINS; source += 1) {
    if (!counts[source]) continue;
    const weight = counts[source] / angles.length;
    for (let k = 0; k < DENSITY_BINS; k += 1) {
      density[k] += weight * KERNEL[(k - source + DENSITY_BINS) % DENSITY_BINS];
    }
  }
  return density;
}

/** Ring height in 0 … 1, the same scale everywhere: the square root keeps the uniform level visible. */
function densityHeight(value) {
  return Math.sqrt(value / KERNEL[0]);
}
