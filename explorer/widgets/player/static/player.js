// The run on the page: time moves through the steps, everything else is drawn from it.

const players = new WeakMap();

function makePlayer(parent, host) {
  const root = element("div", "player");
  const stage = element("div", "stage");
  const circle = element("canvas", "circle");
  const curves = element("canvas", "curves");
  circle.setAttribute("role", "img");
  curves.setAttribute("role", "img");
  circle.setAttribute("aria-label", "The embedding on the unit circle at this step, both views, pairs joined.");
  curves.setAttribute("aria-label", "Loss, alignment part and uniformity part against the training step.");
  stage.append(curves, circle);
  root.append(stage);
  const readout = makeReadout(root);
  const controls = makeControls(root);
  parent.append(root);

  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let [run, moment, playing, frame, before, theme] = [null, 0, false, null, 0, null];
  const last = () => run.numbers.length - 1;
  // Short runs take their time, long ones at most eight seconds.
  const speed = () => Math.max(12, last() / 8);

  const draw = () => {
    if (!run || !circle.clientWidth) return;
    drawCircle(circle, run, moment, theme);
    drawCurves(curves, run, moment, theme);
    const step = Math.round(moment);
    controls.slider.value = String(step);
    controls.slider.setAttribute("aria-valuetext", readout(run, step));
    root.dataset.step = String(step);
    root.dataset.playing = String(playing);
  };
  const tick = (now) => {
    frame = null;
    if (!playing) return;
    // A frame's time may lie before the moment at which play was pressed.
    moment = Math.min(last(), moment + (speed() * Math.min(100, Math.max(0, now - before))) / 1000);
    before = now;
    if (moment >= last()) stop();
    else frame = requestAnimationFrame(tick);
    // With reduced motion the picture changes in ten still steps instead of moving.
    const tenth = Math.max(1, Math.round(last() / 10));
    if (!still.matches || moment >= last()) draw();
    else if (Math.floor(moment / tenth) * tenth !== Number(root.dataset.step)) {
      const exact = moment;
      moment = Math.floor(moment / tenth) * tenth;
      draw();
      moment = exact;
    }
  };
  const start = () => {
    if (moment >= last()) moment = 0;
    playing = true;
    before = performance.now();
    controls.show(true);
    draw();
    frame ??= requestAnimationFrame(tick);
  };
  const stop = () => {
    playing = false;
    controls.show(false);
  };
  const go = (step) => {
    stop();
    moment = Math.min(last(), Math.max(0, step));
    draw();
  };

  controls.play.addEventListener("click", () => (playing ? go(Math.round(moment)) : start()));
  controls.back.addEventListener("click", () => go(Math.round(moment) - 1));
  controls.forth.addEventListener("click", () => go(Math.round(moment) + 1));
  controls.slider.addEventListener("input", () => go(Number(controls.slider.value)));
  const watch = new ResizeObserver(draw);
  watch.observe(stage);

  return {
    show(data) {
      theme = readTheme(host, data.themes);
      applyTheme(root, theme);
      const fresh = run?.name !== data.name;
      run = data;
      controls.slider.max = String(last());
      if (!fresh) return draw();
      moment = still.matches ? last() : 0;
      stop();
      if (still.matches) draw();
      else start();
      return undefined;
    },
    destroy() {
      stop();
      if (frame !== null) cancelAnimationFrame(frame);
      watch.disconnect();
      players.delete(host);
      root.remove();
    },
  };
}

export default function ({ data, parentElement }) {
  const host = parentElement.host ?? parentElement;
  if (!players.has(host)) players.set(host, makePlayer(parentElement, host));
  const player = players.get(host);
  player.show(data);
  return () => {
    if (!host.isConnected) player.destroy();
  };
}
