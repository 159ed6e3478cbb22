// Classes by shape.

function shapePath(context, shape, x, y, size) {
  const polygon = (count, radius, turn = -Math.PI / 2, inner = null) => {
    const corners = inner === null ? count : 2 * count;
    for (let k = 0; k < corners; k += 1) {
      const reach = inner !== null && k % 2 ? inner : radius;
      const angle = turn + (2 * Math.PI * k) / corners;
      const place = [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
      if (k) context.lineTo(...place);
      else context.moveTo(...place);
    }
    context.closePath();
  };
  if (shape === "square") context.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
  else if (shape === "triangle") polygon(3, size * 1.3);
  else if (shape === "wedge") polygon(3, size * 1.3, Math.PI / 2);
  else if (shape === "diamond") polygon(4, size * 1.25);
  else if (shape === "pentagon") polygon(5, size * 1.15);
  else if (shape === "star") polygon(5, size * 1.45, -Math.PI / 2, size * 0.6);
  else if (shape === "cross") polygon(4, size * 1.4, 0, size * 0.5);
  else {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
}
