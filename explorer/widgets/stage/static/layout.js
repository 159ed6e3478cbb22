// The parts of a stage and their order, which is also the order of reading and of the keyboard.

function buildLayout() {
  const root = element("div", "stage");
  const grid = element("div", "grid");

  const mapPanel = element("section", "map-panel");
  const mapLegend = element("div", "map-legend");
  const map = element("div", "map");
  map.tabIndex = 0;
  const base = element("canvas", "base");
  const top = element("canvas", "top");
  const tip = element("div", "tip");
  tip.hidden = true;
  for (const part of [base, top, tip]) part.setAttribute("aria-hidden", "true");
  map.append(base, top, tip);
  const here = element("p", "here");
  mapPanel.append(mapLegend, map, here);
  mapPanel.setAttribute("aria-label", "Surface");

  const circlePanel = element("section", "circle-panel");
  const circle = element("canvas", "circle");
  circle.setAttribute("role", "img");
  const circleLegend = element("div", "circle-legend");
  circlePanel.append(circle, circleLegend);
  circlePanel.setAttribute("aria-label", "Embedding");

  const splitPanel = element("section", "split-panel");
  splitPanel.setAttribute("aria-label", "Split of the loss");
  const readouts = element("dl", "readouts");
  const live = element("div", "live");
  live.setAttribute("aria-live", "polite");

  grid.append(mapPanel, circlePanel, splitPanel, readouts);
  root.append(element("style", "", STYLES), grid, live);
  return { root, mapLegend, map, base, top, tip, here, circlePanel, circle, circleLegend, splitPanel, readouts, live };
}
