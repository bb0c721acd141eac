// An old address leads to the note, and to the place in it that was asked for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { problemsOf, visit, withPage } from "./lib/browser.js";
import { pageAt, sites, urlOf } from "./lib/sites.js";

const { site, page: old } = forwarding();

function forwarding() {
  for (const site of sites) {
    const page = site.pages.find(({ redirects }) => redirects);
    if (page) return { site, page };
  }
  throw new Error("no site has a page that forwards");
}

function isRefresh({ attributes }) {
  return attributes["http-equiv"] === "refresh";
}

/** The address of the note behind the old one. */
function target(base) {
  const { attributes } = old.elements.find(isRefresh);
  return new URL(attributes.content.replace(/^[^=]*=\s*/, ""), urlOf(base, old)).href;
}

for (const where of ["root", "prefixed"]) {
  for (const [scripts, fragment, kept] of [[true, "#why", "#why"], [true, "", ""], [false, "", ""]]) {
    test(`${where}: forwards ${fragment || "the page"} with scripts ${scripts ? "on" : "off"}`, async () => {
      const base = site[where];
      await withPage({ javaScriptEnabled: scripts }, async (page) => {
        const problems = await problemsOf(page, base);
        await page.goto(urlOf(base, old) + fragment);
        await page.waitForURL(target(base) + kept);
        assert.deepEqual(problems, []);
      });
    });
  }
}

test("a heading that was called otherwise is found by its old name", async () => {
  const address = target(site.root).slice(site.root.length);
  const note = pageAt(site, decodeURIComponent(address));
  const former = note.elements.find(({ tag, attributes }) => tag === "span" && attributes.id === "reasons");
  assert.ok(former, `${note.file} keeps no old id`);
  await withPage({ viewport: { width: 800, height: 300 } }, async (page) => {
    await visit(page, `${target(site.root)}#reasons`);
    const top = await page.locator("#reasons").evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 300, `the heading is at ${top}`);
  });
});
