// On paper there is the note, and nothing to press.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit, withPage } from "./lib/browser.js";
import { first } from "./lib/kinds.js";
import { urlOf } from "./lib/sites.js";

test("bars and columns stay off paper, the text does not", async () => {
  const { site, page: note } = first("note");
  await withPage({}, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    const shown = (selector) => page.locator(`${selector}:visible`).count();
    assert.ok((await shown(".bar")) > 0, "on the screen, the bar is there");
    assert.ok((await shown(".side")) > 0, "on the screen, the columns are there");
    await page.emulateMedia({ media: "print" });
    assert.equal(await shown(".bar"), 0);
    assert.equal(await shown(".side"), 0);
    assert.equal(await shown(".skip"), 0);
    assert.equal(await shown("[data-note-body]"), 1);
  });
});

test("what is printed from a dark page is dark on light", async () => {
  const { site, page: note } = first("note");
  await withPage({ colorScheme: "dark" }, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
    await page.emulateMedia({ media: "print" });
    const light = await page.evaluate(() => {
      const context = document.createElement("canvas").getContext("2d");
      context.fillStyle = getComputedStyle(document.querySelector("[data-note-body]")).color;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    // Browsers leave backgrounds off paper, so light text would be lost on it.
    assert.ok(light < 128, `the text has a lightness of ${light} of 255`);
  });
});
