// Every address inside a site leads to a file of it, and every fragment to an element, wherever the
// site lies.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { destination, pageAt, sites } from "./lib/sites.js";

const ATTRIBUTES = ["href", "src", "poster", "data", "action"];

for (const site of sites) {
  for (const [where, base] of [["/", site.root], ["/repo/", site.prefixed]]) {
    test(`${site.name} at ${where}: all addresses of all pages lead somewhere`, () => {
      const broken = site.pages
        // The pages for what is missing name their site's place, which is /repo/ here.
        .filter((page) => path.basename(page.file) !== "404.html" || where === "/repo/")
        .flatMap((page) => addressesOf(page).map((address) => [page, address]))
        .filter(([page, address]) => !leadsSomewhere(site, base, page, address))
        .map(([page, address]) => `${page.file}: ${address}`);
      assert.deepEqual(broken.slice(0, 40), [], `${broken.length} in all`);
    });
  }

  test(`${site.name}: all addresses of all style sheets lead somewhere`, () => {
    const broken = [];
    for (const file of [...site.files].filter((name) => name.endsWith(".css"))) {
      const sheet = { address: file };
      const text = readFileSync(path.join(site.folder, file), "utf8");
      for (const [, , address] of text.matchAll(/url\(\s*(["']?)(.*?)\1\s*\)/g)) {
        if (!leadsSomewhere(site, site.prefixed, sheet, address)) broken.push(`${file}: ${address}`);
      }
    }
    assert.deepEqual(broken, []);
  });
}

/** Every address that an element of the page names. */
function addressesOf(page) {
  return page.elements.flatMap(({ attributes }) => [
    ...ATTRIBUTES.map((name) => attributes[name]).filter((address) => address !== undefined),
    ...(attributes.srcset ?? "").split(",").map((part) => part.trim().split(/\s+/)[0]).filter(Boolean),
    ...(attributes["http-equiv"] === "refresh" ? [attributes.content.replace(/^[^=]*=\s*/, "")] : []),
  ]);
}

/** True for what leaves the site, too: that is not ours to judge. */
function leadsSomewhere(site, base, page, address) {
  const target = destination(base, page, address);
  if (target === null) return true;
  if (target.address === null) return false;
  const other = pageAt(site, target.address);
  if (!other) return site.files.has(target.address);
  return target.fragment === "" || other.elements.some(({ attributes }) => attributes.id === target.fragment);
}
