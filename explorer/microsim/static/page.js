// The page without a server: the stage with sliders, layers and questions around it. With stage.js before it.
const { charts, questions, surface, stepped } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const dark = matchMedia("(prefers-color-scheme: dark)");
const check = $("check"), next = $("next"), knobs = $("knobs");
let asked = 0;

for (const name of stepped) {
  const steps = surface[name], row = steps.length / surface.rows;
  for (let i = row; i < steps.length; i += 1) steps[i] += steps[i - row]; // from one temperature to the next
}

const stage = makeStage(document, vegaEmbed);
const draw = () => stage.draw(charts[dark.matches ? "dark" : "light"]);
knobs.oninput = () => stage.go(stage.flat(["temperature", "strength"].map((id) => Number($(id).value))));
$("layer").onchange = () => stage.update({ layer: $("layer").value });
const ask = () => tell(document, questions[asked].asks);
check.onclick = async () => {
  const { says, said, shows } = questions[asked], way = Number(said[stage.cell]);
  tell(document, says[way]);
  if (way > 0) return;
  asked += 1;
  (next.hidden ? $("verdict") : next).focus();
  await stage.update(shows); // what was found is laid over the map
};
next.onclick = () => [ask(), check.focus()];

await stage.update(surface);
await draw();
ask();
dark.onchange = draw;
