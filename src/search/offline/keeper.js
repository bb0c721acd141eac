// Keeps the search in the reader's browser, so that it works without a network: its scripts, its engine, its
// page, and the index, all of a small one, of a large one what was fetched. No page of a note is kept.
//
// In: `kept` before this, which names what belongs to one version of the site. Out: a store of its own for each
// version, so that an old index never meets new parts; once the new one is whole, the old one goes. What is asked
// for by a name that stands for one content comes out of the store; the head of the index and the page of the
// search come from the site, and out of the store where the site does not answer. All else is let through.

const HERE = new URL("./", self.location).href;
const PREFIX = `studium-search ${HERE} `;
const STORE = PREFIX + kept.version;
// More than that at once would be in the way of what the reader asks for.
const AT_ONCE = 3;

const addressOf = (path) => new URL(path, HERE).href;
const hot = addressOf(kept.hot);
const pages = new Set(kept.pages.map(addressOf));
const files = new Set(kept.files.map(addressOf));
const parts = addressOf(kept.parts);

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forget((name) => name !== STORE).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keepParts());
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET") return;
  const address = url.split(/[?#]/)[0];
  if (address === hot || (mode === "navigate" && pages.has(address))) event.respondWith(newest(event, address));
  else if (files.has(address) || address.startsWith(parts)) event.respondWith(known(event, address));
});

/** Fetches what every search needs, all of one version or nothing. */
const fill = async () => {
  const into = await caches.open(STORE);
  try {
    await Promise.all([
      ...[...files].map(async (address) => into.put(address, (await caches.match(address)) ?? (await whole(address)))),
      ...[...pages].map(async (address) => into.put(address, await whole(address, "no-cache"))),
      (async () => {
        const head = await whole(hot, "no-cache");
        // While a site is being published, its files may be of two versions.
        if (!(await isOurs(head.clone()))) throw new Error("the head of the index is of another version");
        await into.put(hot, head);
      })(),
    ]);
  } catch (error) {
    await caches.delete(STORE);
    throw error;
  }
};

const whole = async (address, cache = "default") => {
  const response = await fetch(address, { cache });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  // A browser takes no answer for a page that went through other addresses.
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
};

/** Tells whether a head of the index names the parts that are kept: they are named by the digest of all of it. */
const isOurs = async (response) => {
  try {
    const inflated = new Response(response.body.pipeThrough(new DecompressionStream("deflate-raw")));
    const start = new Uint8Array(await inflated.arrayBuffer()).subarray(0, 64);
    return new TextDecoder().decode(start).includes(kept.digest);
  } catch {
    return false;
  }
};

/** The store, unless a newer version has taken its place. */
const store = async () => ((await caches.has(STORE)) ? caches.open(STORE) : null);

/** What the site answers, or what is kept where it does not. */
const newest = async (event, address) => {
  const held = async () => (await store())?.match(address);
  try {
    const response = await fetch(event.request);
    if (response.status >= 500) return (await held()) ?? response;
    if (address === hot) event.waitUntil(follow(response.clone()));
    return response;
  } catch (error) {
    const response = await held();
    if (response) return response;
    throw error;
  }
};

/** What is kept, or what the site answers, which is kept then. */
const known = async (event, address) => {
  const into = await store();
  // Who asks for a file anew has found it damaged.
  const held = event.request.cache === "reload" ? null : await into?.match(address);
  if (held) return held;
  const response = await fetch(event.request);
  // Without room for it, it is fetched again next time.
  if (response.ok && into) event.waitUntil(into.put(address, response.clone()).catch(() => {}));
  return response;
};

/** Follows the site: to its next version, or away, where it no longer asks for its search to be kept. */
const follow = async (head) => {
  const own = await fetch(self.location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (own?.status === 404 || own?.status === 410) {
    await forget(() => true);
    await self.registration.unregister();
  } else if (!(await isOurs(head))) {
    await self.registration.update().catch(() => {});
  }
};

const forget = async (isOld) => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && isOld(name));
  await Promise.all(names.map((name) => caches.delete(name)));
};

let keeping = null;

/** Fetches the parts of a small index that are not kept yet. Where it ends early, it goes on at the next page. */
const keepParts = () => {
  keeping ??= fetchParts()
    .catch(() => {})
    .finally(() => (keeping = null));
  return keeping;
};

const fetchParts = async () => {
  const into = await store();
  if (!into) return;
  const there = new Set((await into.keys()).map(({ url }) => url));
  const lacking = kept.names.map((name) => parts + name).filter((address) => !there.has(address));
  const next = async () => {
    for (let address = lacking.shift(); address; address = lacking.shift()) {
      await into.put(address, await whole(address));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
};
