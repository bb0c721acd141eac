// The colour scheme follows the system until the reader chooses, and is right from the first paint.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit, withPage } from "./lib/browser.js";
import { first } from "./lib/kinds.js";
import { sites, urlOf } from "./lib/sites.js";

const { site, page: note } = first("note");
const url = urlOf(site.prefixed, note);
const toggle = (page) => page.locator(".bar button[aria-label]:not(.search):not([aria-haspopup])").first();
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme ?? null);

/** Whether the ground of the page is dark, by what is drawn and not by what is declared. */
function isDark(page) {
  return page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d");
    for (const element of [document.documentElement, document.body]) {
      context.fillStyle = getComputedStyle(element).backgroundColor;
      context.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  });
}

/** Presses the toggle until the page has this theme; it may have three states. */
async function choose(page, wanted) {
  for (let presses = 0; presses < 3; presses += 1) {
    await toggle(page).click();
    if ((await theme(page)) === wanted) return;
  }
  assert.fail(`three presses of the toggle never gave the theme "${wanted}"`);
}

for (const scheme of ["light", "dark"]) {
  test(`without a choice, a page is ${scheme} when the system is`, async () => {
    await withPage({ colorScheme: scheme }, async (page) => {
      await visit(page, url);
      assert.equal(await isDark(page), scheme === "dark");
    });
  });
}

for (const [scheme, wanted] of [["light", "dark"], ["dark", "light"]]) {
  test(`the choice of ${wanted} outlives the page, whatever the system wants`, async () => {
    await withPage({ colorScheme: scheme }, async (page) => {
      await visit(page, url);
      await choose(page, wanted);
      assert.equal(await isDark(page), wanted === "dark");
      await visit(page, site.prefixed);
      assert.equal(await theme(page), wanted, "on another page");
      assert.equal(await isDark(page), wanted === "dark", "on another page");
    });
  });

  test(`a page chosen ${wanted} is so before there is anything to paint`, async () => {
    await withPage({ colorScheme: scheme }, async (page) => {
      await page.addInitScript(() => {
        const observer = new MutationObserver(() => {
          const { theme } = document.documentElement?.dataset ?? {};
          if (theme === undefined) return;
          window.themeAtFirst = { theme, painted: document.body !== null };
          observer.disconnect();
        });
        observer.observe(document, { attributes: true, attributeFilter: ["data-theme"], subtree: true });
      });
      await visit(page, url);
      await choose(page, wanted);
      await page.reload({ waitUntil: "load" });
      assert.deepEqual(await page.evaluate(() => window.themeAtFirst), { theme: wanted, painted: false });
    });
  });
}

test("the toggle works by keyboard and says what it does", async () => {
  await withPage({ colorScheme: "light" }, async (page) => {
    await visit(page, url);
    const before = await theme(page);
    await toggle(page).focus();
    await page.keyboard.press("Enter");
    assert.notEqual(await theme(page), before);
    assert.notEqual((await toggle(page).getAttribute("aria-label")).trim(), "");
  });
});

test("a drawing of the vault follows the chosen scheme, not only that of the system", async () => {
  const drawing = sites
    .flatMap((site) => site.pages.map((page) => ({ site, page })))
    .find(({ page }) => page.elements.some(isDrawing));
  assert.ok(drawing, "no site shows an SVG file");
  await withPage({ colorScheme: "light" }, async (page) => {
    await visit(page, urlOf(drawing.site.prefixed, drawing.page));
    const picture = page.locator('[data-note-body] img[src$=".svg"]').first();
    await picture.scrollIntoViewIfNeeded();
    await picture.evaluate((image) => image.decode());
    const light = await picture.screenshot();
    await choose(page, "dark");
    const dark = await picture.screenshot();
    await choose(page, "light");
    const again = await picture.screenshot();
    assert.ok(!light.equals(dark), "the drawing stays light");
    assert.ok(light.equals(again), "the drawing does not come back");
  });
});

function isDrawing({ tag, attributes, inBody }) {
  return tag === "img" && inBody && (attributes.src ?? "").endsWith(".svg") && !attributes.src.includes("dot.svg");
}
