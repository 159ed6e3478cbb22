// The small component of every rerun: it hands the state to the stage as soon as code and values are on the page.
// They come once, in a component of their own (bring.js); if they do not, the server is asked for them.

const PATIENCE = 1000; // ms
const mounted = new WeakMap();

function mount(parent, host) {
  const { store } = window.__graphContrast;
  const entry = { moving: null, report: null, stage: null, request: null };
  entry.update = () => {
    const values = store.values.get(entry.moving.digest);
    clearTimeout(entry.request);
    if (!store.makeStage || !values) {
      const ask = () => entry.report("missing", { sequence: Date.now(), value: entry.moving.digest });
      entry.request = setTimeout(ask, PATIENCE);
      return;
    }
    entry.stage ??= store.makeStage(parent, host, (...report) => entry.report(...report));
    entry.stage.show(entry.moving, values);
  };
  entry.destroy = () => {
    clearTimeout(entry.request);
    store.waiting.delete(entry.update);
    entry.stage?.destroy();
    mounted.delete(host);
  };
  store.waiting.add(entry.update);
  mounted.set(host, entry);
  return entry;
}

export default function ({ data: [moving], parentElement, setStateValue }) {
  window.__graphContrast ??= { store: { values: new Map(), waiting: new Set(), makeStage: null } };
  const host = parentElement.host ?? parentElement;
  const entry = mounted.get(host) ?? mount(parentElement, host);
  entry.moving = moving;
  entry.report = setStateValue;
  entry.update();
  return () => {
    if (!host.isConnected) entry.destroy(); // an overtaken call is cleaned up, too, while the stage goes on
  };
}
