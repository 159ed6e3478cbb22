// What the colours of the map, the colours of the views and the shapes of the classes mean.

function makeMapLegend(box) {
  const title = element("div", "legend-title");
  const name = element("span", "legend-name");
  const hint = element("span", "legend-hint");
  title.append(name, " ", hint);
  const scale = element("div", "legend-scale");
  const bar = element("div", "legend-bar");
  const ticks = element("div", "legend-ticks");
  scale.append(bar, ticks);
  box.append(title, scale);
  return function update(data, layer) {
    box.classList.toggle("empty", !layer);
    if (!layer) {
      name.textContent = "the map is covered";
      hint.replaceChildren();
      return;
    }
    const { title: text, units, digits, direction } = data.layers[layer];
    const [low, high] = data.range(layer);
    name.replaceChildren(named(text));
    hint.replaceChildren(named([units, direction].filter(Boolean).join(" · ")));
    bar.style.background = `linear-gradient(to right, ${data.sequential.join(",")})`;
    const inner = niceTicks(low, high, 6).filter(
      (value) => (value - low) / (high - low) > -0.001 && (value - low) / (high - low) < 1.001,
    );
    const shown = high > low ? inner : [low];
    const needed = shown.length > 1 && shown[1] - shown[0] < 0.1 ? 2 : digits > 2 ? 2 : 1;
    ticks.replaceChildren(
      ...shown.map((value) => {
        const tick = element("span", "", fixed(value, needed));
        tick.style.left = `${high > low ? (100 * (value - low)) / (high - low) : 0}%`;
        return tick;
      }),
    );
  };
}

function makeCircleLegend(box) {
  let key = "";
  return function update(data, theme, pinned) {
    const wanted = `${data.digest} ${theme.name} ${pinned}`;
    if (wanted === key) return;
    key = wanted;
    const item = (icon, text) => {
      const entry = element("span", "legend-item");
      entry.append(icon, text);
      return entry;
    };
    const line = element("span", "pair-line");
    const classes = data.labelNames.map((name, k) =>
      item(shapeIcon(data.shapes[k % data.shapes.length], theme.muted), name),
    );
    box.replaceChildren(
      item(shapeIcon("circle", theme.view_1), "view 1 (outer)"),
      item(shapeIcon("circle", theme.view_2), "view 2 (inner)"),
      item(line, "positive pair"),
      element("span", "legend-break"),
      ...classes,
      element("span", "legend-item seed", `seed ${data.seed}, one of ${data.seedCount}; outer ring: density`),
    );
  };
}
