// A site that works from disk: opened as files, without a host, it reads and searches like any other.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { problemsOf, withPage } from "./lib/browser.js";
import { serve } from "./lib/server.js";

const workplace = mkdtempSync(path.join(tmpdir(), "studium-portable-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

const VAULT = {
  "notes/index.md": "Begin with [[Lighthouse keeping]] or [[Storm]].\n",
  "notes/Lighthouse keeping.md":
    "---\naliases: [old/lamps]\n---\nThe lamp burns all night. ![[lamp.svg]]\n\n$$x^2$$\n\nSee [[Storm#Wind]].\n",
  "notes/weather/Storm #1.md": "---\ntags: [sea]\n---\nOdd name.\n",
  "notes/weather/Storm.md": "---\ntags: [sea]\n---\nClouds come first.\n\n## Wind\n\nThen wind. [[Lighthouse keeping]]\n",
  "notes/Chart.md": "Before.\n\n```mermaid\nflowchart LR\n  Lamp --> Ship\n```\n\nAfter.\n",
  "notes/glossary/Gale.md": "---\ndefinition: A strong wind.\n---\n",
  "notes/lamp.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>',
};
for (const [name, text] of Object.entries(VAULT)) {
  const file = path.join(workplace, "vault", name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

for (const ugly of [false, true]) {
  const name = ugly ? "files" : "folders";
  const config = `[site]\ntitle = "Lights"\ncontent = "notes"\nportable = true\nugly_urls = ${ugly}\n`;
  writeFileSync(path.join(workplace, "vault", "studium.toml"), config);
  const output = path.join(workplace, `site ${name}`);
  const served = await serve(output, "/a/b/");
  execFileSync(process.env.STUDIUM_BIN, ["build", path.join(workplace, "vault"), "-o", output], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const page = (address) => (ugly ? `${address}.html` : `${address}/index.html`);
  const disk = pathToFileURL(`${output}/`).href;

  for (const [where, base] of [["from disk", disk], ["from a host", served]]) {
    test(`pages as ${name}, ${where}: a reader goes from note to note and searches`, async () => {
      await withPage({}, async (browser) => {
        const problems = await problemsOf(browser, base);
        await browser.goto(`${base}index.html`);
        await browser.locator("[data-note-body] a", { hasText: "Lighthouse" }).click();
        assert.equal(browser.url(), base + page("lighthouse-keeping"));
        const width = await browser.locator("[data-note-body] img").evaluate(async (picture) => {
          await picture.decode();
          return picture.naturalWidth;
        });
        assert.equal(width, 9);
        const fonts = await browser.evaluate(async () => {
          await document.fonts.ready;
          return [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family);
        });
        assert.ok(fonts.some((family) => family.includes("Literata")), `${fonts}`);
        await browser.locator("[data-note-body] a", { hasText: "Storm" }).click();
        assert.equal(browser.url(), `${base}${page("weather/storm")}#wind`);
        await browser.locator('.bar a[data-search][role="button"]').click();
        await browser.locator("dialog input").fill("lamps");
        await browser.locator(".found a b").first().click();
        assert.equal(browser.url(), base + page("lighthouse-keeping"));
        await browser.goto(`${base}${page("search")}?q=strong`);
        await browser.locator(".found a b").first().click();
        assert.equal(browser.url(), base + page("glossary/gale"));
        assert.deepEqual(problems, []);
      });
    });

    test(`pages as ${name}, ${where}: a diagram is drawn, or says why not and can be read`, async () => {
      await withPage({}, async (browser) => {
        const problems = await problemsOf(browser, base);
        await browser.goto(base + page("chart"));
        if (where === "from disk") {
          const remark = browser.locator(".diagram-remark");
          await remark.waitFor();
          assert.match(await remark.textContent(), /from a file/);
          assert.equal(await browser.locator("pre.mermaid").isVisible(), true);
          assert.match(await browser.locator("pre.mermaid").textContent(), /Lamp --> Ship/);
          assert.equal(await browser.locator("iframe").count(), 0);
        } else {
          await browser.locator(".diagram[data-drawn]").waitFor();
          assert.equal(await browser.locator(".diagram-remark").isVisible(), false);
        }
        assert.deepEqual(problems, []);
      });
    });

    test(`pages as ${name}, ${where}: lists, the graph and old addresses lead on`, async () => {
      await withPage({}, async (browser) => {
        const problems = await problemsOf(browser, base);
        await browser.goto(base + page("old/lamps"));
        await browser.waitForURL(base + page("lighthouse-keeping"));
        await browser.locator(".bar .site").click();
        assert.equal(browser.url(), `${base}index.html`);
        for (const list of ["glossary", "tags", "tags/sea", "weather", "wanted"]) {
          await browser.goto(base + page(list), { waitUntil: "load" });
          const links = await browser.locator("main a").evaluateAll((all) => all.map((link) => link.href));
          assert.ok(links.every((link) => !new URL(link).pathname.endsWith("/")), `${list}: ${links}`);
        }
        await browser.goto(base + page("graph"));
        await browser.locator(".legend li").first().waitFor();
        assert.deepEqual(problems, []);
      });
    });
  }
}
