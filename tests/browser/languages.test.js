// A site in several languages: the switcher leads between them, and the interface speaks with the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, WIDE, visit, withPage } from "./lib/browser.js";
import { sites, urlOf } from "./lib/sites.js";

const site = sites.find(({ pages }) => pages.some((page) => page.elements.some(inSwitcher)));
if (!site) throw new Error("no site is there in two languages");

function inSwitcher({ tag, attributes }) {
  return tag === "nav" && attributes.class === "languages";
}

/** A note that is there in both languages, and one that is not. */
const alternates = ({ elements }) =>
  elements.filter(({ tag, attributes }) => tag === "link" && attributes.rel === "alternate" && attributes.hreflang);
const isNote = ({ elements }) => elements.some(({ attributes }) => "data-note-body" in attributes);
const isUntranslated = ({ attributes }) => attributes.class === "untranslated";
const notes = site.pages.filter((page) => isNote(page) && !page.redirects && page.address.includes("/"));
const translated = notes.find((page) => alternates(page).length > 2);
const alone = notes.find((page) => page.elements.some(isUntranslated));

const switcher = (page) => page.locator(".languages:visible a");
const language = (page) => page.evaluate(() => document.documentElement.lang);

for (const scripts of [true, false]) {
  test(`the switcher leads to the translation and back, scripts ${scripts ? "on" : "off"}`, async () => {
    await withPage({ viewport: WIDE, javaScriptEnabled: scripts }, async (page) => {
      await visit(page, urlOf(site.prefixed, translated));
      const from = page.url();
      const own = await page.locator("html").getAttribute("lang");
      const other = switcher(page).and(page.locator(":not([aria-current])")).first();
      const wanted = await other.getAttribute("hreflang");
      await other.click();
      assert.equal(await page.locator("html").getAttribute("lang"), wanted);
      assert.notEqual(page.url(), from);
      await switcher(page).and(page.locator(`[hreflang="${own}"]`)).click();
      assert.equal(page.url(), from);
    });
  });
}

test("a page without translation leads to the home page of the other language, and says so", async () => {
  await withPage({ viewport: WIDE }, async (page) => {
    await visit(page, urlOf(site.prefixed, alone));
    const other = page.locator(".languages:visible a.untranslated").first();
    assert.notEqual((await other.getAttribute("title")).trim(), "");
    const wanted = await other.getAttribute("hreflang");
    await other.click();
    assert.equal(await language(page), wanted);
    assert.equal(await page.locator("main.home").count(), 1);
  });
});

test("on a narrow screen the switcher is in the menu", async () => {
  await withPage({ viewport: NARROW }, async (page) => {
    await visit(page, urlOf(site.prefixed, translated));
    assert.equal(await switcher(page).count(), 0);
    await page.locator("details.menu > summary").click();
    assert.ok((await switcher(page).count()) > 1);
    assert.equal(await page.locator('.languages:visible [aria-current="true"]').count(), 1);
  });
});

test("every alternate is a page that names this one too", () => {
  const byAddress = new Map(site.pages.map((page) => [page.address, page]));
  let count = 0;
  for (const from of site.pages) {
    for (const { attributes } of alternates(from)) {
      const url = new URL(attributes.href, urlOf(site.prefixed, from)).href;
      if (!url.startsWith(site.prefixed)) continue;
      const to = byAddress.get(decodeURIComponent(url.slice(site.prefixed.length)));
      assert.ok(to, `${from.file} names ${attributes.href}, which is not there`);
      const back = alternates(to).map((link) => new URL(link.attributes.href, urlOf(site.prefixed, to)).href);
      assert.ok(back.includes(urlOf(site.prefixed, from)), `${to.file} does not name ${from.file}`);
      count += 1;
    }
  }
  assert.ok(count > 0);
});
