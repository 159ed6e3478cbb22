// The map from the keyboard: arrows move one cell, with Shift five; Home and End go to the least and greatest
// strength, Page Up and Page Down move five temperatures.

const KEY_STEPS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  PageUp: [5, 0],
  PageDown: [-5, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

function listenToKeys(map, { size, current, go, toggle }) {
  map.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && toggle()) {
      event.preventDefault();
      return;
    }
    const step = KEY_STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const factor = event.shiftKey && event.key.startsWith("Arrow") ? 5 : 1;
    const [rows, columns] = size();
    const clamp = (value, count) => Math.min(count - 1, Math.max(0, value));
    const [t, p] = current();
    go([clamp(t + (step[0] * factor || 0), rows), clamp(p + (step[1] * factor || 0), columns)]);
  });
}
