// Keeps the page for times without a network. The build puts the names of its files and their version in here.
const VERSION = "__VERSION__";
const FILES = ["__FILES__"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const removeOld = async () => {
    for (const name of await caches.keys())
      if (name !== VERSION && name.startsWith("tyara-")) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(removeOld());
});

// Names of files hold their contents' hash, so that what is kept is right; the page itself is asked for anew where there is a network.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.location.origin)) return;
  const answer = async () => {
    const cache = await caches.open(VERSION);
    const kept = await cache.match(request, { ignoreSearch: true });
    if (request.mode !== "navigate") return kept ?? fetch(request);
    try {
      return await fetch(request);
    } catch {
      return kept ?? (await cache.match("./index.html")) ?? Response.error();
    }
  };
  event.respondWith(answer());
});
