// One stage: what the server said, what the user is doing, and which parts must be drawn again.

const REPORT_INTERVAL = 120; // ms; a held key is reported this often at most, and always at its end

function makeStage(parent, host, report) {
  const parts = buildLayout();
  const { map } = parts;
  parent.append(parts.root);
  const painter = makePainter(parts);
  const tooltip = makeTooltip(parts.tip);
  const updateMapLegend = makeMapLegend(parts.mapLegend);
  const updateCircleLegend = makeCircleLegend(parts.circleLegend);

  let data = null;
  let theme = null;
  let moving = null; // the server's state
  let point = null; // [t, p] on the screen
  let baseline = null; // what changes refer to
  let anchor = null;
  let cursor = null; // the keyboard's cell while painting
  let region = new Set();
  let stroke = null;
  let dragging = false;
  let sent = 0; // number of the last report
  let timer = null;
  let frame = null;
  let drawnLook = "";
  const stale = { map: true, marker: true, panels: true };

  const painting = () => Boolean(moving.paint);
  const spot = () => (painting() ? (cursor ?? point) : point);
  const view = () => ({
    data, theme, moving, point, spot: spot(), baseline, anchor, region, painting: painting(),
  }); // prettier-ignore

  function draw(...names) {
    for (const name of names) stale[name] = true;
    frame ??= requestAnimationFrame(paint);
  }

  function paint() {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    if (!moving) return;
    const current = view();
    if (stale.map) painter.map(current);
    if (stale.marker || stale.map) painter.marker(current);
    if (stale.panels) painter.panels(current);
    stale.map = stale.marker = stale.panels = false;
  }

  function describe() {
    describeMap(map, view());
    describeCircle(parts.circle, view());
  }

  /** Draw what the new state changes; the map itself stays when only the point has moved. */
  function redraw() {
    const { layer, overlays, marks, truth, pinned } = moving;
    const look = JSON.stringify([data.digest, theme, layer, overlays, marks, truth, [...region]]);
    if (look !== drawnLook) {
      drawnLook = look;
      applyTheme(parts.root, theme);
      updateMapLegend(data, layer);
      updateCircleLegend(data, theme, Boolean(pinned));
      stale.map = true;
    }
    stale.marker = stale.panels = true;
    paint();
    describe();
  }

  function go(next) {
    if (painting()) {
      cursor = next;
      draw("marker");
    } else if (next[0] !== point[0] || next[1] !== point[1]) {
      point = next;
      draw("marker", "panels");
    } else return;
    describe();
  }

  function send(kind, value) {
    sent += 1;
    report(kind, { sequence: sent, value });
  }

  function sendPoint() {
    clearTimeout(timer);
    timer = null;
    if (point[0] === moving.point[0] && point[1] === moving.point[1] && sent <= moving.sequence) return;
    send("moved", point);
    parts.live.textContent = spokenReadouts(data, point);
  }

  function sendRegion() {
    send("painted", [...region].sort((first, second) => first - second));
  }

  /** Before a movement: changes refer to where it starts. */
  function remember() {
    follower.forget();
    if (sent <= moving.sequence && timer === null) baseline = moving.point;
  }

  function adoptServer() {
    if (sent > moving.sequence || dragging || timer !== null) return; // it has not heard the last word yet
    const chosen = data.nodes.indexOf(moving.anchor ?? -1);
    point = follower.over(moving.point);
    if (data.cell(point) === data.cell(moving.point)) baseline = moving.previous ?? baseline;
    anchor = chosen < 0 ? null : chosen;
    region = new Set(moving.region ?? []);
  }

  function release() {
    dragging = false;
    stroke = null;
    map.classList.remove("dragging");
  }

  const follower = makeFollower({
    size: (axis) => [data.rows, data.columns][axis],
    moved(axis, index, anew) {
      if (dragging || point[axis] === index) return;
      if (anew) baseline = point;
      point = point.map((step, k) => (k === axis ? index : step));
      draw("marker", "panels");
      describe();
    },
    overruled() {
      adoptServer();
      draw("marker", "panels");
      describe();
    },
  });

  listenToPointer(map, {
    cellAt: (x, y) => painter.scales.cellAt(x, y),
    inside: (x, y) => Boolean(moving && painter.scales?.contains(x, y)),
    start(cell) {
      dragging = true;
      tooltip.hide();
      map.classList.add("dragging");
      if (painting()) {
        stroke = makeStroke(data, region, cell);
        draw("map");
      } else {
        remember();
        go(cell);
      }
    },
    move(cell) {
      if (!stroke) return go(cell);
      stroke(cell);
      return draw("map");
    },
    end() {
      const painted = stroke !== null;
      release();
      if (painted) sendRegion();
      else sendPoint();
    },
    cancel() {
      release();
      adoptServer();
      draw("map", "panels");
    },
    hover: (cell, x, y) => tooltip.show(data, moving.layer, cell, x, y, map.clientWidth),
    leave: () => tooltip.hide(),
  });

  listenToKeys(map, {
    size: () => [data.rows, data.columns],
    current: spot,
    go(next) {
      if (!painting()) {
        remember();
        timer ??= setTimeout(sendPoint, REPORT_INTERVAL);
      }
      go(next);
    },
    toggle() {
      if (!painting()) return false;
      makeStroke(data, region, spot());
      draw("map");
      describe();
      sendRegion();
      return true;
    },
  });

  for (const name of ["focus", "blur"]) map.addEventListener(name, () => draw("marker"));

  parts.circle.addEventListener("click", (event) => {
    const box = parts.circle.getBoundingClientRect();
    const node = nodeAt(painter.places, data.count, event.clientX - box.left, event.clientY - box.top);
    if (node === null || node === anchor) return;
    anchor = node;
    draw("panels");
    describe();
    send("anchored", data.nodes[node]);
  });

  const stopWatching = watchSizes([parts.base, parts.top, parts.circle], () => draw("map", "panels"));

  return {
    /** Show a state of the server with the values that it refers to. */
    show(state, values) {
      if (moving === null) sent = state.sequence;
      [moving, data] = [state, values];
      theme = readTheme(host, data);
      parts.root.classList.toggle("compact", state.compact);
      follower.follow(state.follows);
      adoptServer();
      redraw();
    },
    destroy() {
      follower.stop();
      clearTimeout(timer);
      if (frame !== null) cancelAnimationFrame(frame);
      stopWatching();
      parts.root.remove();
    },
  };
}
