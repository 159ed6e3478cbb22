// The page without a server: its charts, sliders, numbers and questions follow one cell.
const page = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const { signals, words } = page.surface, { rows, columns } = signals;
const KEYS = {
  ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0],
  PageUp: [5, 0], PageDown: [-5, 0], Home: [0, -99], End: [0, 99],
}; // prettier-ignore
const dark = matchMedia("(prefers-color-scheme: dark)");
const views = {};
let cell = page.scenes[0].signals.cell, layer = "loss", asked = 0, found = 0;

for (const name of page.surface.stepped) {
  const steps = signals[name], row = steps.length / rows;
  for (let i = row; i < steps.length; i += 1) steps[i] += steps[i - row]; // from one temperature to the next
}

const at = () => [Math.floor(cell / columns), cell % columns];
const room = (name, { left, right, top, bottom }) =>
  ({ width: $(name).clientWidth - left - right, height: $(name).clientHeight - top - bottom });

async function draw() {
  const scene = page.scenes[found], values = { ...signals, ...scene.signals, cell, layer };
  const data = { ...page.surface.data, ...scene.data };
  for (const [name, spec] of Object.entries(page.charts[dark.matches ? "dark" : "light"])) {
    const given = (one) => one.name in values && !("update" in one) ? { ...one, value: values[one.name] } : one;
    const told = (one) => one.name in data ? { ...one, values: structuredClone(data[one.name]) } : one;
    const filled = { ...spec, ...room(name, spec.padding), signals: spec.signals.map(given), data: spec.data.map(told) };
    views[name]?.finalize();
    views[name] = (await vegaEmbed($(name).firstChild, filled, { mode: "vega", actions: false, renderer: "canvas", defaultStyle: false })).view;
  }
  views.map.addSignalListener("cell", (_, next) => next === cell || go(Math.floor(next / columns), next % columns));
  show();
}

function size() {
  for (const [name, view] of Object.entries(views)) {
    const { width, height } = room(name, view.padding());
    view.width(width).height(height).runAsync();
  }
}

function go(t, p) {
  const within = (step, count) => Math.min(count - 1, Math.max(0, step));
  cell = within(t, rows) * columns + within(p, columns);
  for (const view of Object.values(views)) if (view.signal("cell") !== cell) view.signal("cell", cell).run();
  show();
}

function show() {
  const [t, p] = at(), place = [words.strengths[p], words.places[t]], said = [`strength ${place[0]}, τ ${place[1]}`];
  [$("strength").value, $("temperature").value] = [p, t];
  document.querySelectorAll(".knobs b").forEach((value, axis) => (value.textContent = place[axis]));
  words.readouts.forEach(([name, title, digits], k) => {
    const [value, spread] = [signals.metrics, words.spread].map((part) => part[name][cell].toFixed(digits).replace("-", "−"));
    const [, first, second] = $("numbers").rows[k].cells;
    [first.textContent, second.textContent] = [value, `± ${spread}`];
    said.push(`${title} ${value}`);
  });
  $("map").setAttribute("aria-valuenow", p);
  for (const id of ["map", "strength", "temperature"]) $(id).setAttribute("aria-valuetext", said.join(", "));
}

function ask() {
  $("count").textContent = `${asked + 1} of ${page.questions.length}`;
  $("prompt").textContent = page.questions[asked].prompt;
  [$("check").hidden, $("next").hidden] = [false, true];
}

$("check").onclick = () => {
  const { texts, said } = page.questions[asked], right = said[cell] === "0";
  $("verdict").textContent = texts[said[cell]];
  $("verdict").className = right ? "right" : "wrong";
  if (!right) return;
  found = asked + 1;
  [$("check").hidden, $("next").hidden] = [true, found === page.questions.length];
  $("next").focus();
  draw(); // what was found is laid over the map
};
$("next").onclick = () => {
  asked += 1;
  $("verdict").textContent = "";
  ask();
  $("check").focus();
};
for (const id of ["strength", "temperature"]) $(id).oninput = () => go(+$("temperature").value, +$("strength").value);
$("layer").onchange = () => views.map.signal("layer", (layer = $("layer").value)).runAsync();
$("map").onkeydown = (event) => {
  const step = KEYS[event.key], far = event.shiftKey ? 5 : 1;
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  go(...at().map((place, axis) => place + far * step[axis]));
};

await draw();
ask();
dark.onchange = draw;
new ResizeObserver(size).observe(document.body);
