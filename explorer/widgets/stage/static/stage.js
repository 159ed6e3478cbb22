// The charts of a stage as one, with one point. Vega draws and words it; no scale, colour or pixel of a chart is here.
const KEYS = {
  ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0],
  PageUp: [5, 0], PageDown: [-5, 0], Home: [0, -1e3], End: [0, 1e3], " ": [0, 0], Enter: [0, 0],
}; // prettier-ignore
const TURN = Math.PI / 60;
const FINGERTIP = 16; // px
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const QUIET = 500; // ms without a movement until the point rests
const within = (step, count) => Math.min(count - 1, Math.max(0, step));
const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

/** Call `act` with the step of each key of ours, five times as far with Shift; a key that it refuses goes on. */
function onStep(element, act) {
  element.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = KEYS[event.key].map((step) => step * (event.shiftKey ? 5 : 1));
    if (act(step, event) !== false) event.preventDefault();
  });
}

const partOf = (root, name) => root.querySelector(`[data-part="${name}"]`);
/** Write what a chart says, properties by the name of a part, into the parts that are there. */
function tell(root, told) {
  for (const [name, properties] of Object.entries(told)) Object.assign(partOf(root, name) ?? {}, properties);
}

let audio;
/** Sound a short tone, two octaves between the heights 0 and 1. */
function sound(height) {
  audio ??= new AudioContext();
  const [tone, gain] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = 220 * 4 ** height;
  gain.gain.setTargetAtTime(0, audio.currentTime, 0.04);
  tone.connect(gain).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.2);
}

const views = new WeakMap(); // box → what is drawn in it
const sizeOf = (box, { left, right, top, bottom }) => ({
  width: Math.max(1, box.clientWidth - left - right),
  height: Math.max(1, box.clientHeight - top - bottom),
});
const watch = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const view = views.get(target), { width, height } = sizeOf(target, view.padding());
    view.width(width).height(height).runAsync();
  }
});

/** Draw a chart into `.chart` of a box with these values of its parameters; it follows the box's size. */
async function drawChart(vegaEmbed, box, spec, values, tooltip) {
  const signals = spec.signals.map((one) => (one.name in values ? { ...one, value: values[one.name] } : one));
  const filled = { ...spec, ...sizeOf(box, spec.padding), signals };
  const bind = box.parentNode.querySelector("[data-part=walk]");
  const renderer = box.closest(".wall") ? "svg" : "canvas"; // the wall is magnified
  const still = { mode: "vega", renderer, actions: false, hover: false, defaultStyle: false, tooltip, bind };
  const { view } = await vegaEmbed(box.querySelector(".chart"), filled, still);
  views.get(box)?.finalize();
  views.set(box, view);
  watch.observe(box);
  return view;
}

