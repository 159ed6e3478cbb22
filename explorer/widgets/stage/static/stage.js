// The charts of a stage as one: one point for all of them, moved by pointer and keys, told in numbers and in words.
// Vega draws; nothing here knows a scale, a colour or a pixel of a chart.

const KEYS = {
  ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0],
  PageUp: [5, 0], PageDown: [-5, 0], Home: [0, -Infinity], End: [0, Infinity],
}; // prettier-ignore
const TURN = Math.PI / 12;
const FINGERTIP = 16; // px
const QUIET = 500; // ms without a movement until it is announced

const clamp = (value, count) => Math.min(count - 1, Math.max(0, value));
const fixed = (value, digits) => {
  const text = Number.isFinite(value) ? value.toFixed(digits) : "–";
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
};

/** Write a name such as ℓ_align into an element: what follows the underscore is a subscript. */
function name(element, text) {
  const [head, sub] = text.split("_");
  element.replaceChildren(head, ...(sub ? [Object.assign(document.createElement("sub"), { textContent: sub })] : []));
}

const sizeOf = (element, { padding }) => ({
  width: Math.max(1, element.clientWidth - padding.left - padding.right),
  height: Math.max(1, element.clientHeight - padding.top - padding.bottom),
});

/** Draw a compiled chart with these values of its parameters and rows of its data; it follows its element's size. */
async function drawChart(vegaEmbed, element, spec, values, data, options = {}) {
  const given = { ...values, ...sizeOf(element, spec) };
  const filled = {
    ...spec,
    ...sizeOf(element, spec),
    signals: spec.signals.map((one) => (one.name in given && !one.update ? { ...one, value: given[one.name] } : one)),
    data: spec.data.map((one) => (one.name in data ? { ...one, values: structuredClone(data[one.name]) } : one)),
  };
  const still = { mode: "vega", renderer: "canvas", actions: false, hover: false, defaultStyle: false };
  const { view } = await vegaEmbed(element.querySelector(".chart"), filled, { ...still, ...options });
  const watch = new ResizeObserver(() => {
    if (!view.container()?.isConnected) return watch.disconnect();
    const { width, height } = sizeOf(element, spec);
    if (view.width() !== width || view.height() !== height) view.width(width).height(height).runAsync();
  });
  watch.observe(element);
  return view;
}

