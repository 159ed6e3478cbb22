// The map itself: one coloured rectangle a cell, and its two axes.

function colourTable(stops) {
  const rgb = stops.map(channels);
  return Array.from({ length: 256 }, (_, i) => {
    const position = (i / 255) * (rgb.length - 1);
    const left = Math.min(Math.floor(position), rgb.length - 2);
    const share = position - left;
    return rgb[left].map((value, channel) => Math.round(value + share * (rgb[left + 1][channel] - value)));
  });
}

/** One pixel a cell; drawn once a layer and stretched afterwards. */
function cellImage(data, layer) {
  const image = document.createElement("canvas");
  image.width = data.columns;
  image.height = data.rows;
  const context = image.getContext("2d");
  const pixels = context.createImageData(data.columns, data.rows);
  const table = colourTable(data.sequential);
  const values = data.arrays[layer];
  const [low, high] = data.range(layer);
  for (let t = 0; t < data.rows; t += 1) {
    for (let p = 0; p < data.columns; p += 1) {
      const value = values[t * data.columns + p];
      if (Number.isNaN(value)) continue;
      const at = ((data.rows - 1 - t) * data.columns + p) * 4;
      const share = high > low ? (value - low) / (high - low) : 0;
      pixels.data.set([...table[Math.round(255 * share)], 255], at);
    }
  }
  context.putImageData(pixels, 0, 0);
  return image;
}

function drawHeatmap(context, image, { plot }, theme) {
  context.imageSmoothingEnabled = false;
  if (image) context.drawImage(image, plot.x, plot.y, plot.width, plot.height);
  else {
    context.fillStyle = theme.surface;
    context.fillRect(plot.x, plot.y, plot.width, plot.height);
  }
}

function drawAxes(context, data, scales, theme) {
  const { plot } = scales;
  const bottom = plot.y + plot.height;
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const strength of STRENGTH_TICKS.filter((s) => s <= data.strengths.at(-1) + 1e-9)) {
    const x = Math.round(scales.xOf(strength)) + 0.5;
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + 4);
    context.fillText(strength === 0 ? "0" : strength.toFixed(1), x, bottom + 7);
  }
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const temperature of TEMPERATURE_TICKS) {
    if (temperature < data.temperatures[0] - 1e-9 || temperature > data.temperatures.at(-1) + 1e-9) continue;
    const y = Math.round(scales.yOf(temperature)) + 0.5;
    context.moveTo(plot.x - 4, y);
    context.lineTo(plot.x, y);
    context.fillText(String(temperature), plot.x - 7, y);
  }
  context.stroke();
  context.textAlign = "right";
  context.textBaseline = "top";
  context.fillText("augmentation strength p  →", plot.x + plot.width, bottom + 22);
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillText("↑ temperature τ (log scale)", plot.x - 44, plot.y - 5);
}
