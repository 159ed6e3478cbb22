// The page's sliders, found by the classes of their keys, and the map follow each other; the server hears of it later.
// A thumb is an <input type=range> whose value is the step's index and whose aria-valuetext changes with it. On an axis
// whose slider was moved last the map is where that slider is, also when the server puts it elsewhere.
const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set; // React shadows it
const dragged = () => document.querySelector("[data-dragging]") !== null;

function makeFollower(size, moved) {
  let sets = []; // [class of the temperature's slider, class of the strength's slider] a set
  const leads = [null, null]; // the slider that the map follows on each axis of a cell [t, p]
  const fits = (input, axis) => input?.isConnected && Number(input.max) === size(axis) - 1; // has this map's steps

  function changed(input) {
    const axis = Math.max(-1, ...sets.map((pair) => pair.findIndex((name) => input.closest(`.${name}`))));
    if (axis < 0) return;
    if (input === document.activeElement || input.closest("[data-dragging]")) leads[axis] = input;
    if (leads[axis] === input) moved();
  }

  const observer = new MutationObserver((records) => {
    for (const input of new Set(records.map(({ target }) => target))) if (input.type === "range") changed(input);
  });
  observer.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });

  return {
    follow: (names) => (sets = names),
    /** A point [t, p], but where a slider leads. */
    over: (point) => point.map((step, axis) => (fits(leads[axis], axis) ? Number(leads[axis].value) : step)),
    /** The map has the last word: put the thumbs where it is. What is put so is shown, and not reported. */
    lead(point) {
      leads.fill(null);
      for (const [axis, name] of sets.flatMap((pair) => [...pair.entries()])) {
        const input = document.querySelector(`.${name} input[type=range]`);
        if (!fits(input, axis) || Number(input.value) === point[axis]) continue;
        setValue.call(input, point[axis]);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
    stop: () => observer.disconnect(),
  };
}
