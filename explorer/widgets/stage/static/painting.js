// A set of cells that is drawn by hand.

/** Cells on the straight way from one cell to another, so that a fast stroke leaves no gaps. */
function cellsBetween(data, [t0, p0], [t1, p1]) {
  const steps = Math.max(Math.abs(t1 - t0), Math.abs(p1 - p0), 1);
  return Array.from({ length: steps + 1 }, (_, k) =>
    data.cell([Math.round(t0 + ((t1 - t0) * k) / steps), Math.round(p0 + ((p1 - p0) * k) / steps)]),
  );
}

/** A stroke paints if it starts on an empty cell, and erases if it starts on a painted one. */
function makeStroke(data, region, start) {
  const adds = !region.has(data.cell(start));
  let last = start;
  const to = (cell) => {
    for (const index of cellsBetween(data, last, cell)) {
      if (adds) region.add(index);
      else region.delete(index);
    }
    last = cell;
  };
  to(start);
  return to;
}
