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

function drawGlyph(context, scales, theme, x, y, shape, text, fill = "#fff") {
  drawShape(context, shape, x, y, 7, fill, "#000", 1.5);
  if (!text) return;
  const right = x < scales.plot.x + scales.plot.width * 0.7;
  plate(context, text, right ? x + 12 : x - 12, y, theme, scales.plot, { align: right ? "left" : "right" });
}

function drawOptima(context, scales, theme, { loss_optimum: loss, accuracy_optimum: accuracy }) {
  if (loss) drawGlyph(context, scales, theme, scales.x(loss[1]), scales.y(loss[0]), "wedge", "least loss");
  if (accuracy) {
    drawGlyph(context, scales, theme, scales.x(accuracy[1]), scales.y(accuracy[0]), "star", "best accuracy");
  }
}

function drawMarks(context, scales, theme, marks) {
  for (const [strength, temperature, label, kind] of marks) {
    const [x, y] = [scales.xOf(strength), scales.yOf(temperature)];
    if (kind === "class") drawShape(context, "circle", x, y, 4, "rgba(255,255,255,.75)", "#000", 1);
    else drawGlyph(context, scales, theme, x, y, kind === "truth" ? "star" : "circle", label);
    if (kind === "class" && label) plate(context, label, x + 8, y, theme, scales.plot);
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
