// The embedding: view 1 on the outer track, view 2 on the inner one, a line between the two views of a node.
// A pair that is aligned is a radial line; the ring outside is the density along the circle.

const INNER_TRACK = 0.86;

/** Draw one circle in the given box; returns where the nodes are, for clicks. */
function drawCircle(context, box, { data, cell, temperature, theme, anchor, weights, name }) {
  const angles = data.angles(cell);
  if (!angles || box.size < 60) return []; // hidden, or no room yet
  const ring = Math.min(40, box.size * 0.13);
  const radius = box.size / 2 - ring - 8;
  const [cx, cy] = [box.x + box.size / 2, box.y + box.size / 2];
  const tracks = [radius, radius * INNER_TRACK];
  const places = [];
  for (let k = 0; k < angles.length; k += 1) {
    const reach = tracks[k < data.count ? 0 : 1];
    places.push([cx + reach * Math.cos(angles[k]), cy - reach * Math.sin(angles[k])]);
  }
  drawDensity(context, cx, cy, radius + 7, ring, angles, theme);
  drawTracks(context, cx, cy, tracks, theme);
  drawPairs(context, places, data.count, theme, anchor);
  const size = Math.max(2.2, Math.min(4.2, (box.size * 0.9) / Math.sqrt(data.count) / 10));
  const shares = weights && anchor !== null ? gradientShares(angles, temperature, anchor) : null;
  drawNodes(context, places, data, theme, anchor, size, shares);
  if (name) {
    context.font = `700 13px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = theme.muted;
    context.fillText(name, cx, cy);
  }
  return places;
}

/** What stands in the circle's place while it would give an answer away. */
function drawCoveredCircle(context, width, height, theme) {
  const radius = Math.max(0, Math.min(width, height) / 2 - 24);
  drawTracks(context, width / 2, height / 2, [radius], theme);
  context.font = `13px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = theme.muted;
  context.fillText("the circle is covered", width / 2, height / 2);
}

function drawDensity(context, cx, cy, base, height, angles, theme) {
  const density = circularDensity(angles);
  context.beginPath();
  for (let k = 0; k <= DENSITY_BINS; k += 1) {
    const angle = (2 * Math.PI * k) / DENSITY_BINS;
    const reach = base + height * densityHeight(density[k % DENSITY_BINS]);
    context.lineTo(cx + reach * Math.cos(angle), cy - reach * Math.sin(angle));
  }
  context.arc(cx, cy, base, 0, 2 * Math.PI, false);
  context.fillStyle = withAlpha(theme.muted, theme.dark ? 0.55 : 0.4);
  context.fill("evenodd");
  context.beginPath();
  context.arc(cx, cy, base + height * densityHeight(1), 0, 2 * Math.PI);
  context.setLineDash([2, 3]);
  context.lineWidth = 1;
  context.strokeStyle = theme.muted;
  context.stroke();
  context.setLineDash([]);
}

function drawTracks(context, cx, cy, tracks, theme) {
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  for (const reach of tracks) {
    context.beginPath();
    context.arc(cx, cy, reach, 0, 2 * Math.PI);
    context.stroke();
  }
}

function drawPairs(context, places, count, theme, anchor) {
  context.lineWidth = 1;
  context.strokeStyle = withAlpha(theme.ink, theme.dark ? 0.45 : 0.35);
  context.beginPath();
  for (let k = 0; k < count; k += 1) {
    if (k === anchor) continue;
    context.moveTo(...places[k]);
    context.lineTo(...places[k + count]);
  }
  context.stroke();
  if (anchor === null) return;
  context.beginPath();
  context.moveTo(...places[anchor]);
  context.lineTo(...places[anchor + count]);
  context.lineWidth = 2.5;
  context.strokeStyle = theme.ink;
  context.stroke();
}

function drawNodes(context, places, data, theme, anchor, size, shares) {
  const fills = [theme.view_1, theme.view_2];
  const edge = theme.dark ? theme.background : withAlpha(theme.ink, 0.6); // orange alone is faint on white
  const shape = (k) => data.shapes[data.labels[k % data.count] % data.shapes.length];
  const largest = shares ? Math.max(...shares) : 0;
  for (let k = places.length - 1; k >= 0; k -= 1) {
    if (k % data.count === anchor) continue;
    const reach = shares ? 1.4 + 1.9 * size * Math.sqrt(shares[k] / (largest || 1)) : size;
    drawShape(context, shape(k), ...places[k], reach, fills[k < data.count ? 0 : 1], edge, 0.75);
  }
  if (anchor === null) return;
  for (const k of [anchor + data.count, anchor]) {
    drawShape(context, shape(k), ...places[k], size * 1.7, fills[k < data.count ? 0 : 1], theme.ink, 2);
  }
}

/** The node whose mark is nearest to (x, y), within a fingertip; null if none is. */
function nodeAt(places, count, x, y) {
  let [best, distance] = [null, 16 * 16];
  places.forEach(([px, py], k) => {
    const squared = (px - x) ** 2 + (py - y) ** 2;
    if (squared < distance) [best, distance] = [k % count, squared];
  });
  return best;
}
