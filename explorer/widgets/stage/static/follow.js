// The page's own sliders, followed in the browser. A slider's move goes to the server and comes back as a new state some
// hundred milliseconds later; but all values are here already, so the stage need not wait, just as it does not while
// its map is dragged. A slider also tells the server nothing until it is let go, and is followed meanwhile.
//
// Sliders are found by the classes that the page gives them by their keys. Their thumb is an <input type=range> whose
// value is the index of the step, and whose aria-valuetext is written anew whenever that changes, by key, pointer or
// server. Where no such element is found nothing is followed, and the server's state is all there is.
//
// The server wins: what a slider said holds only until the server has repeated it, until the slider is put elsewhere, or
// until the server has had time enough to hear of it.

const ECHO = 300; // ms; older answers that are still on their way may repeat a value by chance
const HEARD = 5000; // ms

function makeFollower({ size, moved, overruled }) {
  let names = []; // [class of the temperature's slider, class of the strength's slider] a set
  let watching = false;
  const ahead = new Map(); // axis of a cell [t, p] → { input, index, since }

  const axisOf = (input) => Math.max(-1, ...names.map((pair) => pair.findIndex((name) => input.closest(`.${name}`))));
  const dragged = (input) => input.closest("[data-dragging]") !== null;

  function changed(input) {
    const axis = axisOf(input);
    if (axis < 0 || Number(input.max) !== size(axis) - 1) return; // not the steps of this map
    const index = Number(input.value);
    if (input === document.activeElement || dragged(input)) {
      const first = !ahead.has(axis);
      ahead.set(axis, { input, index, since: performance.now() });
      moved(axis, index, first || !dragged(input)); // a drag is one movement, every key press is another
    } else if (ahead.get(axis)?.input === input && ahead.get(axis).index !== index) {
      ahead.delete(axis);
      overruled();
    }
  }

  const observer = new MutationObserver((records) => {
    const before = new Map();
    for (const { target, oldValue } of records) if (!before.has(target)) before.set(target, oldValue);
    for (const [target, oldValue] of before) {
      const isSlider = target instanceof HTMLInputElement && target.type === "range";
      if (isSlider && target.getAttribute("aria-valuetext") !== oldValue) changed(target);
    }
  });

  return {
    /** Follow these sets from now on. */
    follow(sets) {
      names = sets;
      if (watching || !sets.length) return;
      watching = true; // the page's body, since a set may come later than the map, and may be made anew
      observer.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"], attributeOldValue: true });
    },
    /** The server's point, but where the user is ahead of it. */
    over(point) {
      for (const [axis, { input, index, since }] of ahead) {
        const age = performance.now() - since;
        const heard = point[axis] === index && age > ECHO;
        if (heard || age > HEARD || !input.isConnected) ahead.delete(axis);
      }
      return point.map((step, axis) => ahead.get(axis)?.index ?? step);
    },
    /** The map has the last word now. */
    forget: () => ahead.clear(),
    stop: () => observer.disconnect(),
  };
}
