// One stream of events for all windows of a browser: it opens only six connections to the same place.
//
// As a shared worker it tells every window; where there are none, each window follows by itself.

/** Tell what the server says, and whether it is there: open, changed, lost (it is tried again), closed. */
export function follow(tell) {
  const source = new EventSource(new URL("../events", import.meta.url));
  source.addEventListener("open", () => tell({ kind: "open" }));
  source.addEventListener("message", (event) => tell({ kind: "changed", dossiers: JSON.parse(event.data) }));
  source.addEventListener("error", () => tell({ kind: source.readyState === EventSource.CLOSED ? "closed" : "lost" }));
}

if ("SharedWorkerGlobalScope" in globalThis) {
  const windows = new Set();
  let last = null; // whether the server is there
  follow((message) => {
    if (message.kind !== "changed") last = message;
    for (const one of windows) one.postMessage(message);
  });
  globalThis.addEventListener("connect", (event) => {
    const [port] = event.ports;
    windows.add(port);
    port.onmessage = () => windows.delete(port); // it goes
    if (last) port.postMessage(last);
  });
}