/** Draw into `root`, which holds the stage's markup; `told` hears moved(), painted(cells) and anchored(node). */
export function makeStage(root, vegaEmbed, told) {
  const part = (key) => root.querySelector(`[data-part="${key}"]`);
  const boxes = { map: part("map"), point: part("point"), circle: part("circle"), second: part("second"), split: part("split") };
  const drawn = {}; // box → { view, spec, data }
  let [signals, data, words] = [{}, {}, {}];
  let [cell, baseline, painting, dragging, last, quiet] = [-1, null, false, false, -1, null];
  const stage = {
    get cell() { return cell; },
    get dragging() { return dragging; },
    go, update, draw, remember: () => (baseline = cell), forget: () => (baseline = null),
    destroy: () => Object.values(drawn).forEach(({ view }) => view.finalize()),
  }; // prettier-ignore

  const split = (index) => [Math.floor(index / signals.columns), index % signals.columns];
  const place = (index) => `strength ${words.strengths[split(index)[1]]}, τ ${words.places[split(index)[0]]}`;
  const state = (index) => (words.state ? words.states[words.state[index]] : "");
  const valueText = () => {
    const shown = signals.metrics[signals.layer] && words.layers[signals.layer];
    const value = shown && `${shown[0]} ${fixed(signals.metrics[signals.layer][cell], shown[1])}`;
    const paint = painting && (signals.student[cell] > 0 ? "painted" : "not painted");
    return [place(cell), value, state(cell), paint].filter(Boolean).join(", ");
  };

  /** Values of a box's own: the second circle shows the pinned cell, and letters tell the two apart. */
  function own(box) {
    const { pinned } = signals;
    if (box === "circle") return { cell, letter: pinned < 0 ? "" : "A" };
    if (box === "second") return { cell: pinned, letter: "B" };
    return { cell, painting };
  }

  async function draw(charts) {
    for (const [box, element] of Object.entries(boxes)) {
      if (!element || !charts[box]) continue;
      const view = await drawChart(vegaEmbed, element, charts[box], { ...signals, ...own(box) }, data, { tooltip });
      drawn[box]?.view.finalize();
      drawn[box] = { view, spec: charts[box] };
      if (box === "map") listenToMap(view);
    }
    describe();
  }

  /** Take new values; what has not changed is left alone, since a chart works out anew whatever is set. */
  async function update(next, options = {}) {
    [signals, data, words] = [{ ...signals, ...next.signals }, { ...data, ...next.data }, next.words];
    painting = Boolean(options.painting);
    if (cell < 0) cell = next.cell;
    const runs = Object.entries(drawn).map(([box, entry]) => {
      const values = { ...signals, ...own(box) };
      for (const { name: key, update: derived } of entry.spec.signals) {
        if (key in values && !derived && entry.view.signal(key) !== values[key]) entry.view.signal(key, values[key]);
      }
      for (const { name: key } of entry.spec.data) {
        const rows = JSON.stringify(data[key]);
        if (!(key in data) || (entry[key] ??= rows) === rows) continue;
        entry[key] = rows;
        entry.view.data(key, JSON.parse(rows));
      }
      return entry.view.runAsync();
    });
    await Promise.all(runs);
    if (cell >= 0 && words.readouts) describe();
  }

  function go(next) {
    if (next === cell) return;
    cell = next;
    for (const [box, { view }] of Object.entries(drawn)) {
      if (box !== "second" && view.signal("cell") !== next) view.signal("cell", next).run();
    }
    describe();
    clearTimeout(quiet);
    quiet = setTimeout(() => (part("live").textContent = spoken()), QUIET);
  }

  function listenToMap(view) {
    view.addSignalListener("dragging", (_, on) => {
      if (on === dragging) return;
      dragging = on;
      if (on) [baseline, last] = painting ? [baseline, -1] : [cell, -1];
      else if (painting) told.painted([...signals.student].flatMap((flag, index) => (flag > 0 ? [index] : [])));
      else told.moved();
      if (on && painting) stroke(view.signal("cell"));
      if (on) boxes.map.focus({ preventScroll: true }); // Vega takes the press, and the browser's focus with it
      tooltip();
    });
    view.addSignalListener("cell", (_, next) => {
      if (painting && dragging) stroke(next);
      if (next === cell) return;
      go(next);
      if (!painting) told.moved();
    });
  }

  let adds = true;
  /** A stroke paints if it starts on an empty cell, erases if on a painted one, and a fast one leaves no gaps. */
  function stroke(next) {
    const flags = [...(signals.student || "0".repeat(signals.rows * signals.columns))];
    if (last < 0) [last, adds] = [next, flags[next] === "0"];
    const [[t0, p0], [t1, p1]] = [split(last), split(next)];
    const steps = Math.max(Math.abs(t1 - t0), Math.abs(p1 - p0), 1);
    for (let k = 0; k <= steps; k += 1) {
      const [t, p] = [t0 + ((t1 - t0) * k) / steps, p0 + ((p1 - p0) * k) / steps].map(Math.round);
      flags[t * signals.columns + p] = adds ? "9" : "0";
    }
    last = next;
    signals.student = flags.join("");
    drawn.map.view.signal("student", signals.student).runAsync();
    describe();
  }

  boxes.map.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (!step && !(painting && event.key === " "))) return;
    event.preventDefault();
    if (!step) {
      last = -1;
      stroke(cell);
      told.painted([...signals.student].flatMap((flag, index) => (flag > 0 ? [index] : [])));
      return;
    }
    const factor = event.shiftKey && event.key.startsWith("Arrow") ? 5 : 1;
    const [t, p] = split(cell).map((at, axis) =>
      clamp(at + (step[axis] * factor || 0), axis ? signals.columns : signals.rows),
    );
    if (!painting) told.pressed();
    go(t * signals.columns + p);
    if (!painting) told.moved();
  });
  for (const kind of ["focus", "blur"]) {
    boxes.map.addEventListener(kind, () =>
      drawn.point?.view.signal("focused", boxes.map.matches(":focus-visible")).runAsync(),
    );
  }

  /** The node under a fingertip: the charts say where they drew it. */
  function nodeAt(box, event) {
    const { view, spec } = drawn[box];
    const { left, top } = boxes[box].querySelector("canvas").getBoundingClientRect();
    const [x, y] = [event.clientX - left - view.origin()[0], event.clientY - top - view.origin()[1]];
    const far = (row) => Math.hypot(view.scale("x")(row.x) - x, view.scale("y")(row.y) - y);
    const rows = spec.usermeta.placed.flatMap((key) => view.data(key)).map((row) => [far(row), row.k % signals.count]);
    const [distance, node] = rows.reduce((best, row) => (row[0] < best[0] ? row : best), [Infinity, null]);
    return distance <= FINGERTIP ? node : null;
  }

  function choose(node) {
    if (node === null || node === signals.anchor) return;
    signals.anchor = node;
    for (const box of ["circle", "second"]) drawn[box]?.view.signal("anchor", node).runAsync();
    describe();
    told.anchored(words.nodes[node]);
  }

  for (const box of ["circle", "second"]) {
    boxes[box]?.addEventListener("click", (event) => {
      boxes.circle.focus({ preventScroll: true });
      if (words.nodes) choose(nodeAt(box, event));
    });
  }
  boxes.circle?.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step || !words.nodes || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { view } = drawn.circle;
    if (event.shiftKey && words.dimension === 3) {
      view.signal("yaw", view.signal("yaw") + step[1] * TURN);
      view.signal("pitch", Math.min(1.5, Math.max(-1.5, view.signal("pitch") + step[0] * TURN))).runAsync();
    } else choose(clamp(signals.anchor + (step[1] || step[0]), signals.count));
  });

  function describe() {
    if (!drawn.map || !words.layers) return;
    const { layer } = signals;
    const values = (signals.metrics[layer] ?? []).filter((value) => value !== null);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const range = values.length && `from ${fixed(low, words.layers[layer][1])} to ${fixed(high, words.layers[layer][1])}`;
    const what = values.length ? `Map of ${words.layers[layer][0]}, ${range},` : "Covered map";
    const sliding = cell >= 0 && { role: "slider", "aria-valuemin": signals.strengths[0],
      "aria-valuemax": signals.strengths.at(-1), "aria-valuenow": signals.strengths[split(cell)[1]],
      "aria-roledescription": painting ? "cell editor" : "map in two dimensions", "aria-valuetext": valueText() }; // prettier-ignore
    put(boxes.map, { "aria-label": `${what} over augmentation strength (left and right) and temperature (up and down)` +
      (painting ? "; the space bar paints a cell" : ""), role: "img", ...sliding }); // prettier-ignore
    if (boxes.circle) describeCircle();
    if (cell >= 0) tell();
  }

  function describeCircle() {
    const shape = words.dimension === 3 ? "sphere" : "circle";
    const { anchor } = signals;
    boxes.second.hidden = signals.pinned < 0;
    part("views").hidden = !words.nodes;
    if (!words.nodes) return put(boxes.circle, { role: "img", "aria-label": "The circle is covered for now" });
    const chosen = anchor < 0 ? "no node chosen" : `anchor ${words.names[anchor]}, ${words.labels[anchor]}`;
    const spread = signals.metrics.effective_directions?.[cell];
    const directions = spread ? `, ${fixed(spread, 2)} effective directions` : "";
    for (const track of part("views").querySelectorAll(".where")) track.hidden = shape === "sphere";
    part("classes").textContent = words.classes.join("\u2003");
    part("seed").textContent = words.seed;
    return put(boxes.circle, {
      role: "slider", "aria-valuemin": 0, "aria-valuemax": signals.count - 1, "aria-valuenow": Math.max(0, anchor),
      "aria-roledescription": shape, "aria-valuetext": chosen,
      "aria-label": `Both views of ${signals.count} nodes on the unit ${shape}${directions}; arrow keys choose a node` +
        (shape === "sphere" ? ", with Shift they turn it" : ""),
    }); // prettier-ignore
  }

  const put = (element, attributes) => {
    for (const [key, value] of Object.entries(attributes)) {
      if (element.getAttribute(key) !== String(value)) element.setAttribute(key, value);
    }
  };

  const spoken = () =>
    [`${place(cell)}${state(cell) && `, ${state(cell)}`}`,
      ...words.readouts.map(([key]) => `${words.layers[key][0]} ${fixed(signals.metrics[key][cell], words.layers[key][1])}`),
    ].join(", "); // prettier-ignore

  /** The numbers at the point: mean over seeds, spread, and the change since the last point or against B. */
  function tell() {
    const list = part("readouts");
    part("here").textContent = signals.says ? signals.sentences[signals.says[cell]] : "";
    part("terms").hidden = !signals.metrics.uniformity_term;
    const keys = words.readouts.map(([key]) => key).join(" ");
    if (list.dataset.shown !== keys) {
      list.dataset.shown = keys;
      list.replaceChildren(...words.readouts.map(([key, short]) => {
        const group = Object.assign(document.createElement("div"), { className: `readout ${key}` });
        for (const kind of ["dt", "value", "spread", "change"]) {
          group.append(Object.assign(document.createElement(kind === "dt" ? kind : "dd"), { className: kind }));
        }
        name(group.firstChild, short);
        return group;
      })); // prettier-ignore
    }
    const [reference, against] = signals.pinned >= 0 ? [signals.pinned, "against B"] : [baseline, "since last point"];
    words.readouts.forEach(([key, , digits], k) => {
      const [, value, spread, change] = list.children[k].children;
      const now = signals.metrics[key][cell];
      value.textContent = fixed(now, digits);
      const seeds = `± ${fixed(words.spread[key][cell], digits)}`;
      spread.textContent = key === "accuracy" ? `± ${fixed(words.stderr[cell], digits)} s.e., ${seeds} seeds` : `${seeds} over seeds`;
      if (reference === null) return void (change.textContent = "\u00a0");
      const difference = now - signals.metrics[key][reference];
      const text = fixed(Math.abs(difference), digits);
      return void (change.textContent = Number(text) ? `${difference > 0 ? "▲" : "▼"} ${text} ${against}` : `unchanged`);
    });
  }

  function tooltip(_, event, item, value) {
    const tip = part("tip");
    tip.hidden = !value || dragging || event.pointerType === "touch";
    if (tip.hidden) return;
    [...tip.children].forEach((line, k) => (line.textContent = value[k] ?? ""));
    const { left, top, width } = boxes.map.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const across = x + 18 + tip.offsetWidth > width ? x - 18 - tip.offsetWidth : x + 18;
    const down = y > tip.offsetHeight + 24 ? y - tip.offsetHeight - 12 : y + 18;
    tip.style.transform = `translate(${Math.round(Math.max(0, across))}px, ${Math.round(down)}px)`;
  }
  boxes.map.addEventListener("pointerleave", () => (part("tip").hidden = true));

  return stage;
}
