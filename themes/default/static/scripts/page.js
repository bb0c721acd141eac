// What a page does beyond being read. Everything here may fail without loss of text or links.

const root = document.documentElement;

const schemes = ["system", "light", "dark"];
const schemeButton = document.querySelector("button[data-scheme]");
if (schemeButton) {
  const label = () => {
    const scheme = root.dataset.theme ?? "system";
    schemeButton.setAttribute("aria-label", schemeButton.dataset[scheme]);
    schemeButton.title = schemeButton.dataset[scheme];
  };
  schemeButton.addEventListener("click", () => {
    const next = schemes[(schemes.indexOf(root.dataset.theme ?? "system") + 1) % schemes.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (next === "system") localStorage.removeItem("scheme");
      else localStorage.setItem("scheme", next);
    } catch {
      // The choice then lasts as long as the page.
    }
    label();
  });
  label();
}

const menu = document.querySelector("details.menu");
if (menu) {
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a")) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The entry of the heading that the reader is under.
let seen = null;
const followHeadings = () => {
  seen?.disconnect();
  const entries = new Map();
  for (const link of document.querySelectorAll('.outline a[href^="#"]')) {
    const id = decodeURIComponent(link.hash.slice(1));
    const heading = document.getElementById(id);
    if (heading) entries.set(heading, [...(entries.get(heading) ?? []), link]);
  }
  if (entries.size === 0) return;
  const headings = [...entries.keys()];
  const mark = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
    const current = passed.at(-1) ?? headings[0];
    for (const [heading, links] of entries) {
      for (const link of links) {
        if (heading === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }
  };
  seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px", threshold: [0, 1] });
  for (const heading of headings) seen.observe(heading);
  mark();
};

// What scrolls by itself can be scrolled from the keyboard.
const reachBoxes = () => {
  for (const box of document.querySelectorAll(".prose :is(pre, .scroll, .math-display)")) {
    if (box.scrollWidth > box.clientWidth && !box.querySelector("a[href]")) box.tabIndex = 0;
  }
};

// The place of this note in a long list: the list is moved, never the page.
const here = document.querySelector('.where [aria-current="page"]');
const side = here?.closest(".side");
if (side && side.scrollHeight > side.clientHeight) {
  const below = here.getBoundingClientRect().top - side.getBoundingClientRect().top;
  if (below > side.clientHeight * 0.8) side.scrollTop = below - side.clientHeight / 2;
}

// What was searched for is marked where it was found.
try {
  if (sessionStorage.getItem("found")) import("./found.js").then(({ markNow }) => markNow());
} catch {
  // Without storage nothing is remembered.
}

// Search comes when it is asked for.
const dialog = document.querySelector("dialog[data-find]");
const page = document.querySelector(".find-page");
const openSearch = async () => {
  const { open } = await import("./search.js");
  open(dialog ?? page);
};
if (dialog || page) {
  for (const opener of document.querySelectorAll("a[data-search]")) {
    opener.setAttribute("role", "button");
    if (dialog) opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      openSearch();
    });
    opener.addEventListener("pointerenter", () => import("./search.js"), { once: true });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (slash || command) {
      event.preventDefault();
      openSearch();
    }
  });
  if (page) openSearch();
}

// The browser keeps the search where the site asks for it, once the page is there.
if ("offline" in ((dialog ?? page)?.dataset ?? {})) {
  const keep = () => import("./offline.js").then(({ keepSearch }) => keepSearch()).catch(() => {});
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep, { once: true });
}

// The address of a paragraph, shown to the pointer beside its last word.
const sign = document.createElement("a");
sign.className = "anchor of-paragraph";
sign.textContent = "¶";
sign.tabIndex = -1;
sign.setAttribute("aria-hidden", "true");
document.querySelector("[data-note-body]")?.addEventListener("pointerover", (event) => {
  const paragraph = event.target.closest?.('p[id^="p:"], p[id^="^"]');
  if (!paragraph || event.pointerType === "touch" || sign.parentElement === paragraph) return;
  sign.href = `#${encodeURIComponent(paragraph.id).replaceAll("%3A", ":")}`;
  paragraph.append(sign);
});

// A preview changes the page in place, and says so: what is new in it is looked after like the rest.
const attend = () => {
  followHeadings();
  reachBoxes();
  if (document.querySelector("[data-missing]")) import("./missing.js");
  if (document.querySelector("[data-filter-terms]")) import("./glossary.js");
  if (document.querySelector(".prose a:is(.internal-link, .term), .facts a")) import("./card.js");
  if (document.querySelector("[data-graph]")) import("./graph.js");
  if (document.querySelector("[data-diagrams]")) import("./diagram.js");
};
document.addEventListener("studium:morphed", attend);
attend();
