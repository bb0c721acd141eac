// On a narrow screen, navigation and outline are behind one button, which needs no script.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, visit, withPage } from "./lib/browser.js";
import { first } from "./lib/kinds.js";
import { urlOf } from "./lib/sites.js";

const { site, page: note } = first("note");
const url = urlOf(site.prefixed, note);
const summary = (page) => page.locator(".bar details.menu > summary");
const shownLinks = (page) => page.locator("details.menu a:visible").count();

for (const javaScriptEnabled of [true, false]) {
  const scripts = javaScriptEnabled ? "scripts on" : "scripts off";

  test(`the menu opens and closes by keyboard, ${scripts}`, async () => {
    await withPage({ viewport: NARROW, javaScriptEnabled }, async (page) => {
      await visit(page, url);
      assert.equal(await shownLinks(page), 0, "closed at first");
      await tabTo(page, summary(page));
      await page.keyboard.press("Enter");
      assert.ok((await shownLinks(page)) > 0, "open after Enter");
      await page.keyboard.press("Space");
      assert.equal(await shownLinks(page), 0, "closed after Space");
    });
  });

  test(`the menu opens and closes by touch, ${scripts}`, async () => {
    await withPage({ viewport: NARROW, javaScriptEnabled, hasTouch: true, isMobile: true }, async (page) => {
      await visit(page, url);
      await summary(page).tap();
      assert.ok((await shownLinks(page)) > 0, "open after a tap");
      await summary(page).tap();
      assert.equal(await shownLinks(page), 0, "closed after another");
    });
  });
}

test("a wide screen has no menu button", async () => {
  await withPage({}, async (page) => {
    await visit(page, url);
    assert.equal(await summary(page).isVisible(), false);
  });
});

test("a link of the menu leads to its page", async () => {
  await withPage({ viewport: NARROW }, async (page) => {
    await visit(page, url);
    await summary(page).click();
    const link = page.locator('details.menu a[href]:visible:not([href^="#"]):not([aria-current])').first();
    const wanted = await link.evaluate((element) => element.href);
    await link.click();
    await page.waitForURL(wanted);
  });
});

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail("twenty presses of Tab did not lead to the menu button");
}
