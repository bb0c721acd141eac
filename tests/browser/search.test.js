// Search works in the browser: by keyboard, under the content policy, wherever the site lies, and with
// the order that the terminal gives.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";

import { problemsOf, visit, withPage } from "./lib/browser.js";
import { sites } from "./lib/sites.js";

const golden = JSON.parse(readFileSync(new URL("../search/golden.json", import.meta.url), "utf8"));
const site = sites.find(({ name }) => name === "content");
const places = [["/", site.root], ["/repo/", site.prefixed]];

/** What each of these finds first: as written, inflected, mistyped, in the wrong keyboard layout. */
const QUERIES = ["eventual consistency", "балансировщик", "шардирования", "кеширвание", "Reddis", "htgkbrfwbz"];

const kept = (query) => golden.find((entry) => entry.query === query);
const input = (page) => page.locator("[data-find] input");
const firstHit = (page) => page.locator('[data-find] [role="option"][aria-selected="true"]');
const urlOf = (base, hit) => new URL(encodeURI(hit.slice(1)), base).href;

/** Types a query and waits until its hits are shown. */
async function ask(page, query) {
  await input(page).fill(query);
  await page.waitForFunction(
    (total) => {
      const box = document.querySelector("[data-find]");
      const said = box.querySelector(".status").textContent;
      const counts = said.match(/\d+/) ?? [];
      return !box.classList.contains("busy") && (total === 0 || counts[0] === String(total) || said.includes(`· ${total} `));
    },
    kept(query).total,
  );
}

for (const [where, base] of places) {
  for (const [name, keys] of [["/", "/"], ["Control+K", "Control+k"]]) {
    test(`at ${where}: ${name} opens the search, Escape closes it and gives the focus back`, async () => {
      await withPage({}, async (page) => {
        const problems = await problemsOf(page, base);
        await visit(page, base);
        const link = page.locator("main a[href]").first();
        await link.focus();
        await page.keyboard.press(keys);
        await input(page).waitFor({ state: "visible" });
        await page.waitForFunction(() => document.activeElement.matches("[data-find] input"));
        await page.keyboard.press("Escape");
        await input(page).waitFor({ state: "hidden" });
        assert.ok(await link.evaluate((element) => element === document.activeElement));
        assert.deepEqual(problems, []);
      });
    });
  }

  test(`at ${where}: words, inflections, typing errors and the wrong layout find`, async () => {
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, base);
      await visit(page, base);
      await page.keyboard.press("/");
      for (const query of QUERIES) {
        await ask(page, query);
        const { corrected, hits, total } = kept(query);
        assert.equal(await firstHit(page).evaluate(({ href }) => href), urlOf(base, hits[0]), query);
        const status = page.locator('[data-find] .status[aria-live="polite"]');
        const said = await status.textContent();
        assert.match(said, new RegExp(`(^|· )${total} `), query);
        if (corrected) assert.ok(said.includes(corrected), `${query}: ${said}`);
      }
      assert.deepEqual(problems, []);
    });
  });

  test(`at ${where}: Enter opens a page at its heading`, async () => {
    const { query, hits } = golden.find((entry) => entry.hits[0]?.includes("#"));
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, base);
      await visit(page, base);
      await page.keyboard.press("/");
      await ask(page, query);
      await page.keyboard.press("Enter");
      await page.waitForURL(urlOf(base, hits[0]));
      const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
      assert.ok(await page.evaluate((target) => document.getElementById(target) !== null, id));
      // What was found is marked there.
      await page.waitForFunction(() => CSS.highlights.get("studium-found")?.size > 0);
      const marked = await page.evaluate(() => [...CSS.highlights.get("studium-found")].map(String));
      assert.ok(marked.every((word) => query.toLowerCase().includes(word.toLowerCase().slice(0, 4))), `${query}: ${marked}`);
      assert.deepEqual(problems, []);
    });
  });

  test(`at ${where}: the search page answers the query of its address`, async () => {
    const { query, hits } = kept("балансировщик");
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, base);
      await visit(page, new URL(`search/?q=${encodeURIComponent(query)}`, base).href);
      await firstHit(page).waitFor();
      assert.equal(await input(page).inputValue(), query);
      assert.equal(await firstHit(page).evaluate(({ href }) => href), urlOf(base, hits[0]));
      assert.deepEqual(problems, []);
    });
  });
}

