// A stage on a page of the app: the server's state, what the user is ahead of it, and the page's own sliders.

const PACE = 100; // ms between two reports
const PATIENCE = 2000; // ms; a report that was not answered by then is made again
const LAG = 250; // ms; the page's sliders are expensive, and follow a drag when there is time, but never later
const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 100));

export function makePage(parent, host, vegaEmbed, report) {
  const root = Object.assign(document.createElement("div"), { innerHTML: MARKUP }).firstElementChild;
  parent.append(Object.assign(document.createElement("style"), { textContent: STYLES }), root);
  let [state, theme, waiting, timer, led, sent, sentAt] = [null, "", false, null, null, 0, 0];
  const at = ({ columns }, index) => [Math.floor(index / columns), index % columns];
  const behind = () => sent > state.sequence && performance.now() - sentAt < PATIENCE;

  function send(kind, value) {
    [sent, sentAt] = [sent + 1, performance.now()];
    report(kind, { sequence: sent, value });
  }

  /** Report the point, one report at a time: a server that is slow hears less, and the last word always. */
  function flush() {
    clearTimeout(timer);
    if (!waiting) return;
    const rest = Math.max(behind() ? PATIENCE : 0, sentAt + PACE - performance.now());
    if (rest > 0) return void (timer = setTimeout(flush, rest));
    waiting = false;
    if (stage.cell !== state.scene.signals.cell || sent > state.sequence) send("moved", at(state.grid, stage.cell));
  }

  function lead() {
    led = null;
    follower.lead(at(state.grid, stage.cell));
  }

  const stage = makeStage(root, vegaEmbed, {
    moved() {
      waiting = true;
      led ??= whenIdle(lead, { timeout: LAG });
      if (stage.dragging) return;
      lead();
      flush();
    },
    pressed: () => !waiting && !behind() && stage.remember(),
    painted: (cells) => send("painted", cells),
    anchored: (node) => send("anchored", node),
  });

  function adopt() {
    if (stage.dragging || waiting || behind() || state.painting || state.scene.signals.cell < 0) return;
    const [t, p] = follower.over(at(state.grid, state.scene.signals.cell));
    if (t * state.grid.columns + p !== stage.cell) stage.remember();
    stage.go(t * state.grid.columns + p);
  }

  const follower = makeFollower({
    size: (axis) => (axis ? state.grid.columns : state.grid.rows),
    moved(axis, index, anew) {
      if (stage.dragging || state.painting) return;
      if (anew) stage.remember();
      const [t, p] = at(state.grid, stage.cell).map((step, k) => (k === axis ? index : step));
      stage.go(t * state.grid.columns + p);
    },
    overruled: adopt,
  });

  return {
    async show(next, values, charts) {
      if (state === null) sent = next.sequence;
      const other = state?.values !== next.values;
      state = next;
      follower.follow(state.follows);
      root.className = `stage ${state.look === "frame" ? "compact frame" : state.look}`;
      const { cell, ...signals } = state.scene.signals;
      if (behind()) delete signals.student;
      if (other) stage.forget();
      await stage.update({ signals: { ...values.signals, ...signals }, data: { ...values.data, ...state.scene.data }, words: values.words, cell }, state);
      const wanted = `${getComputedStyle(host).colorScheme.includes("dark") ? "dark" : "light"} ${values.words.dimension}`;
      if (wanted !== theme) {
        theme = wanted;
        await stage.draw((await charts(wanted.split(" ")[0]))[state.look === "wall" ? "wall" : values.words.dimension === 3 ? "ball" : "flat"]);
      }
      adopt();
      flush();
    },
    destroy() {
      follower.stop();
      stage.destroy();
      clearTimeout(timer);
      root.remove();
    },
  };
}
