// From cells to pixels and back: strength is linear, temperature is logarithmic.

const STRENGTH_TICKS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
const TEMPERATURE_TICKS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** Scales of a plot whose cells fill the rectangle {x, y, width, height}. */
function makeScales(data, plot) {
  const { strengths, temperatures, columns, rows } = data;
  const logs = temperatures.map(Math.log);
  const stepX = plot.width / columns;
  const stepY = plot.height / rows;
  const clamp = (value, high) => Math.min(high, Math.max(0, value));
  const column = (strength) =>
    ((strength - strengths[0]) / (strengths[columns - 1] - strengths[0])) * (columns - 1);
  const row = (temperature) => ((Math.log(temperature) - logs[0]) / (logs[rows - 1] - logs[0])) * (rows - 1);
  return {
    plot,
    stepX,
    stepY,
    x: (p) => plot.x + (p + 0.5) * stepX,
    y: (t) => plot.y + plot.height - (t + 0.5) * stepY,
    xOf: (strength) => plot.x + (column(strength) + 0.5) * stepX,
    yOf: (temperature) => plot.y + plot.height - (row(temperature) + 0.5) * stepY,
    cellAt: (x, y) => [
      clamp(Math.floor((plot.y + plot.height - y) / stepY), rows - 1),
      clamp(Math.floor((x - plot.x) / stepX), columns - 1),
    ],
    contains: (x, y) =>
      x >= plot.x && x <= plot.x + plot.width && y >= plot.y && y <= plot.y + plot.height,
  };
}

/** About `count` round numbers between low and high. */
function niceTicks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) ticks.push(k * step);
  return ticks;
}

/** The smallest round number that is not below `value`. */
function roundUp(value) {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 1.5, 2, 3, 4, 6, 8, 10].find((factor) => factor * power >= value - 1e-9);
}
