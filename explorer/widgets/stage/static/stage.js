// The charts of a stage as one: one point for all of them, moved by pointer and keys, told in numbers and in words.
// Vega draws and words it; nothing here knows a scale, a colour or a pixel of a chart.
const KEYS = {
  ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0],
  PageUp: [5, 0], PageDown: [-5, 0], Home: [0, -1e3], End: [0, 1e3],
}; // prettier-ignore
const TURN = Math.PI / 60;
const FINGERTIP = 16; // px
const QUIET = 500; // ms without a movement until it is announced
const within = (step, count) => Math.min(count - 1, Math.max(0, step));
const put = (element, attributes) => Object.entries(attributes).forEach((pair) => element.setAttribute(...pair));

/** The step of a key, five times as far with Shift; null if it is none of ours. */
function stepOf(event) {
  if (!KEYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return null;
  event.preventDefault();
  return KEYS[event.key].map((step) => step * (event.shiftKey ? 5 : 1));
}

const isGiven = (signal, values) => signal.name in values && !("update" in signal);

/** Draw a chart into `.chart` of an element, with these values and rows; it follows the element's size. */
async function drawChart(vegaEmbed, element, spec, values, rows, tooltip) {
  const { left, right, top, bottom } = spec.padding;
  const width = () => Math.max(1, element.clientWidth - left - right);
  const height = () => Math.max(1, element.clientHeight - top - bottom);
  const signals = spec.signals.map((one) => (isGiven(one, values) ? { ...one, value: values[one.name] } : one));
  const data = spec.data.map((one) => (one.name in rows ? { ...one, values: structuredClone(rows[one.name]) } : one));
  const filled = { ...spec, width: width(), height: height(), signals, data };
  const still = { mode: "vega", renderer: "canvas", actions: false, hover: false, defaultStyle: false, tooltip };
  const { view } = await vegaEmbed(element.querySelector(".chart"), filled, still);
  const canvas = element.querySelector("canvas");
  const watch = new ResizeObserver(() => {
    if (!canvas.isConnected) watch.disconnect(); // drawn anew
    else if (view.width() !== width() || view.height() !== height()) view.width(width()).height(height()).runAsync();
  });
  watch.observe(element);
  return view;
}

/** Draw into `root`, which has the stage's markup; `told` hears moved(), pressed(), painted(cells), anchored(node). */
function makeStage(root, vegaEmbed, told) {
  const part = (key) => root.querySelector(`[data-part="${key}"]`);
  const drawn = {}; // box → { view, spec, rows }
  const map = part("map"), circle = part("circle"), tip = part("tip");
  let [signals, data, words, painting, dragging] = [{}, {}, {}, false, false];
  let [cell, baseline, last, adds, quiet] = [-1, -1, -1, true, null];

  const at = (index) => [Math.floor(index / signals.columns), index % signals.columns];
  const flat = ([t, p]) => within(t, signals.rows) * signals.columns + within(p, signals.columns);
  const painted = () => told.painted([...signals.student].flatMap((flag, index) => (flag > 0 ? [index] : [])));

  /** The values of one box: the second circle shows the pinned cell, and letters tell the two apart. */
  function valuesOf(box) {
    const first = { cell, letter: signals.pinned < 0 ? "" : "A" };
    const own = box === "second" ? { cell: signals.pinned, letter: "B" } : first;
    return { ...signals, words, painting, baseline, ...own };
  }

  /** Give every chart what is new for it: a chart works out anew whatever is set. At once, or else soon. */
  function spread(atOnce) {
    const running = Object.entries(drawn).map(([box, { view, spec }]) => {
      const values = valuesOf(box);
      const anew = spec.signals.filter((one) => isGiven(one, values) && view.signal(one.name) !== values[one.name]);
      for (const { name } of anew) view.signal(name, values[name]);
      if (!atOnce) return view.runAsync();
      return anew.length && view.run(); // one that moved the point itself is running
    });
    return Promise.all(running);
  }

  async function draw(charts) {
    for (const [box, spec] of Object.entries(charts)) {
      const view = await drawChart(vegaEmbed, part(box), spec, valuesOf(box), data, tooltip);
      drawn[box]?.view.finalize();
      const rows = Object.fromEntries(spec.data.map(({ name }) => [name, JSON.stringify(data[name])]));
      drawn[box] = { view, spec, rows };
    }
    describe();
    if (cell < 0) return; // a picture
    drawn.map.view.addSignalListener("dragging", (_, on) => {
      if (on === dragging) return;
      dragging = on;
      tip.hidden = true;
      if (!on) return painting ? painted() : told.moved();
      map.focus({ preventScroll: true }); // Vega takes the press, and the browser's focus with it
      last = -1;
      if (painting) stroke(drawn.map.view.signal("cell"));
      else baseline = cell;
    });
    drawn.map.view.addSignalListener("cell", (_, next) => {
      if (painting && dragging) stroke(next);
      else move(next);
    });
  }

  /** Take new values; where the grid is another one, the point is the one that comes with them. */
  async function update(next, paints) {
    const { rows, columns } = signals;
    [signals, data, words, painting] = [{ ...signals, ...next.signals }, { ...data, ...next.data }, next.words, paints];
    if (rows !== signals.rows || columns !== signals.columns) cell = next.cell;
    for (const chart of Object.values(drawn)) {
      for (const { name } of chart.spec.data.filter((one) => one.name in data)) {
        const text = JSON.stringify(data[name]);
        if (chart.rows[name] !== text) chart.view.data(name, JSON.parse(text));
        chart.rows[name] = text;
      }
    }
    await spread();
    if (drawn.map) describe();
  }

  function go(next) {
    if (next === cell) return;
    cell = next;
    spread(true);
    describe();
    clearTimeout(quiet);
    quiet = setTimeout(() => (part("live").textContent = said().live), QUIET);
  }

  function move(next) {
    if (next === cell) return;
    go(next);
    if (!painting) told.moved();
  }

  /** A stroke paints if it starts on an empty cell, erases if on a painted one, and a fast one leaves no gaps. */
  function stroke(next) {
    go(next);
    const flags = [...(signals.student || "0".repeat(signals.rows * signals.columns))];
    if (last < 0) [last, adds] = [next, flags[next] === "0"];
    const [[t0, p0], [t1, p1]] = [at(last), at(next)];
    const steps = Math.max(Math.abs(t1 - t0), Math.abs(p1 - p0), 1);
    for (let k = 0; k <= steps; k += 1) {
      const between = [t0 + ((t1 - t0) * k) / steps, p0 + ((p1 - p0) * k) / steps];
      flags[flat(between.map(Math.round))] = adds ? "9" : "0";
    }
    [last, signals.student] = [next, flags.join("")];
    spread().then(describe);
  }

  map.addEventListener("keydown", (event) => {
    if (cell < 0) return;
    if (painting && event.key === " ") {
      event.preventDefault();
      last = -1;
      stroke(cell);
      return painted();
    }
    const step = stepOf(event);
    if (!step) return;
    if (!painting) told.pressed();
    move(flat(at(cell).map((from, axis) => from + step[axis])));
  });
  for (const kind of ["focus", "blur"]) {
    map.addEventListener(kind, () => drawn.point?.view.signal("focused", map.matches(":focus-visible")).runAsync());
  }
  map.addEventListener("pointerleave", () => (tip.hidden = true));

  function choose(node) {
    if (!(node >= 0) || node === signals.anchor) return;
    signals.anchor = node;
    spread().then(describe);
    told.anchored(words.nodes[node]);
  }

  for (const box of ["circle", "second"]) {
    part(box).addEventListener("click", (event) => {
      const { view, spec } = drawn[box], { left, top } = part(box).getBoundingClientRect();
      circle.focus({ preventScroll: true });
      const [x, y] = [event.clientX - left - view.origin()[0], event.clientY - top - view.origin()[1]];
      const far = (row) => Math.hypot(view.scale("x")(row.x) - x, view.scale("y")(row.y) - y);
      const near = spec.usermeta.placed.flatMap((name) => view.data(name)).filter((row) => far(row) <= FINGERTIP);
      if (words.nodes) choose(near.sort((one, other) => far(one) - far(other))[0]?.k % signals.count);
    });
  }
  circle.addEventListener("keydown", (event) => {
    const step = words.nodes && stepOf(event), view = drawn.circle?.view;
    if (!step) return;
    if (!event.shiftKey || words.dimension < 3) {
      return choose(within(signals.anchor + (step[1] || step[0]), signals.count));
    }
    const pitch = view.signal("pitch") + step[0] * TURN;
    view.signal("yaw", view.signal("yaw") + step[1] * TURN).signal("pitch", Math.min(1.5, Math.max(-1.5, pitch)));
    view.runAsync();
  });

  const said = () => (drawn.point ?? drawn.map).view.signal("told");

  function describe() {
    const { layer, metrics, anchor, strengths } = signals, now = said();
    put(map, { "aria-label": words.map[layer] + (painting ? "; the space bar paints a cell" : "") });
    const range = { "aria-valuemin": 0, "aria-valuemax": strengths.at(-1), "aria-valuenow": strengths[at(cell)[1]] };
    if (cell >= 0) put(map, { role: "slider", ...range, "aria-valuetext": now.value });
    part("second").hidden = signals.pinned < 0;
    part("views").hidden = !words.nodes;
    part("terms").hidden = !metrics.uniformity_term;
    part("here").textContent = now.here ?? "";
    for (const track of part("views").querySelectorAll(".where")) track.hidden = words.dimension > 2;
    part("classes").textContent = words.classes?.join("\u2003");
    part("seed").textContent = words.seed;
    const nodes = { "aria-valuemax": signals.count - 1, "aria-valuenow": anchor, "aria-valuetext": now.circle ?? "" };
    put(circle, { role: words.nodes ? "slider" : "img", "aria-label": words.circle, ...nodes });
    for (const group of part("readouts").children) {
      const texts = now.readouts?.[group.dataset.key];
      group.hidden = !texts;
      texts?.forEach((text, k) => (group.children[k + 1].textContent = text));
    }
  }

  function tooltip(_, event, item, value) {
    tip.hidden = !value || dragging || event.pointerType === "touch";
    if (tip.hidden) return;
    [...tip.children].forEach((line, k) => (line.textContent = value[k] ?? ""));
    const { left, top, width } = map.getBoundingClientRect(), [x, y] = [event.clientX - left, event.clientY - top];
    const across = x + 18 + tip.offsetWidth > width ? x - 18 - tip.offsetWidth : x + 18;
    const down = y > tip.offsetHeight + 24 ? y - tip.offsetHeight - 12 : y + 18;
    tip.style.translate = `${Math.max(0, across)}px ${down}px`;
  }

  return {
    go, update, draw, at, flat,
    size: (axis) => (axis ? signals.columns : signals.rows),
    get cell() { return cell; },
    get dragging() { return dragging; },
    remember: () => (baseline = cell),
    forget: () => (baseline = -1),
    destroy: () => Object.values(drawn).forEach(({ view }) => view.finalize()),
  }; // prettier-ignore
}
