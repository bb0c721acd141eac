// A card shows what a term means, or where a link leads, and never moves the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, problemsOf, visit, withPage } from "./lib/browser.js";
import { first } from "./lib/kinds.js";
import { sites, urlOf } from "./lib/sites.js";

const CARD = "#studium-card:popover-open";

/** The first page of a site with a link like this in its text. */
function pageWith(wanted) {
  for (const site of sites) {
    const page = site.pages.find(
      (page) => !page.redirects && page.elements.some((element) => element.inBody && wanted(element)),
    );
    if (page) return { site, page };
  }
  throw new Error("no page has such a link");
}

const classes = ({ tag, attributes }) => (tag === "a" ? (attributes.class ?? "").split(/\s+/) : []);
const term = () => pageWith((element) => classes(element).includes("auto"));
const link = (page, selector) => page.locator(`[data-note-body] ${selector}`).first();

test("resting on a term shows what it means, out of the page itself", async () => {
  const { site, page: note } = term();
  await withPage({}, async (page) => {
    const problems = await problemsOf(page, site.prefixed);
    await visit(page, urlOf(site.prefixed, note));
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const before = await page.evaluate(() => document.documentElement.scrollHeight);
    await link(page, "a.term.auto").hover();
    await page.locator(CARD).waitFor();
    const href = await link(page, "a.term.auto").evaluate((element) => element.href);
    const meant = await page.locator("[data-card]").evaluateAll(
      (entries, href) => entries.find((entry) => new URL(entry.dataset.card, document.baseURI).href === href)?.querySelector("dd").textContent, href);
    assert.ok(meant?.length > 10, "the page says what the term means");
    assert.ok((await page.locator(CARD).innerText()).includes(meant.trim()));
    assert.deepEqual(asked.filter((url) => url.endsWith("/")), [], "nothing is fetched for it");
    assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), before, "nothing moves");
    assert.equal(await link(page, "a.term.auto").getAttribute("aria-describedby"), "studium-card");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(CARD).count(), 0, "Escape closes it");
    assert.deepEqual(problems, []);
  });
});

test("the keyboard opens the card of a link, and takes it along", async () => {
  const { site, page: note } = term();
  await withPage({}, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    await page.keyboard.press("Tab");
    await link(page, "a.term.auto").focus();
    await page.locator(CARD).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(CARD).count(), 0);
    assert.ok(await link(page, "a.term.auto").evaluate((element) => element === document.activeElement));
  });
});

test("a tap on a term opens its card, and the card leads to its page", async () => {
  const { site, page: note } = term();
  await withPage({ viewport: NARROW, hasTouch: true, isMobile: true }, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    const wanted = await link(page, "a.term.auto").evaluate((element) => element.href);
    await link(page, "a.term.auto").tap();
    await page.locator(CARD).waitFor();
    assert.notEqual(page.url(), wanted, "the first tap stays on the page");
    const box = await page.locator(CARD).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= NARROW.width, "the card is in sight");
    await page.locator(`${CARD} a`).tap();
    await page.waitForURL(wanted);
  });
});

test("a link to a heading shows the beginning of its section, whatever its letters", async () => {
  const cyrillic = ({ attributes }) => /#.*[а-яё]/i.test(decodeURIComponent(attributes.href ?? ""));
  const plain = ({ attributes }) => /[^#]#[a-z]/i.test(attributes.href ?? "");
  for (const wanted of [cyrillic, plain]) {
    const { site, page: note } = pageWith((element) => classes(element).includes("internal-link") && wanted(element));
    await withPage({}, async (page) => {
      await visit(page, urlOf(site.prefixed, note));
      const hrefs = await page.locator("[data-note-body] a.internal-link[href]").evaluateAll((links) =>
        links.map((link) => link.getAttribute("href")));
      const at = hrefs.findIndex((href) => wanted({ attributes: { href } }));
      const target = page.locator("[data-note-body] a.internal-link[href]").nth(at);
      const id = decodeURIComponent(hrefs[at].split("#")[1]);
      await target.hover();
      await page.locator(CARD).waitFor();
      const title = await page.locator(`${CARD} h3`).innerText();
      const text = await page.locator(CARD).innerText();
      const other = await page.context().newPage();
      await other.goto(await target.evaluate((link) => link.href));
      const section = await other.evaluate((id) => {
        const heading = document.getElementById(id);
        let next = heading.nextElementSibling;
        while (next && !/\S{3}/.test(next.textContent)) next = next.nextElementSibling;
        heading.querySelector(".anchor")?.remove();
        return { heading: heading.textContent.trim(), opening: next?.textContent.trim() ?? "" };
      }, id);
      await other.close();
      // Cells of a table have no blank between them.
      const plain = (words) => words.replaceAll(/[\s\u00a0\u202f]+/g, "");
      assert.ok(plain(`${title} ${text}`).includes(plain(section.heading)), `${hrefs[at]} is shown as ${title}`);
      assert.ok(plain(text).includes(plain(section.opening).slice(0, 30)), `${hrefs[at]}, “${section.opening}”, is shown as ${text}`);
    });
  }
});

test("without scripts a page says what its terms mean", async () => {
  const { site, page: note } = term();
  await withPage({ javaScriptEnabled: false }, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    await page.locator("details.terms > summary").click();
    assert.ok((await page.locator("details.terms dd:visible").first().innerText()).length > 10);
  });
});

test("the categories of the glossary can be chosen without scripts", async () => {
  const { site, page: glossary } = first("glossary");
  for (const javaScriptEnabled of [true, false]) {
    await withPage({ javaScriptEnabled }, async (page) => {
      await visit(page, urlOf(site.prefixed, glossary));
      const shown = () => page.locator(".letter dl > div:visible").count();
      const all = await shown();
      await page.locator('.filter a[href^="#category-"]:visible').nth(1).click();
      const some = await shown();
      assert.ok(some > 0 && some < all, `${some} of ${all}`);
      await page.locator('.filter a[href="#category-all"]:visible').click();
      assert.equal(await shown(), all);
    });
  }
});

test("a link to a note that is not there says so in a card, which leads to what is wanted", async () => {
  const { site, page: note } = pageWith(
    (element) => classes(element).includes("broken") && element.attributes.href === undefined,
  );
  await withPage({}, async (page) => {
    const problems = await problemsOf(page, site.prefixed);
    await visit(page, urlOf(site.prefixed, note));
    const broken = link(page, "a.broken:not([href])");
    const said = await broken.getAttribute("title");
    assert.ok(said?.length > 5, "without scripts it is a tooltip");
    await broken.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await page.locator(CARD).waitFor();
    assert.ok((await page.locator(CARD).innerText()).includes(said));
    assert.equal(await broken.getAttribute("title"), null, "it is not said twice");
    assert.match(await page.locator(`${CARD} a`).getAttribute("href"), /\/wanted(\.html|\/|\/index\.html)#./);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(CARD).count(), 0);
    assert.equal(await broken.getAttribute("title"), said);
    assert.deepEqual(problems, []);
  });
});
