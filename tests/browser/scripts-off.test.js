// What a reader came for is in the page itself: text, navigation, outline, backlinks.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit, withPage } from "./lib/browser.js";
import { first } from "./lib/kinds.js";
import { destination, pageAt, sites, urlOf } from "./lib/sites.js";

const withoutScripts = { javaScriptEnabled: false };

test("a note shows its text, its place and its outline", async () => {
  const { site, page: note } = first("note");
  await withPage(withoutScripts, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    assert.ok((await page.locator("main h1").innerText()).trim() !== "");
    assert.ok((await page.locator("[data-note-body]").innerText()).trim().length > 100);
    assert.ok((await page.locator(".bar nav a:visible").count()) > 0, "links in the bar");
    assert.ok((await page.locator(".side a:visible").count()) > 0, "links beside the note");

    const headings = page.locator("[data-note-body] h2[id]:visible");
    const ids = await headings.evaluateAll((elements) => elements.map(({ id }) => id));
    const outline = await page
      .locator(".side a:visible")
      .evaluateAll((links) => links.map((link) => decodeURIComponent((link.hash ?? "").slice(1))));
    assert.ok(ids.length > 0);
    assert.deepEqual(ids.filter((id) => !outline.includes(id)), [], "sections that the outline leaves out");
  });
});

test("a note shows which notes link to it", async () => {
  const { site, from, to } = linkedPair();
  await withPage(withoutScripts, async (page) => {
    await visit(page, urlOf(site.prefixed, to));
    const wanted = urlOf(site.prefixed, from);
    const shown = await page
      .locator("main a:visible")
      .evaluateAll((links, url) =>
        links.some((link) => !link.closest("[data-note-body]") && link.href.split("#")[0] === url), wanted);
    assert.ok(shown, `${to.file} does not show that ${from.file} links to it`);
  });
});

test("glossary and wanted notes are lists of their own", async () => {
  for (const kind of ["glossary", "wanted", "tags"]) {
    const { site, page: sample } = kind === "wanted" ? wantedNotes() : first(kind);
    await withPage(withoutScripts, async (page) => {
      await visit(page, urlOf(site.prefixed, sample));
      assert.ok((await page.locator("main a:visible").count()) > 0, kind);
    });
  }
});

/** A page of wanted notes on which some stand: a vault without broken links has none. */
function wantedNotes() {
  for (const site of sites) {
    const page = site.pages.find(({ address }) => address === "wanted/");
    const asks = ({ attributes }) => /\bmention\b/.test(attributes.class ?? "");
    if (page?.elements.some(asks)) return { site, page };
  }
  throw new Error("no site wants a note");
}

/** Two notes of which the first links to the second in its own text, and to which nobody links back. */
function linkedPair() {
  for (const site of sites) {
    for (const from of site.pages.filter((page) => !page.redirects && page.address !== "")) {
      const link = from.elements.find(
        ({ tag, attributes, inBody }) =>
          tag === "a" && inBody && attributes.href && /\binternal-link\b/.test(attributes.class ?? ""),
      );
      const to = link && pageAt(site, destination(site.prefixed, from, link.attributes.href)?.address);
      if (to && to !== from && !to.redirects && to.address !== "") return { site, from, to };
    }
  }
  throw new Error("no note links to another");
}
