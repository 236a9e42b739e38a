// Lets the page of a session be opened again without a connection, and nothing else: it looks after one person's
// training page alone and keeps the newest of it. Sets are kept and sent by the page, never here.

const PATIENCE_MS = 3000;
const SESSION = /^\/p\/(\d+)\/train\/go$/;

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (SESSION.test(url.pathname)) event.respondWith(page(request, url));
    return;
  }
  event.respondWith(part(request));
});

/** The page from the machine; when that does not answer soon, the one that was kept. */
async function page(request, url) {
  const [, person] = SESSION.exec(url.pathname);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const cache = await caches.open(`train-${person}`);
    const kept = await cache.match(url.pathname);
    if (kept) return kept;
    throw error;
  }
}

/** A style, a script or a figure: what was kept does as well, because its name follows from its bytes or it is drawn anew. */
async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request.url);
    if (kept) return kept;
    throw error;
  }
}
