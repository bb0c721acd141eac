// Two engines behind one interface, in a page of Chromium: `start` loads what a first query needs before it,
// `ask` gives the addresses of the best pages, `compute` the milliseconds of a query that fetches nothing.

/** Studium: the worker of the theme, by itself. */
export const studium = (worker) => ({
  name: "studium",
  start: (page) =>
    page.evaluate((address) => {
      const found = new Worker(address, { type: "module" });
      const waiting = new Map();
      let asked = 0;
      found.onmessage = ({ data }) => {
        waiting.get(data.id)?.(data);
        waiting.delete(data.id);
      };
      window.ask = (query, limit) =>
        new Promise((resolve) => {
          asked += 1;
          waiting.set(asked, resolve);
          found.postMessage({ id: asked, query, limit });
        });
    }, worker),
  ask: (page, query, limit) =>
    page.evaluate(
      async ([query, limit]) => {
        const start = performance.now();
        const answer = await window.ask(query, limit);
        if (answer.error) throw new Error(answer.error);
        const hits = [...new Set(answer.hits.map(({ permalink }) => permalink))];
        return { ms: performance.now() - start, hits, compute: answer.ms };
      },
      [query, limit],
    ),
});

/** Pagefind: its interface for scripts, with the texts of what it shows. */
export const pagefind = (script) => ({
  name: "pagefind",
  start: (page) =>
    page.evaluate(async (address) => {
      window.pagefind = await import(address);
      await window.pagefind.init();
    }, script),
  ask: (page, query, limit) =>
    page.evaluate(
      async ([query, limit]) => {
        const start = performance.now();
        const { results } = await window.pagefind.search(query);
        const compute = performance.now() - start;
        const shown = await Promise.all(results.slice(0, limit).map((result) => result.data()));
        const address = (url) => new URL(url, location.href).pathname.replace(/^\/pagefind\/(?=.)/, "/");
        return { ms: performance.now() - start, hits: shown.map(({ url }) => address(url)), compute };
      },
      [query, limit],
    ),
});
