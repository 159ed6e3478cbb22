// The numbers at the point: mean over seeds, its spread, and the change since the last point (or against B).

function makeReadouts(list) {
  let parts = [];
  let shown = null;

  function build(data) {
    list.replaceChildren();
    parts = data.readouts.map((name) => {
      const group = element("div", `readout ${name}`);
      const value = element("dd", "value");
      const spread = element("dd", "spread");
      const change = element("dd", "change");
      const term = element("dt");
      term.append(named(data.layers[name].short));
      group.append(term, value, spread, change);
      list.append(group);
      return { name, value, spread, change };
    });
    shown = data;
  }

  return function update(data, cell, reference, referenceName) {
    if (shown !== data) build(data);
    for (const { name, value, spread, change } of parts) {
      const { digits } = data.layers[name];
      const now = data.at(name, cell);
      value.textContent = fixed(now, digits);
      spread.replaceChildren(...spreadParts(data, name, cell, digits));
      const difference = reference === null ? 0 : now - data.at(name, reference);
      const text = fixed(Math.abs(difference), digits);
      const what = Number(text) === 0 ? "unchanged" : `${difference > 0 ? "▲" : "▼"} ${text}`;
      if (reference === null) change.textContent = "\u00a0";
      else change.replaceChildren(what, element("span", "unit", ` ${referenceName}`));
    }
  };
}

/** The spread in words; where space is short, the style leaves out the words that the others make plain. */
function spreadParts(data, name, cell, digits) {
  const spread = data.at(`spread:${name}`, cell);
  const known = Number.isFinite(spread);
  if (name !== "accuracy") return known ? [`± ${fixed(spread, digits)}`, element("span", "unit", " over seeds")] : ["\u00a0"];
  const error = `± ${fixed(data.at("accuracy_stderr", cell), digits)} s.e.`;
  return known ? [`${error}, ± ${fixed(spread, digits)} seeds`] : [error];
}

/** The same in a sentence, for who listens. */
function spokenReadouts(data, point) {
  const cell = data.cell(point);
  const numbers = data.readouts.map(
    (name) => `${data.layers[name].title} ${fixed(data.at(name, cell), data.layers[name].digits)}`,
  );
  return `${pointText(data, point)}: ${numbers.join(", ")}`;
}
