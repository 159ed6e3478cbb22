// Canvases that are as sharp as the screen, and elements without any markup in strings.

function element(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** Elements for a name such as ℓ_align: what follows the underscore is set as a subscript. */
function named(text, className = "") {
  const node = element("span", className);
  text.split(/_(\p{L}+)/u).forEach((piece, index) => {
    if (piece) node.append(index % 2 ? element("sub", "", piece) : piece);
  });
  return node;
}

const sizes = new WeakMap();

/** Know the canvases' sizes without asking the layout in every frame; returns what ends the watch. */
function watchSizes(canvases, changed) {
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) sizes.set(target, [contentRect.width, contentRect.height]);
    changed();
  });
  for (const canvas of canvases) observer.observe(canvas);
  return () => observer.disconnect();
}

/** Match a canvas to its size on the page; return its context in page pixels, cleared. */
function prepare(canvas) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const [width, height] = sizes.get(canvas) ?? [canvas.clientWidth, canvas.clientHeight];
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** Stroke the current path so that it shows on every colour: a dark casing under a light line. */
function strokeCased(context, { width = 1.5, light = "#fff", dark = "rgba(0,0,0,.65)", dash = [] } = {}) {
  context.setLineDash([]);
  context.strokeStyle = dark;
  context.lineWidth = width + 2;
  context.stroke();
  context.setLineDash(dash);
  context.strokeStyle = light;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

/** A label on a small plate, kept inside the rectangle `within`. */
function plate(context, text, x, y, theme, within, { align = "left", fill, ink } = {}) {
  context.font = `600 12px ${theme.font}`;
  const width = context.measureText(text).width + 10;
  const height = 18;
  let left = align === "center" ? x - width / 2 : align === "right" ? x - width : x;
  left = Math.min(Math.max(left, within.x), within.x + within.width - width);
  const top = Math.min(Math.max(y - height / 2, within.y), within.y + within.height - height);
  context.fillStyle = fill ?? withAlpha(theme.background, 0.88);
  context.beginPath();
  context.roundRect(left, top, width, height, 4);
  context.fill();
  context.fillStyle = ink ?? theme.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, left + 5, top + height / 2 + 0.5);
}
