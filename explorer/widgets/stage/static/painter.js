// Draws a view of the stage: {data, theme, moving, point, spot, baseline, anchor, region, painting}.
// Three parts that change for different reasons: the map, what moves over it, and the panels beside it.

function makePainter(parts) {
  const updateSplit = makeSplit(parts.splitPanel);
  const updateReadouts = makeReadouts(parts.readouts);
  const painter = { scales: null, places: [], named: [] };
  let image = { layer: undefined, digest: "", canvas: null };

  painter.map = ({ data, theme, moving, region }) => {
    const { context, width, height } = prepare(parts.base);
    const below = width < 420 ? 40 : 42;
    const scales = makeScales(data, { x: 44, y: 22, width: width - 52, height: height - 22 - below });
    const { layer, overlays, truth } = moving;
    if (image.layer !== layer || image.digest !== data.digest) {
      image = { layer, digest: data.digest, canvas: layer && data.has(layer) ? cellImage(data, layer) : null };
    }
    drawHeatmap(context, image.canvas, scales, theme);
    drawAxes(context, data, scales, theme);
    const regions = { collapse: new Set(overlays.collapse), truth: new Set(truth ?? []), region };
    const named = drawRegions(context, data, scales, regions);
    if (overlays.theory) drawTheory(context, data, scales, theme, overlays.theory);
    const places = placesOf(scales, overlays, moving.marks);
    drawPlaces(context, places);
    painter.named = [...named, ...places];
    painter.scales = scales;
  };

  painter.marker = ({ data, theme, moving, point, spot, painting }) => {
    const { scales } = painter;
    const { context } = prepare(parts.top);
    const focused = parts.map.matches(":focus-visible");
    const named = Boolean(moving.pinned);
    if (named) drawPinned(context, scales, theme, moving.pinned);
    if (!painting) drawPoint(context, data, scales, theme, point, { named, focused });
    else if (focused) drawCursor(context, scales, theme, spot);
    drawNames(context, scales, theme, painter.named);
  };

  painter.panels = (view) => {
    const { data, moving, point, baseline } = view;
    const cell = data.cell(point);
    const pinned = moving.pinned ? data.cell(moving.pinned) : null;
    paintCircles(view, cell, pinned);
    updateSplit(data, cell);
    const reference = pinned ?? (baseline ? data.cell(baseline) : null);
    updateReadouts(data, cell, reference, pinned === null ? "since last point" : "against B");
    parts.here.textContent = sentenceAt(data, cell);
  };

  function paintCircles({ data, theme, moving, anchor }, cell, pinned) {
    const covered = !data.has("angles");
    parts.circlePanel.classList.toggle("covered", covered);
    const { context, width, height } = prepare(parts.circle);
    if (covered) {
      drawCoveredCircle(context, width, height, theme);
      painter.places = [];
      return;
    }
    const one = (box, index, name) => {
      const temperature = data.temperatures[Math.floor(index / data.columns)];
      return drawCircle(context, box, { data, theme, anchor, weights: moving.weights, cell: index, temperature, name });
    };
    const size = pinned === null ? Math.min(width, height) : Math.min(width * 0.6, height);
    const second = pinned === null ? 0 : Math.min(width - size, height, size * 0.75);
    const left = (width - size - second) / 2;
    painter.places = one({ x: left, y: (height - size) / 2, size }, cell, pinned === null ? "" : "A");
    if (pinned === null) return;
    painter.places = [
      ...painter.places,
      ...one({ x: left + size, y: (height - second) / 2, size: second }, pinned, "B"),
    ];
  }

  return painter;
}
