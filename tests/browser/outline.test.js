// The outline shows where in the note the reader is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit, withPage } from "./lib/browser.js";
import { first } from "./lib/kinds.js";
import { urlOf } from "./lib/sites.js";

test("the outline marks the section that is being read", async () => {
  const { site, page: note } = first("note");
  // A low window, so that even the last section but one can reach its top.
  await withPage({ viewport: { width: 1440, height: 420 } }, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    // A section that another heading follows at once is over before it has begun.
    const ids = await page.evaluate(() => {
      const headings = [...document.querySelectorAll("[data-note-body] :is(h2, h3, h4)[id]")];
      const tops = headings.map((heading) => heading.getBoundingClientRect().top);
      const long = headings.filter((_, index) => !(tops[index + 1] - tops[index] < innerHeight / 2));
      return long.filter((heading) => heading.matches("h2")).map(({ id }) => id);
    });
    assert.ok(ids.length > 2, `${note.file} has only ${ids.length} long sections`);
    for (const id of [ids[0], ids[1], ids[0]]) {
      await page.evaluate((target) => document.getElementById(target).scrollIntoView({ block: "start" }), id);
      await page.waitForFunction((target) => {
        const marked = [...document.querySelectorAll(".side a[aria-current]")].filter((link) => link.hash);
        return marked.length === 1 && decodeURIComponent(marked[0].hash.slice(1)) === target;
      }, id);
    }
  });
});

test("a link of the outline leads to its section", async () => {
  const { site, page: note } = first("note");
  await withPage({}, async (page) => {
    await visit(page, urlOf(site.prefixed, note));
    const links = page.locator('.side a:visible[href*="#"]');
    const link = links.nth((await links.count()) - 1);
    const id = await link.evaluate((element) => decodeURIComponent(element.hash.slice(1)));
    await link.click();
    await page.waitForFunction((target) => {
      const { top } = document.getElementById(target).getBoundingClientRect();
      return top >= 0 && top < innerHeight;
    }, id);
    const covered = await page.evaluate((target) => {
      const bar = document.querySelector(".bar").getBoundingClientRect();
      return document.getElementById(target).getBoundingClientRect().top < bar.bottom;
    }, id);
    assert.equal(covered, false, "the bar lies over the heading");
  });
});
