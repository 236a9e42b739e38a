// Keeps the training page of one person in the browser, and only this page, so that it opens again without a connection.
import { cacheOf } from "./outbox.mjs";

/** Keeps the page with all that it needs; says whether it can be opened again. */
export async function keepPage(person, figures) {
  try {
    if (!("serviceWorker" in navigator) || !("caches" in globalThis)) throw new Error("not here");
    await navigator.serviceWorker.register("/sw.js", { scope: `/p/${person}/train/` });
    const parts = [location.pathname, ...document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=modulepreload]")]
      .map((element) => element.href || element.src || element)
      .concat([...new Set(figures.filter(Boolean))]);
    const fetched = await Promise.all(parts.map(async (address) => [address, await fetch(address)]));
    if (fetched.some(([, response]) => !response.ok || response.redirected)) throw new Error("not whole");
    await caches.delete(cacheOf(person));
    const cache = await caches.open(cacheOf(person));
    for (const [address, response] of fetched) await cache.put(address, response);
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    const cached = "caches" in globalThis && (await caches.has(cacheOf(person)).catch(() => false));
    return Boolean(cached && navigator.serviceWorker?.controller);
  }
}
