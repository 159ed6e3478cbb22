// Pointing at the map: press or drag moves the point (or paints), hovering asks, release reports.

function listenToPointer(map, { cellAt, inside, start, move, end, hover, leave, cancel }) {
  let active = null;
  const position = (event) => {
    const box = map.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const listeners = {
    pointerdown(event) {
      const [x, y] = position(event);
      if (active !== null || event.button !== 0 || !inside(x, y)) return;
      active = event.pointerId;
      map.setPointerCapture(active);
      start(cellAt(x, y));
    },
    pointermove(event) {
      const [x, y] = position(event);
      if (event.pointerId === active) move(cellAt(x, y));
      else if (active === null && event.pointerType === "mouse") {
        if (inside(x, y)) hover(cellAt(x, y), x, y);
        else leave();
      }
    },
    pointerup(event) {
      if (event.pointerId !== active) return;
      active = null;
      end();
    },
    pointercancel(event) {
      if (event.pointerId !== active) return;
      active = null;
      cancel();
    },
    pointerleave: leave,
  };
  for (const [name, listener] of Object.entries(listeners)) map.addEventListener(name, listener);
}
