// Which of the two designs is on: read from the page's own background.

function channels(colour) {
  if (colour.startsWith("#")) {
    const hex = colour.length < 7 ? [...colour.slice(1)].map((c) => c + c).join("") : colour.slice(1);
    return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  }
  return (colour.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}

function isDark(colour) {
  const [red, green, blue] = channels(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function withAlpha(colour, alpha) {
  return `rgba(${channels(colour).join(",")},${alpha})`;
}

/** The colours and fonts in force at an element; `--st-*` come from the page's theme. */
function readTheme(host, data) {
  const style = getComputedStyle(host);
  const background = style.getPropertyValue("--st-background-color").trim() || "#ffffff";
  const theme = data.themes[isDark(background) ? "dark" : "light"];
  return {
    ...theme,
    background,
    ink: style.getPropertyValue("--st-text-color").trim() || theme.ink,
    font: style.getPropertyValue("--st-font").trim() || "sans-serif",
    dark: theme.name === "dark",
  };
}

/** Give the style sheet the same colours. */
function applyTheme(root, theme) {
  const names = ["background", "surface", "ink", "muted", "line", "accent", "accent_ink"];
  for (const name of [...names, "view_1", "view_2", "alignment_term", "uniformity_term"]) {
    root.style.setProperty(`--${name.replaceAll("_", "-")}`, theme[name]);
  }
  root.style.fontFamily = theme.font;
}