/** Asks the worker of the page directly, one query after the other. */
async function askWorker(page, queries, limit) {
  const trust = [...site.files].find((file) => /^assets\/trust\.[^/]*js$/.test(file));
  const address = new URL(trust, new URL(await page.locator("[data-find]").getAttribute("data-root"), page.url()));
  return page.evaluate(
    async ({ address, queries, limit }) => {
      const { scriptAddress } = await import(address);
      const box = document.querySelector("[data-find]");
      const worker = new Worker(scriptAddress(box.dataset.worker), { type: "module" });
      const answers = [];
      for (const [id, query] of queries.entries()) {
        worker.postMessage({ id: id + 1, query, limit });
        answers.push(await new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
        }));
      }
      worker.terminate();
      return answers;
    },
    { address: address.href, queries, limit },
  );
}

test("a page that lacks some of the words is shown as such", async () => {
  await withPage({}, async (page) => {
    await visit(page, site.root);
    await page.keyboard.press("/");
    await input(page).fill("redis unheardofword ");
    const partial = page.locator("[data-find] [role='option'] .partial");
    await partial.first().waitFor();
    assert.equal(await partial.first().textContent(), await page.locator("[data-find]").getAttribute("data-partial"));
    await ask(page, "eventual consistency");
    assert.equal(await partial.count(), 0);
  });
});

test("browser and terminal find the same in the same order", async () => {
  await withPage({}, async (page) => {
    const problems = await problemsOf(page, site.prefixed);
    await visit(page, site.prefixed);
    const answers = await askWorker(page, golden.map(({ query }) => query), 8);
    assert.ok(golden.length >= 120);
    for (const [place, { query, corrected, total, hits }] of golden.entries()) {
      const answer = answers[place];
      const first = new Map();
      for (const { permalink, anchor } of answer.hits ?? []) {
        if (!first.has(permalink)) first.set(permalink, anchor ? `${permalink}#${anchor}` : permalink);
      }
      const found = { error: answer.error, corrected: answer.corrected, total: answer.total, hits: [...first.values()] };
      assert.deepEqual(found, { error: undefined, corrected, total, hits }, query);
    }
    assert.deepEqual(problems, []);
  });
});

test("a part of the index that cannot be fetched is asked for again, then reported", async () => {
  await withPage({}, async (page) => {
    await visit(page, site.root);
    let failing = 1;
    await page.route(/search-index\/[^/]+\/.*\.bin$/, (route) => {
      failing -= 1;
      return failing >= 0 ? route.abort() : route.continue();
    });
    const [once] = await askWorker(page, ["eventual consistency"], 8);
    assert.equal(once.error, undefined);
    assert.ok(once.hits.length > 0);
    failing = Number.POSITIVE_INFINITY;
    const [never] = await askWorker(page, ["eventual consistency"], 8);
    assert.match(never.error, /fetch|search-index/);
  });
});

