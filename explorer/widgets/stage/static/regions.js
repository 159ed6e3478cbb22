// Sets of cells: hatched, outlined and named, since colour belongs to the layer.

const HATCHES = {
  collapse: { rise: -1, dash: [], label: "collapse" },
  region: { rise: 1, dash: [], label: "your region" },
  truth: { rise: -1, dash: [5, 3], label: "true region" },
};

function hatchPattern(context, rise) {
  const size = 12;
  const tile = document.createElement("canvas");
  tile.width = tile.height = size * 2;
  const pen = tile.getContext("2d");
  pen.scale(2, 2);
  for (const [colour, width] of [["rgba(0,0,0,.38)", 2], ["rgba(255,255,255,.9)", 1]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift - 1, rise > 0 ? size + 1 : -1);
      pen.lineTo(shift + size + 1, rise > 0 ? -1 : size + 1);
    }
    pen.stroke();
  }
  const pattern = context.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(0.5));
  return pattern;
}

/** Hatch and outline a region; returns its name and its middle. */
function drawRegion(context, data, scales, cells, kind) {
  if (!cells.size) return null;
  const { rise, dash, label } = HATCHES[kind];
  const { plot, stepX, stepY } = scales;
  const edges = new Path2D();
  let [sumX, sumY] = [0, 0];
  context.fillStyle = hatchPattern(context, rise);
  for (const cell of cells) {
    const t = Math.floor(cell / data.columns);
    const p = cell % data.columns;
    const [left, top] = [plot.x + p * stepX, plot.y + (data.rows - 1 - t) * stepY];
    context.fillRect(left, top, stepX, stepY);
    sumX += left + stepX / 2;
    sumY += top + stepY / 2;
    if (p > 0 && !cells.has(cell - 1)) edge(edges, left, top, left, top + stepY);
    if (p < data.columns - 1 && !cells.has(cell + 1)) edge(edges, left + stepX, top, left + stepX, top + stepY);
    if (t < data.rows - 1 && !cells.has(cell + data.columns)) edge(edges, left, top, left + stepX, top);
    if (t > 0 && !cells.has(cell - data.columns)) edge(edges, left, top + stepY, left + stepX, top + stepY);
  }
  for (const [colour, width, pattern] of [["rgba(0,0,0,.65)", 3.5, []], ["#fff", 1.5, dash]]) {
    context.setLineDash(pattern);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(edges);
  }
  context.setLineDash([]);
  return { text: label, x: sumX / cells.size, y: sumY / cells.size, within: true };
}

function edge(path, x1, y1, x2, y2) {
  path.moveTo(x1, y1);
  path.lineTo(x2, y2);
}

/** Draw regions; returns their names and where they belong, to be written over everything else. */
function drawRegions(context, data, scales, regions) {
  return Object.entries(regions)
    .map(([kind, cells]) => drawRegion(context, data, scales, cells, kind))
    .filter(Boolean);
}
