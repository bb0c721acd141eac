// Draws what was found: hits of one page stand together, marks are put in by offset as text.

let made = 0;

/** Fills `list` with hits, the hits of a page under its first; `partial` says that a page lacks words. */
export const drawHits = (list, hits, { root, partial }) => {
  const pages = new Map();
  for (const hit of hits) {
    const key = hit.permalink;
    pages.set(key, [...(pages.get(key) ?? []), hit]);
  }
  const rows = [];
  for (const [, [first, ...others]] of pages) {
    rows.push(row(first, root, false, partial), ...others.slice(0, 3).map((hit) => row(hit, root, true)));
  }
  list.replaceChildren(...rows);
  list.scrollTop = 0;
};

/** Fills `list` with the queries that were asked before. */
export const drawRecent = (list, queries, words, { again, clear }) => {
  if (queries.length === 0) {
    list.replaceChildren();
    return;
  }
  const title = element("div", "found-title", words.recent);
  title.setAttribute("role", "presentation");
  const button = element("button", "", words.clear);
  button.type = "button";
  button.addEventListener("click", clear);
  title.append(button);
  const rows = queries.map((query) => {
    const option = element("a", "recent", query);
    option.dataset.query = query;
    asOption(option);
    option.href = `?q=${encodeURIComponent(query)}`;
    option.addEventListener("click", (event) => {
      event.preventDefault();
      again(query);
    });
    return option;
  });
  list.replaceChildren(title, ...rows);
};

const row = (hit, root, below, partial) => {
  const option = element("a", below ? "below" : "");
  asOption(option);
  const anchor = hit.anchor ? `#${encodeURIComponent(hit.anchor)}` : "";
  option.href = `${root || "./"}${encodeURI(hit.permalink.replace(/^\//, ""))}${anchor}`;
  if (hit.lang && hit.lang !== document.documentElement.lang) option.lang = hit.lang;
  const name = element("b");
  if (below) name.append(hit.heading || hit.title);
  else name.append(...marked(hit.title, hit.title_marks));
  option.append(name);
  const heading = below ? [] : marked(hit.heading ?? "", hit.heading_marks);
  const place = below ? "" : hit.path;
  if (place || hit.heading) {
    const small = element("small", "", place);
    if (!below && hit.heading) small.append(place ? " › " : "", ...heading);
    if (small.textContent) option.append(small);
  }
  if (hit.partial && !below) option.append(element("small", "partial", partial));
  if (hit.snippet) {
    const text = element("p");
    text.append(...marked(hit.snippet, hit.marks));
    option.append(text);
  }
  return option;
};

/** What is marked in a row, each word once, for the page that it leads to. */
export const markedWords = (option) => [...new Set([...option.querySelectorAll("mark")].map(({ textContent }) => textContent))];

const asOption = (option) => {
  made += 1;
  option.id = `studium-found-${made}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.tabIndex = -1;
};

/** Parts a text at its marks. Offsets count UTF-16 units, as the worker sends them. */
const marked = (text, marks = []) => {
  const parts = [];
  let at = 0;
  for (const [start, end] of marks ?? []) {
    if (start < at || end <= start || end > text.length) continue;
    parts.push(text.slice(at, start), element("mark", "", text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
};

const element = (name, className = "", text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};
