// The page without a server: the stage with sliders, a choice of layer and questions around it. With stage.js before it.
const page = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const { signals, words } = page.surface, { rows, columns } = signals;
const dark = matchMedia("(prefers-color-scheme: dark)");
let [asked, found] = [0, 0];

for (const name of page.surface.stepped) {
  const steps = signals[name], row = steps.length / rows;
  for (let i = row; i < steps.length; i += 1) steps[i] += steps[i - row]; // from one temperature to the next
}

const remember = () => stage.remember();
const stage = makeStage(document.querySelector(".stage"), vegaEmbed, { moved: show, pressed: remember, anchored() {}, painted() {} });
const draw = () => stage.draw(page.charts[dark.matches ? "dark" : "light"]);

function show() {
  const [t, p] = [Math.floor(stage.cell / columns), stage.cell % columns];
  for (const [id, step, places] of [["strength", p, words.strengths], ["temperature", t, words.places]]) {
    $(id).value = step;
    $(id).nextElementSibling.textContent = places[step];
    $(id).setAttribute("aria-valuetext", document.querySelector(".map").getAttribute("aria-valuetext"));
  }
}

for (const id of ["strength", "temperature"]) {
  $(id).onpointerdown = $(id).onkeydown = remember;
  $(id).oninput = () => (stage.go($("temperature").value * columns + Number($("strength").value)), show());
}
$("layer").onchange = () => stage.update({ signals: { layer: $("layer").value }, data: {}, words });

function ask() {
  $("count").textContent = `${asked + 1} of ${page.questions.length}`;
  $("prompt").textContent = page.questions[asked].prompt;
  [$("check").hidden, $("next").hidden] = [false, true];
}

$("check").onclick = async () => {
  const { texts, said } = page.questions[asked], right = said[stage.cell] === "0";
  $("verdict").textContent = texts[said[stage.cell]];
  $("verdict").className = right ? "right" : "wrong";
  if (!right) return;
  found = asked + 1;
  [$("check").hidden, $("next").hidden] = [true, found === page.questions.length];
  (found === page.questions.length ? $("verdict") : $("next")).focus();
  const { collapse } = page.scenes[found].signals; // what was found is laid over the map
  await stage.update({ signals: { collapse }, data: page.scenes[found].data, words });
  await draw();
};
$("next").onclick = () => {
  asked += 1;
  $("verdict").textContent = "";
  ask();
  $("check").focus();
};

await stage.update({ signals: { ...signals, ...page.scenes[0].signals }, data: { ...page.surface.data, ...page.scenes[0].data }, words, cell: page.scenes[0].signals.cell });
await draw();
show();
ask();
dark.onchange = draw;
