// The loss and its uniformity part against the step, the alignment part as the band between them; the past drawn
// strong, the future faint.

const LEAST_RANGE = 0.2; // nats; rounding must not look like a trend
const CURVES = [
  ["uniformity", "uniformity_term"],
  ["loss", "ink"],
];
const MARGIN = { left: 34, right: 8, top: 10, bottom: 34 };

function drawCurves(canvas, run, moment, theme) {
  const { context, width, height } = prepare(canvas);
  const last = run.numbers.length - 1;
  const values = [run.chance, ...CURVES.flatMap(([name]) => run[name])];
  const top = Math.max(...values) + 0.08;
  const bottom = Math.min(top - LEAST_RANGE, Math.min(...values) - 0.08);
  const x = (step) => MARGIN.left + ((width - MARGIN.left - MARGIN.right) * step) / Math.max(1, last);
  const y = (value) => height - MARGIN.bottom - ((height - MARGIN.top - MARGIN.bottom) * (value - bottom)) / (top - bottom);
  context.font = `12px ${theme.font}`;
  drawAxes(context, run, { x, y, top, bottom, last, width, height }, theme);
  drawBand(context, run, { x, y, last, moment }, theme);

  context.setLineDash([2, 3]);
  context.strokeStyle = theme.muted;
  context.beginPath();
  context.moveTo(x(0), y(run.chance));
  context.lineTo(x(last), y(run.chance));
  context.stroke();
  context.setLineDash([]);

  const [from, share] = [Math.floor(moment), moment % 1];
  const at = (values) => mix(values[from], values[Math.min(from + 1, last)], share);
  context.lineJoin = "round";
  for (const [name, colour] of CURVES) {
    const values = run[name];
    context.strokeStyle = theme[colour];
    const trace = (start, end) => {
      context.beginPath();
      for (let k = start; k <= end; k += 1) context.lineTo(x(k), y(values[k]));
    };
    context.globalAlpha = 0.28;
    context.lineWidth = 1.5;
    trace(from, last);
    context.stroke();
    context.globalAlpha = 1;
    context.lineWidth = 2.25;
    trace(0, from);
    context.lineTo(x(moment), y(at(values)));
    context.stroke();
  }
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x(moment), MARGIN.top);
  context.lineTo(x(moment), y(bottom));
  context.stroke();
  for (const [name] of CURVES) {
    context.beginPath();
    context.arc(x(moment), y(at(run[name])), 4, 0, 2 * Math.PI);
    context.fillStyle = theme.accent;
    context.fill();
    context.strokeStyle = theme.background;
    context.stroke();
  }
}

/** The alignment part, from the uniformity part up to the loss. */
function drawBand(context, run, { x, y, last, moment }, theme) {
  const now = Math.floor(moment);
  context.fillStyle = theme.alignment_term;
  for (const [start, end, alpha] of [[0, now, 0.45], [now, last, 0.15]]) {
    context.beginPath();
    for (let k = start; k <= end; k += 1) context.lineTo(x(k), y(run.loss[k]));
    for (let k = end; k >= start; k -= 1) context.lineTo(x(k), y(run.uniformity[k]));
    context.globalAlpha = alpha;
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawAxes(context, run, { x, y, top, bottom, last, width, height }, theme) {
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(MARGIN.left, y(bottom));
  context.lineTo(width - MARGIN.right, y(bottom));
  context.stroke();
  context.textBaseline = "middle";
  context.textAlign = "right";
  const tick = [0.1, 0.2, 0.5, 1, 2].find((size) => (top - bottom) / size <= 6) ?? 5;
  for (let k = Math.ceil(bottom / tick); k * tick <= top; k += 1) {
    context.fillText(fixed(k * tick, tick < 1 ? 1 : 0), MARGIN.left - 8, y(k * tick));
  }
  context.textBaseline = "top";
  context.textAlign = "center";
  const gap = [1, 2, 5, 10, 20, 50, 100, 200].find((step) => last / step <= 6) ?? last;
  for (let k = 0; k <= last; k += gap) context.fillText(String(run.numbers[k]), x(k), y(bottom) + 5);
  context.textAlign = "right";
  context.fillText("step", width - MARGIN.right, height - 14);
}
