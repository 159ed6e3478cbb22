// The packed values of a surface; payload.py describes the layout.

const DIGEST_LENGTH = 32;
const ARRAY_TYPES = { "<f4": Float32Array, "<i2": Int16Array, "|u1": Uint8Array };

/** Read only which values these are. */
function digestOf(bytes) {
  return new TextDecoder().decode(bytes.subarray(0, DIGEST_LENGTH));
}

/** Read header and arrays; cells are numbered t · P + p. */
function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerStart = DIGEST_LENGTH + 4;
  const bodyStart = headerStart + view.getUint32(DIGEST_LENGTH, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(headerStart, bodyStart)));
  const body = bytes.slice(bodyStart); // a copy, so that arrays start on their boundaries
  const arrays = {};
  for (const [name, { offset, shape, dtype }] of Object.entries(header.arrays)) {
    const length = shape.reduce((product, size) => product * size, 1);
    arrays[name] = new ARRAY_TYPES[dtype](body.buffer, offset, length);
  }
  const columns = header.strengths.length;
  const rows = header.temperatures.length;
  const count = header.nodes.length;
  return {
    ...header,
    arrays,
    columns,
    rows,
    count,
    has: (name) => name in arrays,
    at: (name, cell) => (name in arrays ? arrays[name][cell] : NaN),
    cell: ([t, p]) => t * columns + p,
    /** The angles of both views at a cell: 2 · count numbers, view 1 first. */
    angles(cell) {
      if (!("angles" in arrays)) return null;
      const packed = arrays.angles.subarray(cell * 2 * count, (cell + 1) * 2 * count);
      return Float64Array.from(packed, (step) => (step * Math.PI) / 32767);
    },
    range(name) {
      let low = Infinity;
      let high = -Infinity;
      for (const value of arrays[name] ?? []) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
      return low <= high ? [low, high] : [0, 1];
    },
  };
}
