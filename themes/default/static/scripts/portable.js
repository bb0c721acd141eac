// Starts the other scripts where pages are opened from disk, and does there what a server does elsewhere.
//
// Browsers load neither modules nor workers nor data from disk, but classic scripts they do. So the build
// puts all modules before this one, each as a function, and beside every file that a script fetches the
// same file as a script. Served by a host, the modules use what browsers have.

{
  const script = document.currentScript;
  const modules = self.studiumModules;
  const isOnDisk = location.protocol === "file:";

  // File → what it holds in base 64. The script of a file calls this while it runs.
  const files = new Map();
  self.studiumFile = (text) => files.set(document.currentScript.src, text);

  const load = (address) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.addEventListener("load", resolve);
      element.addEventListener("error", () => reject(new TypeError(`not there: ${address}`)));
      element.src = address;
      document.head.append(element);
    });

  const fetchFromDisk = async (address, options) => {
    const url = new URL(address, document.baseURI);
    // What is elsewhere is asked, and never run.
    if (url.protocol !== "file:") return self.fetch(url, options);
    // Other pages cannot be read from disk, and asking for them would be noted as an error.
    if (/(\/|\.html)$/.test(url.pathname)) throw new TypeError(`a page on disk: ${url}`);
    const place = `${url.origin === "null" ? "file://" : url.origin}${url.pathname}.js`;
    if (!files.has(place)) await load(place);
    const bytes = Uint8Array.from(atob(files.get(place)), (letter) => letter.charCodeAt(0));
    const type = url.pathname.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(bytes, { headers: { "content-type": type } });
  };

  /** A worker that works here, between what else the page does. */
  class NearWorker extends EventTarget {
    #scope = new EventTarget();
    #ready;
    #ended = false;

    constructor(address) {
      super();
      this.#scope.postMessage = (data) => {
        if (!this.#ended) this.dispatchEvent(new MessageEvent("message", { data }));
      };
      this.#ready = run(nameOf(address), this.#scope);
      this.#ready.catch(() => this.dispatchEvent(new Event("error")));
    }

    async postMessage(data) {
      await this.#ready;
      if (!this.#ended) this.#scope.dispatchEvent(new MessageEvent("message", { data }));
    }

    terminate() {
      this.#ended = true;
    }
  }

  const nameOf = (address) => String(address).split("/").at(-1);
  const loaded = new Map();

  const run = async (name, scope) => {
    const url = new URL(name, script.src).href;
    const module = { exports: {}, url, load: (other) => once(nameOf(other)) };
    const [worker, get] = isOnDisk ? [NearWorker, fetchFromDisk] : [self.Worker, self.fetch.bind(self)];
    await modules[name](module, scope, worker, get);
    return module.exports;
  };

  const once = (name) => {
    if (!loaded.has(name)) loaded.set(name, run(name, self));
    return loaded.get(name);
  };

  once(nameOf(script.dataset.start));
}
