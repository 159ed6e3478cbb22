// What lies over the map: theory, optima, marks, the pinned point and the operating point.

function drawTheory(context, data, scales, theme, curve) {
  const { plot } = scales;
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  context.beginPath();
  let last = null;
  curve.forEach((temperature, p) => {
    if (temperature === null) return;
    const [x, y] = [scales.x(p), scales.yOf(temperature)];
    if (last) context.lineTo(x, y);
    else context.moveTo(x, y);
    if (y >= plot.y) last = [x, y];
  });
  strokeCased(context, { width: 2 });
  context.restore();
  if (last) plate(context, "τ*(p), theory", last[0], last[1] + 16, theme, plot, { align: "right" });
}

/** The optima and marks to draw: where, which glyph, and what to say beside it. */
function placesOf(scales, { loss_optimum: loss, accuracy_optimum: accuracy }, marks) {
  const places = [];
  if (loss) places.push({ x: scales.x(loss[1]), y: scales.y(loss[0]), shape: "wedge", text: "least loss" });
  if (accuracy) places.push({ x: scales.x(accuracy[1]), y: scales.y(accuracy[0]), shape: "star", text: "best accuracy" });
  for (const [strength, temperature, text, kind] of marks) {
    const shape = { truth: "star", class: "ring" }[kind] ?? "circle";
    places.push({ x: scales.xOf(strength), y: scales.yOf(temperature), shape, text });
  }
  return places;
}

function drawPlaces(context, places) {
  for (const { x, y, shape } of places) {
    if (shape === "ring") drawShape(context, "circle", x, y, 4, "rgba(255,255,255,.75)", "#000", 1);
    else drawShape(context, shape, x, y, 7, "#fff", "#000", 1.5);
  }
}

/** Names in regions and beside places, over the crosshair, clear of its lines at a place and of one another. */
function drawNames(context, scales, theme, named) {
  const { plot } = scales;
  const written = [];
  for (const { x, y, text, within } of named.filter((one) => one.text)) {
    const right = x < plot.x + plot.width * 0.65;
    let height = within ? y : y - 16 > plot.y + 9 ? y - 16 : y + 16;
    while (written.some((other) => Math.abs(other.height - height) < 20 && Math.abs(other.x - x) < 140)) height += 20;
    written.push({ x, height });
    const align = within ? "center" : right ? "left" : "right";
    plate(context, text, within ? x : right ? x + 12 : x - 12, height, theme, plot, { align });
  }
}

function drawPinned(context, scales, theme, [t, p]) {
  const [x, y] = [scales.x(p), scales.y(t)];
  drawShape(context, "square", x, y, 10, theme.ink, theme.background, 2);
  letter(context, "B", x, y, theme, theme.background);
}

function letter(context, text, x, y, theme, colour) {
  context.font = `700 11px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  context.fillText(text, x, y + 0.5);
}

/** The cell that the space bar would paint. */
function drawCursor(context, scales, theme, [t, p]) {
  context.beginPath();
  context.rect(scales.x(p) - scales.stepX / 2, scales.y(t) - scales.stepY / 2, scales.stepX, scales.stepY);
  strokeCased(context, { width: 2, light: theme.accent, dark: "#fff" });
}

/** Crosshair, marker, and the two values on the axes. */
function drawPoint(context, data, scales, theme, [t, p], { named, focused }) {
  const { plot } = scales;
  const [x, y] = [scales.x(p), scales.y(t)];
  for (const [colour, width] of [["rgba(255,255,255,.65)", 2.75], [theme.accent, 1.25]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(plot.x, y);
    context.lineTo(plot.x + plot.width, y);
    context.moveTo(x, plot.y);
    context.lineTo(x, plot.y + plot.height);
    context.stroke();
  }
  const size = named ? 10 : 8;
  drawShape(context, "circle", x, y, size + 2.5, "#fff", focused ? "#000" : null, 2);
  drawShape(context, "circle", x, y, size, theme.accent, null);
  if (named) letter(context, "A", x, y, theme, theme.accent_ink);
  const badge = { fill: theme.accent, ink: theme.accent_ink };
  const below = { x: 0, y: plot.y + plot.height, width: plot.x + plot.width, height: 40 };
  plate(context, strengthText(data.strengths[p]), x, plot.y + plot.height + 13, theme, below, { ...badge, align: "center" });
  const beside = { x: 0, y: plot.y, width: plot.x, height: plot.height };
  plate(context, temperatureText(data.temperatures[t]), plot.x - 2, y, theme, beside, { ...badge, align: "right" });
}
