// A stage on a page of the app: the server's state, what the user is ahead of it, and the page's own sliders.
const PACE = 100; // ms between two reports
const PATIENCE = 2000; // ms; a report that was not answered by then is made again
const LAG = 250; // ms; the page's sliders are expensive, and follow a drag when there is time, but never later
const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 100));

function themeOf(host) {
  // Under forced colours the page takes the system's, whatever theme Streamlit has.
  const forced = matchMedia("(forced-colors: active)").matches && matchMedia("(prefers-color-scheme: light)").matches;
  return !forced && getComputedStyle(host).colorScheme.includes("dark") ? "dark" : "light";
}

function mount(parent, markup) {
  const root = Object.assign(document.createElement("div"), { innerHTML: markup }).firstElementChild;
  parent.append(Object.assign(document.createElement("style"), { textContent: STYLES }), root);
  return root;
}

export function makePage(parent, host, vegaEmbed, report) {
  const root = mount(parent, MARKUP);
  let [state, drawn, waiting, timer, led, sent, sentAt] = [null, "", false, null, null, 0, 0];
  const behind = () => sent > state.sequence && performance.now() - sentAt < PATIENCE;

  function send(kind, value) {
    [sent, sentAt] = [sent + 1, performance.now()];
    report(kind, { sequence: sent, value });
  }

  /** Report the point, one report at a time: a server that is slow hears less, and the last word always. */
  function flush() {
    clearTimeout(timer);
    root.dataset.heard = !waiting && !behind();
    if (!waiting) return;
    const rest = Math.max(behind() ? PATIENCE : 0, sentAt + PACE - performance.now());
    if (rest > 0) return void (timer = setTimeout(flush, rest));
    waiting = false;
    if (stage.cell !== state.scene.signals.cell || sent > state.sequence) send("moved", stage.at(stage.cell));
  }

  const lead = () => [(led = null), follower.lead(stage.at(stage.cell))];
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
    const { cell } = state.scene.signals;
    if (stage.dragging || waiting || behind() || state.painting || cell < 0) return;
    const next = stage.flat(follower.over(stage.at(cell)));
    if (next !== stage.cell) stage.remember();
    stage.go(next);
  }

  const follower = makeFollower({
    size: stage.size,
    moved(axis, index, anew) {
      if (stage.dragging || state.painting) return;
      if (anew) stage.remember();
      stage.go(stage.flat(stage.at(stage.cell).map((step, k) => (k === axis ? index : step))));
    },
    overruled: adopt,
  });

  return {
    async show(next, values, charts) {
      if (state === null) sent = next.sequence;
      if (state?.values !== next.values) stage.forget();
      state = next;
      follower.follow(state.follows);
      root.className = `stage ${state.look === "frame" ? "compact frame" : state.look}`;
      const { cell, ...signals } = state.scene.signals;
      if (behind()) delete signals.student; // what is being painted
      const data = { ...values.data, ...state.scene.data };
      const { words, signals: given } = values;
      await stage.update({ signals: { ...given, ...signals }, data, words, cell }, state.painting);
      const set = state.look === "wall" ? "wall" : words.dimension === 3 ? "ball" : "flat";
      if (drawn !== (drawn = `${set} ${themeOf(host)}`)) await stage.draw((await charts(themeOf(host)))[set]);
      adopt();
      flush();
    },
    destroy: () => [follower.stop(), stage.destroy(), clearTimeout(timer), root.remove()],
  };
}
