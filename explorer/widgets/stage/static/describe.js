// The map and the circle in words: a canvas says nothing by itself.

function describeMap(map, { data, moving, spot, region, painting }) {
  const { layer } = moving;
  const shown = layer && data.has(layer);
  const cell = data.cell(spot);
  const [low, high] = shown ? data.range(layer).map((value) => fixed(value, data.layers[layer].digits)) : [];
  const what = shown ? `Map of ${data.layers[layer].title}, from ${low} to ${high},` : "Covered map";
  const state = painting ? (region.has(cell) ? "painted" : "not painted") : "";
  const attributes = {
    role: "slider",
    "aria-roledescription": painting ? "cell editor" : "map in two dimensions",
    "aria-label":
      `${what} over augmentation strength (left and right) and temperature (up and down)` +
      (painting ? "; the space bar paints a cell" : ""),
    "aria-valuemin": data.strengths[0],
    "aria-valuemax": data.strengths.at(-1),
    "aria-valuenow": data.strengths[spot[1]],
    "aria-valuetext": [pointText(data, spot), layerValueText(data, layer, cell), state].filter(Boolean).join(", "),
  };
  for (const [name, value] of Object.entries(attributes)) map.setAttribute(name, value);
}

function describeCircle(circle, { data, anchor }) {
  if (!data.has("angles")) {
    circle.setAttribute("aria-label", "The circle is covered for now");
    return;
  }
  const classes = data.labelNames.join(", ");
  const chosen = anchor === null ? "" : `; anchor ${data.nodeNames[anchor]}`;
  circle.setAttribute(
    "aria-label",
    `Both views of ${data.count} nodes on the unit circle (classes ${classes}; seed ${data.seed})${chosen}`,
  );
}
