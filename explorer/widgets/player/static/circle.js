// The embedding at one moment: view 1 on the outer track, view 2 on the inner one, pairs joined.

const INNER_TRACK = 0.86;

/** Angle between two steps, along the shorter way around. */
function between(from, to, share) {
  let turn = (to - from) % 6283.185;
  if (turn > 3141.593) turn -= 6283.185;
  if (turn < -3141.593) turn += 6283.185;
  return (from + turn * share) / 1000;
}

function drawCircle(canvas, run, moment, theme) {
  const { context, width, height } = prepare(canvas);
  const [cx, cy, radius] = [width / 2, height / 2, Math.min(width, height) / 2 - 10];
  const [from, share] = [Math.floor(moment), moment % 1];
  const next = Math.min(from + 1, run.numbers.length - 1);
  const count = run.labels.length;
  const tracks = [radius, radius * INNER_TRACK];
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  for (const reach of tracks) {
    context.beginPath();
    context.arc(cx, cy, reach, 0, 2 * Math.PI);
    context.stroke();
  }
  const places = run.angles[from].map((angle, k) => {
    const phi = between(angle, run.angles[next][k], share);
    const reach = tracks[k < count ? 0 : 1];
    return [cx + reach * Math.cos(phi), cy - reach * Math.sin(phi)];
  });
  context.beginPath();
  for (let k = 0; k < count; k += 1) {
    context.moveTo(...places[k]);
    context.lineTo(...places[k + count]);
  }
  context.globalAlpha = 0.4;
  context.strokeStyle = theme.ink;
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 0.75;
  context.strokeStyle = theme.background;
  for (let k = 2 * count - 1; k >= 0; k -= 1) {
    context.beginPath();
    shapePath(context, run.shapes[run.labels[k % count] % run.shapes.length], ...places[k], count > 80 ? 3 : 4.2);
    context.fillStyle = k < count ? theme.view_1 : theme.view_2;
    context.fill();
    context.stroke();
  }
}
