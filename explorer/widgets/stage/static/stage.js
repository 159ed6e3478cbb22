// The charts of a stage as one: one point for all of them, moved by pointer and keys, told in numbers and in words.
// Vega draws; nothing here knows a scale, a colour or a pixel of a chart.
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0],
  PageUp: [5, 0], PageDown: [-5, 0], Home: [0, -1e3], End: [0, 1e3] }; // prettier-ignore
const within = (step, count) => Math.min(count - 1, Math.max(0, step));

/** The step of a key, five times as far with Shift; null if it is none of ours. */
function stepOf(event) {
  if (!KEYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return null;
  event.preventDefault();
  return KEYS[event.key].map((step) => step * (event.shiftKey ? 5 : 1));
}

function fixed(value, digits) {
  const text = Number.isFinite(value) ? value.toFixed(digits) : "–";
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
}

/** Draw a chart into `.chart` of an element, with these values and rows; it follows the element's size. */
async function drawChart(vegaEmbed, element, spec, values, rows, options) {
  const { left, right, top, bottom } = spec.padding;
  const room = () => ({ width: Math.max(1, element.clientWidth - left - right), height: Math.max(1, element.clientHeight - top - bottom) }); // prettier-ignore
  const given = (one) => (one.name in values && !("update" in one) ? { ...one, value: values[one.name] } : one);
  const told = (one) => (one.name in rows ? { ...one, values: structuredClone(rows[one.name]) } : one);
  const filled = { ...spec, ...room(), signals: spec.signals.map(given), data: spec.data.map(told) };
  const still = { mode: "vega", renderer: "canvas", actions: false, hover: false, defaultStyle: false };
  const { view } = await vegaEmbed(element.querySelector(".chart"), filled, { ...still, ...options });
  const canvas = element.querySelector("canvas");
  const watch = new ResizeObserver(() => {
    const { width, height } = room();
    if (!canvas.isConnected) watch.disconnect(); // drawn anew
    else if (view.width() !== width || view.height() !== height) view.width(width).height(height).runAsync();
  });
  watch.observe(element);
  return view;
}

const TURN = Math.PI / 12;
const FINGERTIP = 16; // px
const QUIET = 500; // ms without a movement until it is announced

/** Draw into `root`, which holds the stage's markup; `told` hears moved(), pressed(), painted(cells), anchored(node). */
function makeStage(root, vegaEmbed, told) {
  const part = (key) => root.querySelector(`[data-part="${key}"]`);
  const drawn = {}; // box → { view, spec, rows }
  const map = part("map"), circle = part("circle"), tip = part("tip");
  let [signals, data, words, painting, dragging] = [{}, {}, {}, false, false];
  let [cell, baseline, last, adds, quiet] = [-1, null, -1, true, null];

  const split = (index) => [Math.floor(index / signals.columns), index % signals.columns];
  const place = () => [`strength ${words.strengths[split(cell)[1]]}, τ ${words.places[split(cell)[0]]}`, words.states?.[words.state[cell]]];
  const said = (key) => `${words.layers[key][0]} ${fixed(signals.metrics[key][cell], words.layers[key][1])}`;
  const list = (parts) => parts.filter(Boolean).join(", ");
  const painted = () => told.painted([...signals.student].flatMap((flag, index) => (flag > 0 ? [index] : [])));

  /** The values of one box: the second circle shows the pinned cell, and letters tell the two apart. */
  const valuesOf = (box) => ({ ...signals, painting,
    cell: box === "second" ? signals.pinned : cell,
    letter: box === "second" ? "B" : signals.pinned < 0 ? "" : "A" }); // prettier-ignore

  async function draw(charts) {
    for (const [box, spec] of Object.entries(charts)) {
      const view = await drawChart(vegaEmbed, part(box), spec, valuesOf(box), data, { tooltip });
      drawn[box]?.view.finalize();
      drawn[box] = { view, spec, rows: Object.fromEntries(spec.data.map(({ name }) => [name, JSON.stringify(data[name])])) };
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
      if (next === cell) return;
      go(next);
      if (!painting) told.moved();
    });
  }

  /** Take new values; what has not changed is left alone, since a chart works out anew whatever is set. */
  async function update(next, paints) {
    [signals, data, words, painting] = [{ ...signals, ...next.signals }, { ...data, ...next.data }, next.words, paints];
    if (cell < 0) cell = next.cell;
    await Promise.all(Object.entries(drawn).map(([box, { view, spec, rows }]) => {
      const values = valuesOf(box);
      for (const one of spec.signals) {
        if (one.name in values && !("update" in one) && view.signal(one.name) !== values[one.name]) view.signal(one.name, values[one.name]);
      }
      for (const { name } of spec.data) {
        const text = JSON.stringify(data[name]);
        if (!(name in data) || rows[name] === text) continue;
        rows[name] = text;
        view.data(name, JSON.parse(text));
      }
      return view.runAsync();
    })); // prettier-ignore
    if (drawn.map) describe();
  }

  function go(next) {
    if (next === cell) return;
    cell = next;
    for (const [box, { view }] of Object.entries(drawn)) {
      if (box !== "second" && view.signal("cell") !== next) view.signal("cell", next).run();
    }
    describe();
    clearTimeout(quiet);
    quiet = setTimeout(() => (part("live").textContent = list([...place(), ...words.readouts.map(([key]) => said(key))])), QUIET);
  }

  /** A stroke paints if it starts on an empty cell, erases if on a painted one, and a fast one leaves no gaps. */
  function stroke(next) {
    const flags = [...(signals.student || "0".repeat(signals.rows * signals.columns))];
    if (last < 0) [last, adds] = [next, flags[next] === "0"];
    const [[t0, p0], [t1, p1]] = [split(last), split(next)];
    const steps = Math.max(Math.abs(t1 - t0), Math.abs(p1 - p0), 1);
    for (let k = 0; k <= steps; k += 1) {
      flags[Math.round(t0 + ((t1 - t0) * k) / steps) * signals.columns + Math.round(p0 + ((p1 - p0) * k) / steps)] = adds ? "9" : "0";
    }
    [last, signals.student] = [next, flags.join("")];
    drawn.map.view.signal("student", signals.student).runAsync();
    describe();
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
    const [t, p] = split(cell);
    go(within(t + step[0], signals.rows) * signals.columns + within(p + step[1], signals.columns));
    if (!painting) told.moved();
  });
  for (const kind of ["focus", "blur"]) {
    map.addEventListener(kind, () => drawn.point?.view.signal("focused", map.matches(":focus-visible")).runAsync());
  }
  map.addEventListener("pointerleave", () => (tip.hidden = true));

  function choose(node) {
    if (!(node >= 0) || node === signals.anchor) return;
    signals.anchor = node;
    for (const box of ["circle", "second"]) drawn[box]?.view.signal("anchor", node).runAsync();
    describe();
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
    if (!event.shiftKey || words.dimension < 3) return choose(within(signals.anchor + (step[1] || step[0]), signals.count));
    view.signal("yaw", view.signal("yaw") + (step[1] / 5) * TURN);
    view.signal("pitch", Math.min(1.5, Math.max(-1.5, view.signal("pitch") + (step[0] / 5) * TURN))).runAsync();
  });

  const put = (element, attributes) => Object.entries(attributes).forEach((pair) => element.setAttribute(...pair));

  function describe() {
    const { layer, metrics, anchor } = signals, value = metrics[layer] && said(layer);
    const paint = painting && (signals.student[cell] > 0 ? "painted" : "not painted");
    put(map, { "aria-label": words.map[layer] + (painting ? "; the space bar paints a cell" : "") });
    if (cell >= 0) put(map, { role: "slider", "aria-valuemin": 0, "aria-valuemax": signals.strengths.at(-1),
      "aria-valuenow": signals.strengths[split(cell)[1]], "aria-valuetext": list([place()[0], value, place()[1], paint]) }); // prettier-ignore
    part("second").hidden = signals.pinned < 0;
    part("views").hidden = !words.nodes;
    part("terms").hidden = !metrics.uniformity_term;
    part("here").textContent = (cell >= 0 && signals.sentences?.[signals.says[cell]]) || "";
    for (const track of part("views").querySelectorAll(".where")) track.hidden = words.dimension > 2;
    part("classes").textContent = words.classes?.join("\u2003");
    part("seed").textContent = words.seed;
    const chosen = anchor < 0 ? "no node chosen" : `anchor ${words.names?.[anchor]}, ${words.labels?.[anchor]}`;
    const spread = metrics.effective_directions && cell >= 0 ? `${said("effective_directions")}, ` : "";
    put(circle, { role: words.nodes ? "slider" : "img", "aria-valuenow": anchor, "aria-valuetext": spread + chosen,
      "aria-label": words.circle, "aria-valuemax": signals.count - 1 }); // prettier-ignore
    if (cell >= 0) tell();
  }

  /** The numbers at the point: mean over seeds, spread, and the change since the last point or against B. */
  function tell() {
    const [reference, against] = signals.pinned >= 0 ? [signals.pinned, "against B"] : [baseline, "since last point"];
    for (const group of part("readouts").children) {
      const { key } = group.dataset, [value, spread, change] = group.querySelectorAll("dd");
      group.hidden = !signals.metrics[key];
      if (group.hidden) continue;
      const now = signals.metrics[key], [, digits] = words.layers[key], seeds = `± ${fixed(words.spread[key][cell], digits)}`;
      value.textContent = fixed(now[cell], digits);
      spread.textContent = key === "accuracy" ? `± ${fixed(words.stderr[cell], digits)} s.e., ${seeds} seeds` : `${seeds} over seeds`;
      const text = reference === null ? "" : fixed(Math.abs(now[cell] - now[reference]), digits);
      const way = now[cell] > now[reference] ? "▲" : "▼";
      change.textContent = !text ? "\u00a0" : Number(text) ? `${way} ${text} ${against}` : "unchanged";
    }
  }

  function tooltip(_, event, item, value) {
    tip.hidden = !value || dragging || event.pointerType === "touch";
    if (tip.hidden) return;
    [...tip.children].forEach((line, k) => (line.textContent = value[k] ?? ""));
    const { left, top, width } = map.getBoundingClientRect(), [x, y] = [event.clientX - left, event.clientY - top];
    const across = x + 18 + tip.offsetWidth > width ? x - 18 - tip.offsetWidth : x + 18;
    tip.style.translate = `${Math.max(0, across)}px ${y > tip.offsetHeight + 24 ? y - tip.offsetHeight - 12 : y + 18}px`;
  }

  return { go, update, draw, get cell() { return cell; }, get dragging() { return dragging; },
    remember: () => (baseline = cell), forget: () => (baseline = null),
    destroy: () => Object.values(drawn).forEach(({ view }) => view.finalize()) }; // prettier-ignore
}
