// The same vault, published at three places: everything is found at each, and what is not there is
// answered at any depth.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { problemsOf, withPage } from "./lib/browser.js";
import { serve } from "./lib/server.js";

const workplace = mkdtempSync(path.join(tmpdir(), "studium-bases-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

const VAULT = {
  "studium.toml": '[site]\ntitle = "Lights"\ncontent = "notes"\n[languages.ru]\ntitle = "Огни"\n',
  "notes/index.md": "Begin with [[Lighthouse keeping]] or [[Storm]].\n",
  "notes/Lighthouse keeping.md": "The lamp burns all night. ![[lamp.svg]]\n\n## Oil\n\nSee [[Storm#Wind]].\n",
  "notes/weather/Storm.md": "Clouds come first.\n\n## Wind\n\nThen wind. Back to [[Lighthouse keeping]].\n",
  "notes/weather/Storm.ru.md": "---\ntitle: Буря\n---\nСначала тучи.\n",
  "notes/ru/Маяки.md": "Маяки горят всю ночь. [[Буря]]\n",
  "notes/lamp.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>',
};
for (const [name, text] of Object.entries(VAULT)) {
  const file = path.join(workplace, "vault", name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const nearest = (page) => page.locator(".nearest-pages a");

for (const prefix of ["/", "/repo/", "/a/b/"]) {
  const output = path.join(workplace, `site${prefix.replaceAll("/", "-")}`);
  const base = await serve(output, prefix);
  execFileSync(process.env.STUDIUM_BIN, ["build", path.join(workplace, "vault"), "-o", output, "-u", base], {
    stdio: ["ignore", "ignore", "inherit"],
  });

  test(`${prefix}: a reader goes from note to note and searches`, async () => {
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, base);
      await page.goto(base, { waitUntil: "networkidle" });
      await page.locator("[data-note-body] a", { hasText: "Lighthouse" }).click();
      await page.locator("[data-note-body] img").waitFor();
      await page.locator("[data-note-body] a", { hasText: "Storm" }).click();
      assert.equal(page.url(), `${base}weather/storm/#wind`);
      await page.locator('.bar a[data-search][role="button"]').click();
      await page.locator("dialog input").fill("lamp");
      await page.locator(".found a b").first().click();
      assert.equal(page.url(), `${base}lighthouse-keeping/`);
      assert.deepEqual(problems, []);
    });
  });

  for (const [asked, title, leads] of [
    ["lighthuose-keeping/", "Lighthouse keeping", "lighthouse-keeping/"],
    ["2019/old/storm.html", "Storm", "weather/storm/"],
    ["ru/weather/no/буря-и-ветер", "Буря", encodeURI("ru/weather/storm/")],
    ["ru/маяк", "Маяки", encodeURI("ru/маяки/")],
  ]) {
    test(`${prefix}: ${asked} is not there, and ${title} comes nearest`, async () => {
      await withPage({}, async (page) => {
        const url = new URL(asked, base).href;
        const problems = await problemsOf(page, base);
        const response = await page.goto(url);
        assert.equal(response.status(), 404);
        await nearest(page).first().waitFor();
        assert.equal(await nearest(page).first().textContent(), title);
        assert.equal(page.url(), url, "the address stays what was asked for");
        assert.equal(await page.locator("html").getAttribute("lang"), asked.startsWith("ru/") ? "ru" : "en");
        assert.deepEqual(problems.filter((problem) => !problem.includes(url)), []);
        await nearest(page).first().click();
        assert.equal(page.url(), base + leads);
      });
    });
  }

  test(`${prefix}: without scripts what is missing still leads on`, async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(new URL("no/such/note/", base).href);
      assert.ok(await page.locator("main h1").isVisible());
      assert.equal(await page.locator(".nearest-pages").isVisible(), false);
      const links = page.locator("main .links:visible a");
      const leads = await links.evaluateAll((all) => all.map((link) => link.href));
      assert.deepEqual(leads, [base, `${base}search/`]);
      await page.locator(".languages:visible a[hreflang=ru]").click();
      assert.equal(page.url(), `${base}ru/`);
    });
  });
}
