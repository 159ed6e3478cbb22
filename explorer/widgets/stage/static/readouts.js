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
      spread.textContent = spreadText(data, name, cell, digits);
      const difference = reference === null ? 0 : now - data.at(name, reference);
      const text = fixed(Math.abs(difference), digits);
      if (reference === null) change.textContent = "\u00a0";
      else if (Number(text) === 0) change.textContent = `unchanged ${referenceName}`;
      else change.textContent = `${difference > 0 ? "▲" : "▼"} ${text} ${referenceName}`;
    }
  };
}

function spreadText(data, name, cell, digits) {
  const spread = data.at(`spread:${name}`, cell);
  const seeds = Number.isFinite(spread) ? `± ${fixed(spread, digits)} over seeds` : "\u00a0";
  if (name !== "accuracy") return seeds;
  const error = `± ${fixed(data.at("accuracy_stderr", cell), digits)} s.e.`;
  return Number.isFinite(spread) ? `${error}, ± ${fixed(spread, digits)} seeds` : error;
}

/** The same in a sentence, for who listens. */
function spokenReadouts(data, point) {
  const cell = data.cell(point);
  const numbers = data.readouts.map(
    (name) => `${data.layers[name].title} ${fixed(data.at(name, cell), data.layers[name].digits)}`,
  );
  return `${pointText(data, point)}: ${numbers.join(", ")}`;
}
