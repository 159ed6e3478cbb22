// Numbers as text, with a true minus sign.

function fixed(value, digits) {
  if (!Number.isFinite(value)) return "–";
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
}

function signed(value, digits) {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A temperature in two to three significant figures: 0.05, 0.34, 1.58. */
function temperatureText(value) {
  const text = value < 0.0995 ? value.toFixed(3) : value.toFixed(2);
  return text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

function strengthText(value) {
  return value.toFixed(2);
}

function pointText(data, [t, p]) {
  return `strength ${strengthText(data.strengths[p])}, τ ${temperatureText(data.temperatures[t])}`;
}
