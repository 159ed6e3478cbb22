// The little that every run sends: it fetches charts, values and code, and hands them the state. With served.js before.
const stages = new WeakMap();
const fetched = new Map(); // address → promise of what is there

function fetchOnce(address, ask) {
  const get = async (url) => (address.endsWith(".json") ? (await fetch(url)).json() : import(url));
  return fetched.get(address) ?? fetched.set(address, loadPublished(address, get, ask)).get(address);
}

export default function ({ data: [state], parentElement, setStateValue }) {
  const host = parentElement.host ?? parentElement;
  const entry = stages.get(host) ?? { shown: Promise.resolve() };
  stages.set(host, Object.assign(entry, { state, report: setStateValue }));
  const ask = () => entry.report("missing", Date.now());
  const files = Promise.all(["code", "vega", "values"].map((name) => fetchOnce(state[name], ask)));
  entry.shown = Promise.all([files, entry.shown]).then(async ([[code, vega, values]]) => {
    if (entry.state !== state || !host.isConnected) return; // overtaken by a later run
    entry.stage ??= code[state.make](parentElement, host, vega.default, (...told) => entry.report(...told));
    await entry.stage.show(state, values, (theme) => fetchOnce(state.charts[theme], ask));
  });
  return () => void (host.isConnected || entry.stage?.destroy());
}