/** Draw into `root`, which has the stage's markup; `hears` has moved(), painted(cells), anchored(node), held(). */
function makeStage(root, vegaEmbed, hears = {}) {
  const stage = { cell: -1, dragging: false };
  const values = {}; // of the charts' parameters, but for the point
  const drawn = {}; // box → { view, spec }
  const [map, circle, tip] = ["map", "circle", "tip"].map((name) => partOf(root, name));
  const readouts = root.querySelector(".readouts"), terms = [...readouts.querySelectorAll(".term")];
  const rove = () => terms.filter((term) => term.offsetParent).forEach((term, k) => (term.tabIndex = k ? -1 : 0));
  let [baseline, last, adds, quiet] = [-1, -1, true, null];

  const at = (index) => [Math.floor(index / values.columns), index % values.columns];
  const flat = ([t, p]) => within(t, values.rows) * values.columns + within(p, values.columns);
  const says = (name) => drawn.map && tell(root, (drawn.point ?? drawn.map).view.signal(name));
  const valuesOf = (box) => ({
    ...values, cell: stage.cell, baseline, second: box === "second", focused: map.matches(":focus-visible"),
    still: STILL.matches,
  }); // prettier-ignore

  /** Give every chart what is new for it, a chart works out anew whatever is, and write what it says. */
  async function refresh() {
    for (const [box, { view, spec }] of Object.entries(drawn)) {
      const now = valuesOf(box);
      for (const { name } of spec.signals) if (name in now) view.signal(name, now[name]);
      await view.runAsync();
    }
    says("told");
  }

  async function draw(charts) {
    for (const [box, spec] of Object.entries(charts)) {
      drawn[box] = { spec, view: await drawChart(vegaEmbed, partOf(root, box), spec, valuesOf(box), tooltip) };
    }
    await refresh(); // what came meanwhile
    if (stage.cell < 0) return; // a picture
    const { view } = drawn.map;
    const follow = (_, next) => (values.painting && stage.dragging ? stroke(next) : go(next, true));
    view.addSignalListener("dragging", (_, on) => {
      stage.dragging = on;
      tip.hidden = true;
      if (!on) return values.painting ? report() : hears.moved?.();
      last = -1;
      follow("cell", view.signal("cell"));
      if (view.signal("pressed")) map.focus({ preventScroll: true }); // Vega takes the press, and the focus with it
    });
    view.addSignalListener("cell", follow);
    for (const button of root.querySelectorAll("[data-by]")) {
      button.onclick = () => view.runAsync(null, () => view.signal("nudge", { by: Number(button.dataset.by) }));
    }
  }

  /** Take new values; where the grid is another one, the point is the one that comes with them. */
  function update({ cell, ...next }) {
    const { rows, columns, metrics } = values;
    for (const [name, value] of Object.entries(next)) if (!same(value, values[name])) values[name] = value;
    if (rows !== values.rows || columns !== values.columns) stage.cell = cell;
    if (metrics !== values.metrics) baseline = -1; // another surface: nowhere to compare with
    if (metrics && metrics !== values.metrics) rest();
    return refresh().then(rove); // one stop for all readouts, within which arrows lead on
  }

  /** Where nothing moves and nothing is held for a while, the point rests, and is announced. */
  function rest() {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      if (stage.dragging || hears.held?.()) return rest();
      quiet = null;
      says("rested");
    }, QUIET);
  }

  function go(next, byUser) {
    if (next === stage.cell) return;
    if (!quiet || baseline < 0) baseline = stage.cell; // a movement is compared with where the point rested
    stage.cell = next;
    rest();
    refresh().then(() => values.sound && sound((drawn.point ?? drawn.map).view.signal("tone")));
    if (byUser && !values.painting) hears.moved?.();
  }

  const report = () => hears.painted([...values.student].flatMap((flag, index) => (flag > 0 ? [index] : [])));

  /** A stroke paints if it starts on an empty cell, erases if on a painted one, and a fast one leaves no gaps. */
  function stroke(next, block) {
    const flags = [...(values.student || "0".repeat(values.rows * values.columns))];
    if (last < 0) [last, adds] = [next, flags[next] === "0"];
    const [from, to, flag] = [at(last), at(next), adds ? "9" : "0"];
    const count = Math.max(1, ...from.map((step, axis) => Math.abs(to[axis] - step)));
    const along = (axis, k) => Math.round(from[axis] + ((to[axis] - from[axis]) * k) / count);
    for (let k = 0; k <= count; k += 1) {
      for (let j = block ? 0 : k; j <= (block ? count : k); j += 1) flags[flat([along(0, k), along(1, j)])] = flag;
    }
    [last, stage.cell, values.student] = [next, next, flags.join("")];
    refresh();
  }

  onStep(map, (step, { key, shiftKey }) => {
    if (key === "Enter") return says("surveyed");
    if (stage.cell < 0 || (key === " " && !values.painting)) return false;
    if (key !== " ") return go(flat(at(stage.cell).map((from, axis) => from + step[axis])), true);
    if (!shiftKey) last = -1;
    stroke(stage.cell, shiftKey); // with Shift the block from where the last stroke ended
    report();
  });
  map.onfocus = map.onblur = refresh;
  map.onpointerleave = () => (tip.hidden = true);

  function choose(node) {
    if (!(node >= 0) || node === values.anchor) return;
    values.anchor = node;
    refresh();
    hears.anchored?.(values.words.nodes[node]);
  }

  for (const box of ["circle", "second"]) {
    partOf(root, box).onclick = ({ offsetX, offsetY }) => {
      const { view, spec } = drawn[box], [left, top] = view.origin();
      circle.focus({ preventScroll: true });
      const far = ({ x, y }) => Math.hypot(left + view.scale("x")(x) - offsetX, top + view.scale("y")(y) - offsetY);
      const near = spec.usermeta.placed.flatMap((name) => view.data(name)).filter((row) => far(row) <= FINGERTIP);
      if (values.words.nodes) choose(near.sort((one, other) => far(one) - far(other))[0]?.k % values.count);
    };
  }
  onStep(circle, ([up, right], { key, shiftKey }) => {
    const { view } = drawn.circle, { words, anchor, count } = values;
    if (!words.nodes || !(up || right)) return false;
    if (!shiftKey || words.dimension < 3) return choose(within(anchor + (right || up), count));
    const pitch = Math.min(1.5, Math.max(-1.5, view.signal("pitch") + up * TURN));
    view.signal("yaw", view.signal("yaw") + right * TURN).signal("pitch", pitch).runAsync();
  });

  readouts.onkeydown = ({ key, target }) => void (key === "Escape" && target.blur());
  onStep(readouts, ([up, right], { target }) => terms[terms.indexOf(target) + right - up]?.focus());

  function tooltip(_, event, item, value) {
    tip.hidden = !value || stage.dragging || event.pointerType === "touch";
    if (tip.hidden) return;
    [...tip.children].forEach((line, k) => (line.textContent = value[k] ?? ""));
    const { offsetX: x, offsetY: y } = event, { offsetWidth: width, offsetHeight: height } = tip;
    const across = x + 18 + width > map.clientWidth ? x - 18 - width : x + 18;
    tip.style.translate = `${Math.max(0, across)}px ${y > height + 24 ? y - height - 12 : y + 18}px`;
  }

  const size = (axis) => [values.rows, values.columns][axis];
  const destroy = () => Object.values(drawn).forEach(({ view }) => view.finalize());
  return Object.assign(stage, { go, update, draw, at, flat, size, destroy });
}
