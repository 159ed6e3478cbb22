// A training run: time moves through its steps, and the charts have one parameter for it, `cell`.
export function makePlayer(parent, host, vegaEmbed) {
  const root = mount(parent, PLAYER);
  const part = (name) => partOf(root, name);
  let [run, name, charts, step, moment, playing, before] = [null, null, [], 0, 0, false, 0];
  const last = () => run.steps.length - 1;

  function show(next) {
    step = root.dataset.step = within(next, last() + 1);
    for (const view of charts) view.signal("cell", step).run();
    tell(root, charts[0].signal("told"));
  }

  function play(on) {
    [playing, moment, before] = [on, on && step >= last() ? 0 : step, performance.now()];
    root.dataset.playing = on;
    part("play").textContent = on ? "Pause" : "Play";
    if (on) requestAnimationFrame(tick);
  }

  function tick(now) {
    if (!playing || !root.isConnected) return;
    moment += (run.pace * Math.min(100, Math.max(0, now - before))) / 1000;
    before = now;
    const stride = STILL.matches ? run.stride : 1; // with reduced motion a few still pictures
    show(moment < last() ? Math.floor(moment / stride) * stride : last());
    moment < last() ? requestAnimationFrame(tick) : play(false);
  }

  part("play").onclick = () => play(!playing);
  part("slider").oninput = ({ target }) => [play(false), show(Number(target.value))];
  for (const button of root.querySelectorAll("[data-step]")) {
    button.onclick = () => [play(false), show(step + Number(button.dataset.step))];
  }

  return {
    async show(state, values, fetched) {
      run = values;
      const set = (await fetched(themeOf(host)))[run.words.dimension === 3 ? "run-ball" : "run"];
      charts = await Promise.all(Object.entries(set).map(([box, spec]) => drawChart(vegaEmbed, part(box), spec, run)));
      const anew = name !== (name = state.name);
      show(anew ? (STILL.matches ? last() : 0) : step);
      if (anew) play(!STILL.matches);
    },
    destroy: () => [play(false), ...charts.map((view) => view.finalize())],
  };
}
