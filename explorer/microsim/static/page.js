// The page without a server: the stage with sliders, layers and questions around it. With stage.js before it.
const page = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const { questions, scenes, surface } = page, { signals, words } = surface, { rows, columns } = signals;
const dark = matchMedia("(prefers-color-scheme: dark)");
const check = $("check"), next = $("next"), verdict = $("verdict");
let asked = 0;

for (const name of surface.stepped) {
  const steps = signals[name], row = steps.length / rows;
  for (let i = row; i < steps.length; i += 1) steps[i] += steps[i - row]; // from one temperature to the next
}

const told = { moved: show, pressed: () => stage.remember(), anchored() {}, painted() {} };
const stage = makeStage(document.querySelector(".stage"), vegaEmbed, told);
const draw = () => stage.draw(page.charts[dark.matches ? "dark" : "light"]);

function show() {
  const [t, p] = stage.at(stage.cell);
  for (const [id, step, places] of [["strength", p, words.strengths], ["temperature", t, words.places]]) {
    $(id).value = step;
    $(id).nextElementSibling.textContent = places[step];
    $(id).setAttribute("aria-valuetext", document.querySelector(".map").getAttribute("aria-valuetext"));
  }
}

for (const id of ["strength", "temperature"]) {
  $(id).onpointerdown = $(id).onkeydown = told.pressed;
  $(id).oninput = () => (stage.go($("temperature").value * columns + Number($("strength").value)), show());
}
$("layer").onchange = () => stage.update({ signals: { layer: $("layer").value }, data: {}, words });

function ask() {
  $("count").textContent = `${asked + 1} of ${questions.length}`;
  $("prompt").textContent = questions[asked].prompt;
  [check.hidden, next.hidden] = [false, true];
}

check.onclick = async () => {
  const { texts, said } = questions[asked], right = said[stage.cell] === "0";
  verdict.textContent = texts[said[stage.cell]];
  verdict.className = right ? "right" : "wrong";
  if (!right) return;
  asked += 1;
  [check.hidden, next.hidden] = [true, asked === questions.length];
  (next.hidden ? verdict : next).focus();
  const { collapse } = scenes[asked].signals; // what was found is laid over the map
  await stage.update({ signals: { collapse }, data: scenes[asked].data, words });
  await draw();
};
next.onclick = () => [ask(), (verdict.textContent = ""), check.focus()];

const [first] = scenes, data = { ...surface.data, ...first.data };
await stage.update({ signals: { ...signals, ...first.signals }, data, words, cell: first.signals.cell });
await draw();
show();
ask();
dark.onchange = draw;
