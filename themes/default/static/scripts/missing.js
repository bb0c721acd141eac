// The page for an address that leads nowhere: it is shown in the language of the address, and names the
// pages that the words of the address fit. Which those are, the search engine says.

import { startSearch } from "./search_start.js";

const MOST = 5;
// How many hits are asked for, since several may be of one page.
const LIMIT = 20;

const box = document.querySelector("[data-missing]");
const root = new URL(box.dataset.root, location.href).pathname;

/** The words of an address, as queries: the last segment first, all of its words before any of them. */
const queriesOf = (path) => {
  const segments = path.split("/").map(decoded).map(wordsOf).filter((words) => words.length > 0);
  return segments.reverse().flatMap((words) => (words.length > 1 ? [words.join(" "), words.join(" OR ")] : words));
};

const decoded = (segment) => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

// Nothing is left that means something to the query language but the words.
const wordsOf = (segment) => {
  const name = segment.replace(/\.(html?|md)$/i, "").replace(/^index$/i, "");
  return name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
};

// The address bar keeps what was asked for when the page of another language takes over.
const asked = new URLSearchParams(location.search).get("from");
const cameFrom = asked && new URL(asked, location.href);
if (cameFrom && cameFrom.origin === location.origin && cameFrom.pathname.startsWith(root)) {
  history.replaceState(null, "", cameFrom);
}

const languages = [...document.querySelectorAll("a[hreflang]")];
const fitting = languages.filter((link) => location.pathname.startsWith(link.pathname));
const [nearest] = fitting.sort((a, b) => b.pathname.length - a.pathname.length);
const isElsewhere = nearest && nearest.lang !== document.documentElement.lang && !asked;
if (isElsewhere) {
  const own = new URL("404.html", nearest.href);
  own.searchParams.set("from", location.pathname + location.search + location.hash);
  location.replace(own);
}

const show = (hits) => {
  const pages = new Map();
  for (const hit of hits) if (!pages.has(hit.permalink)) pages.set(hit.permalink, hit);
  const rows = [...pages.values()].slice(0, MOST).map(({ permalink, title, lang }) => {
    const link = document.createElement("a");
    link.href = root + encodeURI(permalink.replace(/^\//, ""));
    link.textContent = title;
    if (lang && lang !== document.documentElement.lang) link.lang = lang;
    const row = document.createElement("li");
    row.append(link);
    return row;
  });
  box.querySelector("ul").replaceChildren(...rows);
  box.hidden = false;
};

const queries = isElsewhere ? [] : queriesOf(location.pathname.slice(root.length));
if (queries.length > 0) {
  const worker = startSearch(box.dataset);
  let at = 0;
  const ask = () => worker.postMessage({ id: at, query: queries[at], limit: LIMIT });
  worker.addEventListener("message", ({ data }) => {
    if (data.hits?.length > 0) show(data.hits);
    at += 1;
    // Of an index that cannot be read nothing more is asked.
    if (data.error || data.hits.length > 0 || at === queries.length) worker.terminate();
    else ask();
  });
  ask();
}
