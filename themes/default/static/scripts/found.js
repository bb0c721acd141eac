// Marks in a page what the search found in it: the words of the hit, in the section that the hit led to. Text
// and elements of the page stay as they are.

const NAME = "studium-found";
const MOST = 200;

/** Remembers what to mark in the page at an address, when it comes. */
export const markLater = (address, words) => {
  try {
    const { pathname } = new URL(address);
    if (words.length > 0) sessionStorage.setItem("found", JSON.stringify({ pathname, words }));
  } catch {
    // Without storage nothing is marked.
  }
};

/** Marks what was remembered for this page. */
export const markNow = () => {
  const found = remembered();
  const body = document.querySelector("[data-note-body]");
  if (!found || !body || !globalThis.Highlight) return;
  const words = found.words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  // A word is marked as it stands, not as a part of another.
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const ranges = [];
  for (const text of textsOf(body)) {
    for (const { 0: word, index } of text.data.matchAll(pattern)) {
      if (ranges.length === MOST) break;
      const range = new Range();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
};

const remembered = () => {
  try {
    const found = JSON.parse(sessionStorage.getItem("found"));
    sessionStorage.removeItem("found");
    const isHere = found?.pathname === location.pathname && Array.isArray(found.words) && found.words.length > 0;
    return isHere && found.words.every((word) => typeof word === "string") ? found : null;
  } catch {
    return null;
  }
};

/** The texts of the section that the address names, up to the next heading as high; of all without one. */
const textsOf = (body) => {
  const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("h1, h2, h3, h4, h5, h6");
  const texts = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  let inside = !heading;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node === heading) inside = true;
    else if (heading && inside && /^H[1-6]$/.test(node.tagName ?? "") && node.tagName <= heading.tagName) break;
    if (inside && node.nodeType === Node.TEXT_NODE) texts.push(node);
  }
  return texts;
};
