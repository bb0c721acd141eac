// What helps to learn: questions that unfold, and the learning path.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit, withPage } from "./lib/browser.js";
import { sites, urlOf } from "./lib/sites.js";

const hasCard = ({ tag, attributes }) => tag === "details" && attributes.class === "question";
const find = (wanted) => {
  for (const site of sites) {
    const page = site.pages.find(wanted);
    if (page) return { site, page };
  }
  throw new Error("no site has such a page");
};

for (const scripts of [true, false]) {
  test(`an answer is hidden until it is asked for, scripts ${scripts ? "on" : "off"}`, async () => {
    const { site, page: sample } = find((page) => page.elements.some(hasCard));
    await withPage({ javaScriptEnabled: scripts }, async (page) => {
      await visit(page, urlOf(site.prefixed, sample));
      const card = page.locator("details.question").first();
      const answer = card.locator(".answer");
      assert.notEqual((await card.locator("summary").innerText()).trim(), "");
      assert.ok(!(await answer.isVisible()), "the answer shows at once");
      await card.locator("summary").focus();
      await page.keyboard.press("Enter");
      assert.ok(await answer.isVisible(), "Enter does not show the answer");
      assert.notEqual((await answer.innerText()).trim(), "");
      assert.ok(!(await card.innerText()).includes(" :: "));
    });
  });
}

test("answers are there on paper", async () => {
  const { site, page: sample } = find((page) => page.elements.some(hasCard));
  await withPage({}, async (page) => {
    await visit(page, urlOf(site.prefixed, sample));
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator("details.question .answer").first().isVisible());
  });
});

test("the learning path names its notes in order, and each leads back to it", async () => {
  const { site, page: sample } = find((page) => page.address === "learning-path/");
  await withPage({}, async (page) => {
    await visit(page, urlOf(site.prefixed, sample));
    const links = page.locator(".learning ol > li > a");
    const steps = await links.evaluateAll((all) => all.map((link) => link.href));
    assert.ok(steps.length > 1);
    const needs = await page.locator(".learning ol > li").evaluateAll((items) =>
      items.map((item) => [...item.querySelectorAll(".needs a")].map((link) => link.href)));
    assert.ok(needs.flat().length > 0, "some step says what it needs");
    needs.forEach((required, at) => {
      const late = required.filter((href) => !steps.slice(0, at).includes(href));
      assert.deepEqual(late, [], `${steps[at]} comes before what it needs`);
    });
    await links.nth(1).click();
    assert.equal(await page.locator("a[rel=prev]").evaluate((link) => link.href), steps[0]);
    await page.locator(".path-place a").click();
    assert.ok(page.url().startsWith(urlOf(site.prefixed, sample)));
  });
});
