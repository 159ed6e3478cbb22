// Play, pause, one step either way, and the slider: ordinary buttons and a range, so the keyboard works by itself.

function makeControls(root) {
  const bar = element("div", "controls");
  const make = (text, label, className = "") => {
    const button = element("button", className, text);
    button.type = "button";
    button.setAttribute("aria-label", label);
    bar.append(button);
    return button;
  };
  const play = make("Play", "Play", "play");
  const back = make("−1", "One step back");
  const forth = make("+1", "One step forward");
  const slider = element("input");
  slider.type = "range";
  slider.min = "0";
  slider.step = "1";
  slider.setAttribute("aria-label", "Training step");
  bar.append(slider);
  root.append(bar);
  const show = (playing) => {
    play.textContent = playing ? "Pause" : "Play";
    play.setAttribute("aria-label", play.textContent);
  };
  return { play, back, forth, slider, show };
}

function makeReadout(root) {
  const line = element("p", "readout");
  const key = (className, text) => {
    const entry = element("span", "entry");
    if (className) entry.append(element("span", `key ${className}`));
    entry.append(element("span", "name", text));
    const value = element("span", "value");
    entry.append(value);
    line.append(entry);
    return value;
  };
  const values = {
    step: key("", "step"),
    loss: key("loss", "L"),
    alignment: key("alignment", "A + 1/τ"),
    uniformity: key("uniformity", "U − 1/τ"),
    pairs: key("", "ℓ align"),
    directions: key("", "directions"),
  };
  root.append(line);
  return (run, step) => {
    values.step.textContent = `${run.numbers[step]} of ${run.numbers.at(-1)}`;
    for (const name of ["loss", "alignment", "uniformity", "directions"]) values[name].textContent = fixed(run[name][step], 2);
    values.pairs.textContent = fixed(run.pairs[step], 3);
    const text = `step ${run.numbers[step]}: loss ${fixed(run.loss[step], 2)}, directions ${fixed(run.directions[step], 2)}`;
    return text;
  };
}
