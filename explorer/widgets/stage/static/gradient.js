// How one anchor's gradient is shared among its negatives, from the angles and τ.

/** exp(s/τ) over its sum over all negatives of both views; 0 for the anchor and its positive. */
function gradientShares(angles, temperature, anchor) {
  const count = angles.length / 2;
  const shares = new Float64Array(angles.length);
  let total = 0;
  for (let k = 0; k < angles.length; k += 1) {
    if (k % count === anchor) continue;
    shares[k] = Math.exp((Math.cos(angles[k] - angles[anchor]) - 1) / temperature);
    total += shares[k];
  }
  if (total > 0) for (let k = 0; k < shares.length; k += 1) shares[k] /= total;
  return shares;
}
