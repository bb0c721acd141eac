// Pages load whole and in silence: no error, no breach of the content policy, no other host.

import assert from "node:assert/strict";
import { test } from "node:test";

import { problemsOf, withPage } from "./lib/browser.js";
import { REQUIRED, samples } from "./lib/kinds.js";
import { sites, urlOf } from "./lib/sites.js";

test("the sites show every kind of page", () => {
  const shown = new Set(sites.flatMap((site) => samples(site).map(([kind]) => kind)));
  assert.deepEqual(REQUIRED.filter((kind) => !shown.has(kind)), []);
});

for (const site of sites) {
  for (const [kind, sample] of samples(site)) {
    for (const [where, base] of [["/", site.root], ["/repo/", site.prefixed]]) {
      // The page for what is missing is shown at any depth, so it knows where its site lies.
      if (kind === "not found" && where === "/") continue;
      test(`${site.name} at ${where}: ${kind} (${sample.file}) loads in silence`, async () => {
        await withPage({}, async (page) => {
          const problems = await problemsOf(page, base);
          await page.goto(urlOf(base, sample));
          // Some things are fetched only when they come into view.
          await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
          await page.waitForLoadState("networkidle");
          assert.deepEqual(problems, []);
        });
      });
    }
  }

  test(`${site.name}: an address without a page shows the page for it, at any depth`, async () => {
    await withPage({}, async (page) => {
      const url = new URL("no/such/note/", site.prefixed).href;
      const problems = await problemsOf(page, site.prefixed);
      const response = await page.goto(url, { waitUntil: "networkidle" });
      assert.equal(response.status(), 404);
      assert.deepEqual(problems.filter((problem) => !problem.includes(url)), []);
      assert.ok(await page.locator("main").isVisible());
    });
  });
}
