// The colours in force, chosen by the page's own background.

function isDark(colour) {
  const hex = colour.startsWith("#") && (colour.length < 7 ? [...colour.slice(1)].map((c) => c + c).join("") : colour.slice(1));
  const [r, g, b] = hex
    ? [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16))
    : (colour.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

function readTheme(host, themes) {
  const style = getComputedStyle(host);
  const background = style.getPropertyValue("--st-background-color").trim() || "#ffffff";
  const theme = themes[isDark(background) ? "dark" : "light"];
  const ink = style.getPropertyValue("--st-text-color").trim() || theme.ink;
  return { ...theme, background, ink, font: style.getPropertyValue("--st-font").trim() || "sans-serif" };
}

function applyTheme(root, theme) {
  for (const name of ["background", "surface", "ink", "muted", "line", "accent", "alignment_term", "uniformity_term"]) {
    root.style.setProperty(`--${name.replaceAll("_", "-")}`, theme[name]);
  }
}
