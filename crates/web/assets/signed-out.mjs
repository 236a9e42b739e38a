// After signing out this browser forgets the training pages that it kept for opening again. Sets that were not sent yet stay:
// they are nowhere else.
if (new URLSearchParams(location.search).has("out")) {
  if ("caches" in globalThis) {
    for (const name of await caches.keys()) if (name.startsWith("train-")) await caches.delete(name);
  }
  if ("serviceWorker" in navigator) {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  }
}