/** Asks the worker of the page with other code before its own. */
async function askPatched(page, code, queries, limit = 8) {
  await page.route(/search_worker\.[^/]*js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
  return askWorker(page, queries, limit);
}

/** The code of a part of the index, one byte of it changed behind the compression. */
async function damaged(route) {
  const response = await route.fetch();
  const bytes = inflateRawSync(await response.body());
  bytes[bytes.length >> 1] ^= 1;
  await route.fulfill({ response, body: deflateRawSync(bytes) });
}

test("a part of the index that is damaged is asked for again, then reported", async () => {
  await withPage({}, async (page) => {
    await visit(page, site.root);
    for (const part of [/search-index\/[^/]+\/.*\.bin$/, /search-index\/hot\.bin$/]) {
      let wrong = 1;
      await page.route(part, (route) => {
        wrong -= 1;
        return wrong >= 0 ? damaged(route) : route.continue();
      });
      const [once] = await askWorker(page, ["eventual consistency"], 8);
      assert.equal(once.error, undefined, String(part));
      assert.ok(once.hits.length > 0);
      wrong = Number.POSITIVE_INFINITY;
      const [never] = await askWorker(page, ["eventual consistency"], 8);
      assert.match(never.error ?? "", /damaged|cannot be opened/, String(part));
      await page.unroute(part);
    }
  });
});

test("what cannot be searched is said, and the next letter tries again", async () => {
  await withPage({}, async (page) => {
    await visit(page, site.root);
    await page.route(/search-index\/[^/]+\/.*\.bin$/, (route) => route.abort());
    await page.keyboard.press("/");
    await input(page).fill("eventual consistenc");
    const failed = await page.locator("[data-find]").getAttribute("data-failed");
    await page.waitForFunction((text) => document.querySelector("[data-find] .status").textContent === text, failed);
    await page.unroute(/search-index\/[^/]+\/.*\.bin$/);
    await ask(page, "eventual consistency");
    assert.equal(await firstHit(page).evaluate(({ href }) => href), urlOf(site.root, kept("eventual consistency").hits[0]));
  });
});

test("a trapped engine is replaced, and the query answered all the same", async () => {
  const trap = `
    const instantiate = WebAssembly.instantiate;
    let made = 0;
    const trapped = new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,116,0,0,10,5,1,3,0,0,11]));
    WebAssembly.instantiate = async (...words) => {
      const { exports } = await instantiate(...words);
      made += 1;
      const wrong = made <= TIMES ? { search: new WebAssembly.Instance(trapped).exports.t } : {};
      return { exports: { ...exports, ...wrong } };
    };`;
  for (const [times, isAnswered] of [[1, true], [2, false]]) {
    await withPage({}, async (page) => {
      await visit(page, site.root);
      const answers = await askPatched(page, trap.replace("TIMES", times), ["eventual consistency", "redis"]);
      assert.equal(answers[0].error === undefined, isAnswered, answers[0].error);
      // Whatever became of the first query, the next one is answered.
      assert.equal(answers[1].error, undefined);
      assert.equal(answers[1].total, kept("redis")?.total ?? answers[1].total);
      assert.ok(answers[1].hits.length > 0);
    });
  }
});

test("after five hundred queries the engine holds no more than it may", async () => {
  const watch = `
    const instantiate = WebAssembly.instantiate;
    const post = self.postMessage.bind(self);
    let memory = null;
    WebAssembly.instantiate = async (...words) => {
      const instance = await instantiate(...words);
      memory = instance.exports.memory;
      return instance;
    };
    self.postMessage = (data) => post({ ...data, memory: memory?.buffer.byteLength ?? 0 });`;
  const words = golden.flatMap(({ query }) => query.split(/\s+/)).filter((word) => word.length > 2);
  const queries = Array.from({ length: 500 }, (_, place) => {
    const [first, second] = [words[place % words.length], words[(place * 7 + 3) % words.length]];
    return place % 3 === 0 ? `${first} ${second}` : first.slice(0, 2 + (place % 9));
  });
  await withPage({}, async (page) => {
    await visit(page, site.root);
    const answers = await askPatched(page, watch, queries);
    const memory = answers.map((answer) => answer.memory);
    assert.ok(answers.every(({ error }) => error === undefined));
    assert.ok(memory.at(-1) > 0 && Math.max(...memory) < 96_000_000, `${Math.max(...memory)}`);
    // What it grew by while the index came in is all that it grows by.
    assert.ok(memory.at(-1) <= memory[249] * 1.5, `${memory[249]} then ${memory.at(-1)}`);
  });
});
