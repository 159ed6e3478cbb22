// A training run: time moves through its steps, and the charts have one parameter for it, `cell`.

const SLOWEST = 12; // steps a second; long runs take eight seconds

export function makePlayer(parent, host, vegaEmbed) {
  const root = mount(parent, PLAYER);
  const part = (key) => root.querySelector(`[data-part="${key}"]`);
  const slider = part("slider");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let [run, name, views, step, moment, playing, before] = [null, null, [], 0, 0, false, 0];
  const last = () => run.words.told.length - 1;

  function show(next) {
    step = Math.min(last(), Math.max(0, next));
    for (const view of views) view.signal("cell", step).run();
    for (const [key, texts] of Object.entries(run.words.texts)) part(key).textContent = texts[step];
    slider.value = step;
    slider.setAttribute("aria-valuetext", run.words.told[step]);
    root.dataset.step = step;
  }

  function play(on) {
    [playing, moment, before] = [on, on && step >= last() ? 0 : step, performance.now()];
    part("play").textContent = on ? "Pause" : "Play";
    root.dataset.playing = on;
    if (on) requestAnimationFrame(tick);
  }

  function tick(now) {
    if (!playing || !root.isConnected) return;
    moment += (Math.max(SLOWEST, last() / 8) * Math.min(100, Math.max(0, now - before))) / 1000;
    before = now;
    // With reduced motion the picture changes in ten still steps instead of moving.
    const stride = still.matches ? Math.max(1, Math.round(last() / 10)) : 1;
    const next = Math.min(last(), Math.floor(moment / stride) * stride);
    if (next !== step) show(next);
    if (moment >= last()) [show(last()), play(false)];
    else requestAnimationFrame(tick);
  }

  part("play").addEventListener("click", () => play(!playing));
  slider.addEventListener("input", () => [play(false), show(Number(slider.value))]);
  for (const button of root.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => [play(false), show(step + Number(button.dataset.step))]);
  }

  return {
    async show(state, values, charts) {
      run = values;
      const set = (await charts(themeOf(host)))[values.words.dimension === 3 ? "run-ball" : "run"];
      slider.max = last();
      const old = views;
      const drawn = ([box, spec]) => drawChart(vegaEmbed, part(box), spec, run.signals, run.data);
      views = await Promise.all(Object.entries(set).map(drawn));
      for (const view of old) view.finalize();
      const anew = state.name !== name;
      name = state.name;
      show(anew ? (still.matches ? last() : 0) : step);
      if (anew) play(!still.matches);
    },
    destroy: () => [play(false), ...views.map((view) => view.finalize())],
  };
}
