// A stage on a page of the app: the server's state, what the user is ahead of it, and the page's own sliders.
const PACE = 100; // ms between two reports
const PATIENCE = 2000; // ms; a report that was not answered by then is made again
const LAG = 250; // ms; the page's sliders are expensive, and follow a drag when there is time, but never later
const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 100));

function themeOf(host) { // forced colours are the system's, whatever theme Streamlit has
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
    if (!waiting || stage.dragging) return; // it is heard when it is let go
    const rest = Math.max(behind() ? PATIENCE : 0, sentAt + PACE - performance.now());
    if (rest > 0) return void (timer = setTimeout(flush, rest));
    waiting = false;
    if (stage.cell !== state.scene.cell || sent > state.sequence) send("moved", stage.at(stage.cell));
  }

  const lead = () => [(led = null), follower.lead(stage.at(stage.cell))];
  const stage = makeStage(root, vegaEmbed, {
    held: dragged,
    moved() {
      waiting = true;
      led ??= whenIdle(lead, { timeout: LAG });
      if (!stage.dragging) [lead(), flush()];
    },
    painted: (cells) => send("painted", cells),
    anchored: (node) => send("anchored", node),
  });
  const go = (cell) => stage.dragging || state.painting || stage.go(stage.flat(follower.over(stage.at(cell))));
  const follower = makeFollower(stage.size, () => go(stage.cell));

  return {
    async show(next, values, charts) {
      if (state === null) sent = next.sequence;
      state = next;
      follower.follow(state.follows);
      root.className = `stage ${state.look === "frame" ? "compact frame" : state.look}`;
      const scene = { ...state.scene, painting: state.painting };
      if (behind()) delete scene.student; // what is being painted
      await stage.update({ ...values, ...scene });
      const set = state.look === "wall" ? "wall" : values.words.dimension === 3 ? "ball" : "flat";
      if (drawn !== (drawn = `${set} ${themeOf(host)}`)) await stage.draw((await charts(themeOf(host)))[set]);
      if (!waiting && !behind() && state.scene.cell >= 0) go(state.scene.cell);
      flush();
    },
    destroy: () => [follower.stop(), stage.destroy(), clearTimeout(timer), root.remove()],
  };
}
