// Which pages stand for all others: one of each kind, found by what they are and not by name.

import { count, sites } from "./sites.js";

/** Folders at the root of a site whose pages are made, not written. */
const MADE = ["tags", "glossary", "wanted", "search", "graph", "orphans", "learning-path"];

const hasClass = (name) => ({ attributes }) => (attributes.class ?? "").split(/\s+/).includes(name);
const hasTag = (...names) => ({ tag }) => names.includes(tag);

/** What a note may hold that looks different from plain text. */
const FEATURES = {
  callout: hasClass("callout"),
  question: hasClass("question"),
  code: hasTag("pre"),
  diagram: hasClass("mermaid"),
  embed: hasClass("embed"),
  footnotes: hasClass("footnotes"),
  formula: hasClass("math"),
  picture: hasTag("img"),
  "broken link": hasClass("broken"),
  table: hasTag("table"),
  tag: hasClass("tag"),
  task: hasClass("task-list-item"),
  term: hasClass("term"),
};

/** The kinds of page that the sites together must show; the others are looked at where there are some. */
export const REQUIRED = ["home", "note", "folder", "tags", "tag", "glossary", "term", "wanted", "search", "not found"];

/** One page of each kind that a site has, as pairs of kind and page; no page comes twice. */
export function samples(site) {
  const pages = site.pages.filter((page) => !page.redirects);
  const at = (address) => pages.find((page) => page.address === address);
  const below = (folder) => pages.find((page) => page.address.startsWith(`${folder}/`) && page !== at(`${folder}/`));
  const notes = pages.filter((page) => isNote(page));
  const found = [
    ["home", at("")],
    ["note", richest(notes)],
    ["folder", folderPage(pages)],
    ["tags", at("tags/")],
    ["tag", below("tags")],
    ["glossary", at("glossary/")],
    ["term", below("glossary")],
    ["wanted", at("wanted/")],
    ["search", at("search/")],
    ["learning path", at("learning-path/")],
    ["home in another language", pages.find((page) => isHome(page) && page.address !== "")],
    ["graph", at("graph/")],
    ["orphans", at("orphans/")],
    ["not found", at("404.html")],
    ["note in another language", notes.find((page) => language(page) !== language(pages[0]))],
    ...Object.entries(FEATURES).map(([name, wanted]) => [
      `note with ${name}`,
      notes.find((page) => count(page, wanted) > 0),
    ]),
  ];
  const seen = new Set();
  return found.filter(([, page]) => page && !seen.has(page) && seen.add(page));
}

/** One page of each kind that any of the sites has, in the first that has it. */
export function everyKind() {
  const found = new Map();
  for (const site of sites) {
    for (const [kind, page] of samples(site)) {
      if (!found.has(kind)) found.set(kind, { kind, site, page });
    }
  }
  return [...found.values()];
}

/** A page of this kind, with its site. */
export function first(kind) {
  const found = everyKind().find((sample) => sample.kind === kind);
  if (!found) throw new Error(`no site has a page of the kind "${kind}"`);
  return found;
}

function isHome(page) {
  return page.elements.some(({ tag, attributes }) => tag === "main" && attributes.class === "home");
}

function isNote(page) {
  const [top] = page.address.split("/");
  const body = page.elements.some(({ attributes }) => "data-note-body" in attributes);
  return body && page.address !== "" && page.address !== "404.html" && !MADE.includes(top);
}

/** The page with the most sections; its outline has something to show. */
function richest(pages) {
  const sections = (page) => count(page, ({ tag, attributes }) => tag === "h2" && attributes.id);
  return pages.reduce((best, page) => (best && sections(best) >= sections(page) ? best : page), undefined);
}

/** The page of a folder of notes, rather one that is made than one that somebody wrote. */
function folderPage(pages) {
  const folders = pages.filter((page) => {
    const { address } = page;
    const made = MADE.includes(address.split("/")[0]);
    return address.endsWith("/") && !made && pages.some((other) => other !== page && other.address.startsWith(address));
  });
  return folders.find((page) => !isNote(page)) ?? folders[0];
}

function language(page) {
  return page.elements.find(({ tag }) => tag === "html")?.attributes.lang;
}
