// A show that is an app no more: what its worker kept is removed, and then the worker itself. No page is loaded anew.

const OWN = `pagecast ${new URL("./", self.location).pathname} `;

const leave = async () => {
  for (const name of await caches.keys()) if (name.startsWith(OWN)) await caches.delete(name);
  await self.registration.unregister();
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
