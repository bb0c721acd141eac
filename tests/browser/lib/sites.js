// What a built site consists of, read from its folder.
//
// Not here: what a page looks like or does; that is asked of the browser (browser.js).

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "parse5";

/** The sites that run.js has built, each with its pages in the order of their paths. */
export const sites = JSON.parse(process.env.STUDIUM_SITES ?? "[]").map(readSite);

if (sites.length === 0) throw new Error("run the tests with `node run.js`, which builds the sites");

function readSite({ name, folder, root, prefixed }) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((file) => !file.split("/").some((part) => part.startsWith(".")))
    .sort();
  // What stands in a frame is part of a page.
  const pages = files.filter((file) => file.endsWith(".html") && !file.startsWith("assets/frame.")).map((file) => readPage(folder, file));
  return { name, folder, root, prefixed, files: new Set(files), pages };
}

/**
 * A page: its file, its address below the root of the site, and its elements in document order.
 * An element knows whether it is part of the note's body.
 */
function readPage(folder, file) {
  const elements = [];
  collect(parse(readFileSync(path.join(folder, file), "utf8")), false, elements);
  return {
    file,
    address: file.replace(/(^|\/)index\.html$/, "$1"),
    elements,
    redirects: elements.some(
      ({ tag, attributes }) => tag === "meta" && attributes["http-equiv"]?.toLowerCase() === "refresh",
    ),
  };
}

function collect(node, inBody, elements) {
  if (node.tagName) {
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    elements.push({ tag: node.tagName, attributes, inBody });
    inBody ||= "data-note-body" in attributes;
  }
  for (const child of node.content?.childNodes ?? node.childNodes ?? []) collect(child, inBody, elements);
}

/** The address of a page as a browser sends it, with the letters of all scripts encoded. */
export function urlOf(base, page) {
  return new URL(page.address.split("/").map(encodeURIComponent).join("/"), base).href;
}

/** Where a link of a page leads inside its site: an address and a fragment; null when it leaves it. */
export function destination(base, page, href) {
  const url = new URL(href, urlOf(base, page));
  if (url.origin !== new URL(base).origin) return null;
  // Words of a text may stand behind the id; they are found or not, and the id is there.
  const fragment = decodeURIComponent(url.hash.slice(1).split(":~:")[0]);
  const { pathname } = new URL(base);
  if (!url.pathname.startsWith(pathname)) return { address: null, fragment };
  return { address: decodeURIComponent(url.pathname.slice(pathname.length)), fragment };
}

/** The page of a site at an address, if there is one. */
export function pageAt(site, address) {
  return site.pages.find((page) => page.address === address || page.file === address);
}

/** How many elements of the note's body pass a test. */
export function count(page, wanted) {
  return page.elements.filter((element) => element.inBody && wanted(element)).length;
}
