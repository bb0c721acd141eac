// A site that asks for its search to be kept is searched without a network after the first visit; no page of a
// note is kept, an old index goes with the next one, and all of it where the site no longer asks.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { withPage } from "./lib/browser.js";
import { serve } from "./lib/server.js";

const workplace = mkdtempSync(path.join(tmpdir(), "studium-offline-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

const NOTES = {
  "index.md": "Begin with [[Tides]].\n",
  "Tides.md": "---\naliases: [Ebb]\n---\nThe moon pulls at the water.\n\n## Spring tide\n\nTwice a month it rises high.\n",
  "Реплика.md": "Каждая реплика хранит копию.\n",
  "Lighthouse.md": "Seen at night from far away.\n",
};

/** Builds the vault once more, and returns where it is served and how it changes. */
async function siteOf(name, prefix, { config = "", offline = true } = {}) {
  const vault = path.join(workplace, name);
  const output = path.join(workplace, `${name}-site`);
  mkdirSync(vault);
  const write = (file, text) => writeFileSync(path.join(vault, file), text);
  const configure = (isKept) => write("studium.toml", `[site]\ncontent = "."\n${config}[search]\noffline = ${isKept}\n`);
  const build = () =>
    execFileSync(process.env.STUDIUM_BIN, ["build", "-o", output, "-q"], { cwd: vault, stdio: ["ignore", "ignore", "inherit"] });
  for (const [file, text] of Object.entries(NOTES)) write(file, text);
  configure(offline);
  build();
  return { base: await serve(output, prefix), output, write, configure, build };
}

/** What the keeper of a site says that it keeps, and how many files that is. */
function promisedBy(site) {
  const said = JSON.parse(/^const kept = (.*);$/m.exec(readFileSync(path.join(site.output, "search-offline.js"), "utf8"))[1]);
  assert.ok(said.names.length > 0);
  return said.files.length + said.pages.length + 1 + said.names.length;
}

/** What goes wrong in a page. Requests are not looked into: those that are would pass by the keeper. */
function errorsOf(page) {
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}

const box = (page) => page.locator("[data-find]");

/** Types a query and returns the paths of what is found. */
async function ask(page, query) {
  if (!(await box(page).isVisible())) await page.keyboard.press("/");
  await box(page).locator("input").fill("");
  await box(page).locator("input").fill(query);
  await page.waitForFunction(() => {
    const box = document.querySelector("[data-find]");
    return !box.classList.contains("busy") && (box.querySelector(".found [role=option]:not(.recent)") || box.querySelector(".status").textContent);
  });
  const [said, failed] = await box(page).evaluate((box) => [box.querySelector(".status").textContent, box.dataset.failed]);
  assert.notEqual(said, failed, query);
  return box(page)
    .locator(".found [role=option]:not(.recent)")
    .evaluateAll((all) => all.map((hit) => decodeURIComponent(new URL(hit.href).pathname)));
}

/** Waits until the keeper has all that it keeps, and returns the paths of that. */
async function kept(page, count, gone = []) {
  const look = () =>
    page.evaluate(async () => {
      const all = [];
      for (const name of (await caches.keys()).filter((name) => name.startsWith("studium-search "))) {
        for (const { url } of await (await caches.open(name)).keys()) all.push(decodeURIComponent(new URL(url).pathname));
      }
      return all;
    });
  let now = [];
  for (let round = 0; round < 75; round += 1) {
    now = await look();
    if (now.length === count && !now.some((file) => gone.includes(file))) return now;
    await page.waitForTimeout(200);
  }
  throw new Error(`not ${count} but ${now.length} are kept: ${now}`);
}

for (const [prefix, ugly] of [["/", false], ["/repo/", false], ["/repo/", true]]) {
  test(`below ${prefix}${ugly ? ", pages as files" : ""}: after one visit, words that nobody asked for are found without a network`, async () => {
    const site = await siteOf(`kept${prefix.length}${ugly}`, prefix, { config: ugly ? "ugly_urls = true\n" : "" });
    const at = (address) => `${prefix}${address}${ugly ? ".html" : "/"}`;
    await withPage({}, async (page) => {
      const problems = errorsOf(page);
      await page.goto(site.base);
      const all = await kept(page, promisedBy(site));
      assert.deepEqual(await ask(page, "moon"), [at("tides")]);
      // Only the search, and no page but its own.
      for (const file of all) assert.match(file.slice(prefix.length - 1), /^\/(assets\/|search-index\/|search(\/|\.html)$)/);
      assert.deepEqual(problems, []);

      // Whoever asks the host all the same gets nothing good.
      await page.context().setOffline(true);
      renameSync(site.output, `${site.output}-gone`);
      assert.deepEqual(await ask(page, "реплики"), [at("реплика")]);
      assert.deepEqual(await ask(page, "lighthuose"), [at("lighthouse")]);
      // Without a page that is open, its own page is there; a note is not.
      await page.goto(new URL(`search${ugly ? ".html" : "/"}?q=rises`, site.base).href);
      await box(page).locator(".found [role=option]").first().waitFor();
      assert.deepEqual(await ask(page, "rises"), [at("tides")]);
      await assert.rejects(page.goto(new URL(`tides${ugly ? ".html" : "/"}`, site.base).href), /ERR_/);
    });
  });
}

test("the next version takes the place of the one before, and nothing of that stays", async () => {
  const site = await siteOf("next", "/");
  await withPage({}, async (page) => {
    await page.goto(site.base);
    const before = (await kept(page, promisedBy(site))).filter((file) => file.startsWith("/search-index/") && !file.endsWith("hot.bin"));
    assert.ok(before.length > 0);
    site.write("Lighthouse.md", "---\nprivate: true\n---\nSeen at night from far away.\n");
    site.build();
    await page.goto(new URL("tides/", site.base).href);
    await kept(page, promisedBy(site), before);
    await page.context().setOffline(true);
    assert.deepEqual(await ask(page, "moon"), ["/tides/"]);
    assert.deepEqual(await ask(page, "lighthouse"), []);
  });
});

test("a site that no longer asks is no longer kept", async () => {
  const site = await siteOf("ends", "/repo/");
  await withPage({}, async (page) => {
    await page.goto(site.base);
    await kept(page, promisedBy(site));
    site.configure(false);
    site.build();
    await page.reload();
    assert.deepEqual(await ask(page, "moon"), ["/repo/tides/"]);
    const stores = () => page.evaluate(async () => (await caches.keys()).length);
    for (let round = 0; round < 50 && (await stores()) > 0; round += 1) await page.waitForTimeout(100);
    assert.equal(await stores(), 0);
    // It goes with the last page that it served.
    await page.goto("about:blank");
    await page.goto(site.base);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  });
});

test("where nobody asks, nothing is written, started or kept", async () => {
  const site = await siteOf("plain", "/", { offline: false });
  assert.ok(!existsSync(path.join(site.output, "search-offline.js")));
  await withPage({}, async (page) => {
    const problems = errorsOf(page);
    await page.goto(site.base);
    assert.deepEqual(await ask(page, "moon"), ["/tides/"]);
    const left = await page.evaluate(async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]);
    assert.deepEqual(left, [[], 0]);
    assert.deepEqual(problems, []);
  });
});
