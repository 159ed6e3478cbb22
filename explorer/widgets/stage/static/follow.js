// The page's own sliders and the map follow each other in the browser; the server hears when something is let go.
//
// Sliders are found by the classes that the page gives them by their keys. Their thumb is an <input type=range> whose
// value is the index of the step, and whose aria-valuetext is written anew whenever that changes, by key, pointer or
// server. What a slider said holds until the server has repeated it, until the slider is put elsewhere, or until the
// server has had time enough to hear of it.
const ECHO = 300; // ms; older answers that are still on their way may repeat a value by chance
const HEARD = 5000; // ms
const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set; // React shadows it

function makeFollower({ size, moved, overruled }) {
  let sets = []; // [class of the temperature's slider, class of the strength's slider] a set
  const ahead = new Map(); // axis of a cell [t, p] → { input, index, since }
  const dragged = (input) => input.closest("[data-dragging]") !== null;

  function changed(input) {
    const axis = Math.max(-1, ...sets.map((pair) => pair.findIndex((name) => input.closest(`.${name}`))));
    if (axis < 0 || Number(input.max) !== size(axis) - 1) return; // not the steps of this map
    const index = Number(input.value);
    if (input === document.activeElement || dragged(input)) {
      const anew = !ahead.has(axis) || !dragged(input); // a drag is one movement, every key press is another
      ahead.set(axis, { input, index, since: performance.now() });
      moved(axis, index, anew);
    } else if (ahead.get(axis)?.input === input && ahead.get(axis).index !== index) {
      ahead.delete(axis);
      overruled();
    }
  }

  const observer = new MutationObserver((records) => {
    const before = new Map(records.reverse().map(({ target, oldValue }) => [target, oldValue])); // the first one's
    for (const [target, old] of before) {
      if (target.type === "range" && target.getAttribute("aria-valuetext") !== old) changed(target);
    }
  });
  // The whole body, since a set may come later than the map, and may be made anew.
  observer.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"], attributeOldValue: true });

  return {
    follow: (names) => (sets = names),
    /** The server's point [t, p], but where the user is ahead of it. */
    over(point) {
      for (const [axis, { input, index, since }] of ahead) {
        const age = performance.now() - since;
        if ((point[axis] === index && age > ECHO) || age > HEARD || !input.isConnected) ahead.delete(axis);
      }
      return point.map((step, axis) => ahead.get(axis)?.index ?? step);
    },
    /** The map has the last word: put the thumbs where it is. What is put so is shown, and not reported. */
    lead(point) {
      ahead.clear();
      for (const [axis, name] of sets.flatMap((pair) => [...pair.entries()])) {
        const input = document.querySelector(`.${name} input[type=range]`);
        if (!input || Number(input.max) !== size(axis) - 1 || Number(input.value) === point[axis]) continue;
        setValue.call(input, point[axis]);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
    stop: () => observer.disconnect(),
  };
}
