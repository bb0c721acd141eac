// Every kind of page can be read by everybody: axe-core has no serious or critical finding.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NARROW, WIDE, visit, withPage } from "./lib/browser.js";
import { everyKind, samples } from "./lib/kinds.js";
import { sites, urlOf } from "./lib/sites.js";

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** `scheme` is what the system asks for, `theme` what the reader chose on the site, if anything. */
const LOOKS = [
  { look: "light", viewport: WIDE, scheme: "light" },
  { look: "dark", viewport: WIDE, scheme: "dark" },
  { look: "light by choice", viewport: WIDE, scheme: "dark", theme: "light" },
  { look: "dark by choice", viewport: WIDE, scheme: "light", theme: "dark" },
  { look: "narrow and light", viewport: NARROW, scheme: "light" },
  { look: "narrow and dark", viewport: NARROW, scheme: "dark" },
  { look: "narrow and light, the menu open", viewport: NARROW, scheme: "light", menu: true },
  { look: "narrow and dark, the menu open", viewport: NARROW, scheme: "dark", menu: true },
];

for (const { kind, site, page: sample } of everyKind()) {
  test(`${site.name}: ${kind} (${sample.file}) is accessible`, async (t) => {
    await withPage({}, async (page) => {
      await visit(page, urlOf(site.prefixed, sample));
      // Handed over as text: a script element would have to pass the content policy.
      await page.evaluate(AXE);
      for (const { look, viewport, scheme, theme, menu = false } of LOOKS) {
        await t.test(look, async () => {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme: scheme });
          await page.evaluate((name) => {
            const { dataset } = document.documentElement;
            if (name) dataset.theme = name;
            else delete dataset.theme;
          }, theme);
          if (menu) await page.evaluate(() => (document.querySelector("details.menu").open = true));
          assert.deepEqual(await findings(page), []);
        });
      }
    });
  });
}

for (const site of sites) {
  test(`${site.name}: nothing is wider than a narrow screen`, async () => {
    await withPage({ viewport: NARROW }, async (page) => {
      const wide = [];
      for (const [kind, sample] of samples(site)) {
        await visit(page, urlOf(site.prefixed, sample));
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > NARROW.width) wide.push(`${kind} (${sample.file}): ${width} px`);
      }
      assert.deepEqual(wide, []);
    });
  });

  test(`${site.name}: the skip link comes first and leads to the text`, async () => {
    await withPage({}, async (page) => {
      await visit(page, site.prefixed);
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.matches(".skip")));
      assert.ok(await page.locator(".skip").isVisible());
      await page.keyboard.press("Enter");
      assert.ok(await page.evaluate(() => document.querySelector(":target")?.matches("main")));
    });
  });
}

/** The serious and critical findings of axe-core, which the page has already; one line for each place. */
async function findings(page) {
  const { violations } = await page.evaluate(() =>
    // Off by default in axe-core, and part of what WCAG 2.2 AA asks for.
    globalThis.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => `${id}: ${target.join(" ")} ${any.map(({ message }) => message).join("; ")}`),
    );
}
