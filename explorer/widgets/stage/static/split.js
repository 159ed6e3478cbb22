// L = A_τ + U_τ as three signed bars on one axis: the two terms from zero, and their sum.

const SPLIT_ROWS = [
  ["alignment_term", "A", "alignment term"],
  ["uniformity_term", "U", "uniformity term"],
  ["loss", "L", "loss"],
];

function termName(symbol) {
  const name = element("span", "symbol", symbol);
  if (symbol !== "L") name.append(element("sub", "", "τ"));
  return name;
}

function makeSplit(panel) {
  const formula = element("p", "formula");
  const sum = element("span", "numbers");
  formula.append(termName("L"), " = ", termName("A"), " + ", termName("U"), sum);
  const rows = element("div", "bars");
  const parts = SPLIT_ROWS.map(([name, symbol, title]) => {
    const label = element("span", "bar-label");
    label.append(termName(symbol), element("span", "bar-title", ` ${title}`));
    const track = element("span", "track");
    const zero = element("span", "zero");
    const bar = element("span", `bar ${name}`);
    track.append(bar, zero);
    const number = element("span", "bar-number");
    rows.append(label, track, number);
    return { name, track, bar, zero, number };
  });
  const chance = element("span", "chance");
  parts[2].track.append(chance);
  const note = element("p", "note");
  const noteText = element("span");
  note.append(element("span", "chance-key"), noteText);
  panel.append(formula, rows, note);

  return function update(data, cell) {
    panel.hidden = !data.has("uniformity_term") || !data.has("loss");
    if (panel.hidden) return;
    const values = parts.map(({ name }) => data.at(name, cell));
    const low = -roundUp(Math.max(0, -Math.min(...values)));
    const high = roundUp(Math.max(...values, data.chanceLevel));
    const place = (value) => (100 * (value - low)) / (high - low);
    parts.forEach(({ bar, zero, number }, index) => {
      const value = values[index];
      bar.style.left = `${place(Math.min(0, value))}%`;
      bar.style.width = `${Math.abs(place(value) - place(0))}%`;
      zero.style.left = `${place(0)}%`;
      number.textContent = index < 2 ? signed(value, 2) : fixed(value, 2);
    });
    chance.style.left = `${place(data.chanceLevel)}%`;
    const round = (value) => fixed(value, Number.isInteger(value) ? 0 : 1);
    const [a, u, loss] = values.map((value) => fixed(value, 2));
    sum.textContent = `${loss} = ${a} + ${u}`;
    noteText.textContent = `chance level log(2n−1) = ${fixed(data.chanceLevel, 2)} · axis from ${round(low)} to ${round(high)} nats`;
  };
}
