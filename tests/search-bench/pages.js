// The notes of a finished site: what a reader can look for, and the same pages for Pagefind.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, serialize } from "parse5";

/** The notes of a site, in the order of their addresses. */
export function pagesOf(site) {
  const files = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html"));
  return files.sort().map((file) => pageOf(site, file)).filter(Boolean);
}

function pageOf(site, file) {
  const tree = parse(readFileSync(path.join(site, file), "utf8"));
  const html = tree.childNodes.find(({ nodeName }) => nodeName === "html");
  const body = find(html, (node) => attribute(node, "data-note-body") !== undefined);
  const title = find(html, ({ nodeName }) => nodeName === "h1");
  if (!body || !title) return null;
  const also = all(html, (node) => attribute(node, "class") === "meta").flatMap((meta) => alsoOf(meta));
  const address = `/${file.split(path.sep).join("/").replace(/(^|\/)index\.html$/, "$1")}`;
  return {
    address,
    lang: attribute(html, "lang") ?? "en",
    title: headingOf(title),
    aliases: also,
    sections: sectionsOf(body),
    html: serialize(body),
    hasTitle: Boolean(find(body, ({ nodeName }) => nodeName === "h1")),
  };
}

/** The other names that a page shows below its title. */
function alsoOf(meta) {
  return all(meta, (node) => node.nodeName === "span" && node.parentNode?.nodeName === "span").map(textOf);
}

/** The text of a note, cut at its headings. */
function sectionsOf(body) {
  const sections = [{ heading: null, text: "" }];
  const walk = (node) => {
    if (/^h[1-6]$/.test(node.nodeName)) {
      sections.push({ heading: headingOf(node), text: "" });
      return;
    }
    if (node.nodeName === "script" || node.nodeName === "style") return;
    if (node.nodeName === "#text") sections.at(-1).text += node.value;
    for (const child of node.childNodes ?? []) walk(child);
    if (BLOCKS.has(node.nodeName)) sections.at(-1).text += " ";
  };
  walk(body);
  return sections.map(({ heading, text }) => ({ heading, text: text.replace(/\s+/g, " ").trim() }));
}

/** The words of a heading, without the link to itself. */
function headingOf(node) {
  const isLink = (child) => attribute(child, "class") === "anchor" || (child.nodeName === "a" && textOf(child) === "#");
  return textOf({ ...node, childNodes: node.childNodes.filter((child) => !isLink(child)) });
}

const BLOCKS = new Set(["p", "li", "td", "th", "pre", "div", "tr", "dt", "dd", "blockquote", "br", "table"]);

/** Writes the pages as Pagefind wants them: nothing but title and text. */
export function writeForPagefind(folder, pages) {
  for (const { address, lang, title, html, hasTitle } of pages) {
    const file = path.join(folder, address.endsWith("/") ? `${address}index.html` : address);
    mkdirSync(path.dirname(file), { recursive: true });
    const head = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>`;
    const heading = hasTitle ? "" : `<h1>${escaped(title)}</h1>`;
    writeFileSync(file, `${head}<body><main data-pagefind-body>${heading}${html}</main></body></html>`);
  }
}

/** Writes the pages as documents of the search core, one a line. */
export function writeDocuments(file, pages) {
  const lines = pages.map(({ address, lang, title, aliases, sections }) => {
    const shown = sections.map(({ heading, text }) => ({ heading, anchor: null, text }));
    const document = { path: `${address}.md`, permalink: address, title, aliases, tags: [], lang };
    return JSON.stringify({ ...document, kind: "note", boost: 1, sections: shown });
  });
  writeFileSync(file, lines.join("\n"));
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const attribute = (node, name) => node.attrs?.find((one) => one.name === name)?.value;
const textOf = (node) =>
  node.nodeName === "#text" ? node.value : (node.childNodes ?? []).map(textOf).join("").replace(/\s+/g, " ").trim();

function all(node, wanted) {
  const below = (node.childNodes ?? []).flatMap((child) => all(child, wanted));
  return wanted(node) ? [node, ...below] : below;
}

function find(node, wanted) {
  if (wanted(node)) return node;
  for (const child of node.childNodes ?? []) {
    const found = find(child, wanted);
    if (found) return found;
  }
  return null;
}
