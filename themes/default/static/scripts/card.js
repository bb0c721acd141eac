// A card with the definition of a term, with the beginning of what a link leads to, or with what is known of
// a note that is not there: on hover, on focus, on a tap or a long press.
//
// What terms mean stands in the page itself, below its text; other pages are fetched and read.

import { parsePage } from "./trust.js";

const WAIT_MS = 250;
const PRESS_MS = 450;
const TEXT = 280;
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const PASSAGES = "p, ul, ol, dl, blockquote, pre, table, .callout";

const card = document.createElement("div");
card.className = "card";
card.popover = "manual";
card.setAttribute("role", "tooltip");
card.id = "studium-card";

const pages = new Map();
let timer = 0;
let shownFor = null;

const whole = (address) => new URL(address, document.baseURI).href;

/** What the terms of this page mean, by the addresses of their pages. */
const termsOfPage = () =>
  new Map(
    [...document.querySelectorAll("[data-card]")].map((entry) => {
      const definition = entry.querySelector("dd");
      const found = {
        title: entry.querySelector("dt a").textContent,
        text: definition.textContent,
        lang: definition.lang,
        place: entry.querySelector("dt small")?.textContent ?? "",
        category: entry.dataset.category,
      };
      return [whole(entry.dataset.card), found];
    }),
  );
let terms = termsOfPage();
// In a preview, this page and others may become different.
document.addEventListener("studium:morphed", () => {
  hide();
  terms = termsOfPage();
});
document.addEventListener("studium:built", () => pages.clear());

const pageAt = (address) => {
  const own = new URL(document.baseURI);
  own.hash = "";
  if (address === own.href) return document;
  if (!pages.has(address)) {
    const loading = fetch(address, { credentials: "same-origin" }).then(async (answer) => {
      if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) return null;
      return parsePage(await answer.text());
    });
    pages.set(address, loading.catch(() => null));
  }
  return pages.get(address);
};

const decoded = (fragment) => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};

/** The words of an element, without the signs that only lead somewhere. */
const wordsOf = (element) => {
  const copy = element.cloneNode(true);
  for (const cell of copy.querySelectorAll("td, th")) cell.append(" ");
  for (const sign of copy.querySelectorAll(".anchor, .footnote-ref, annotation, script, style")) sign.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
};

/** The first passage of a section; none where the section holds nothing but others. */
const passageBehind = (heading) => {
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches(HEADINGS)) return null;
    const passage = next.matches(PASSAGES) ? next : next.querySelector(PASSAGES);
    if (passage && wordsOf(passage)) return passage;
  }
  return null;
};

const summary = async (href) => {
  const url = new URL(href, document.baseURI);
  const fragment = decoded(url.hash.slice(1).split(":~:")[0]);
  url.hash = "";
  if (!fragment && terms.has(url.href)) return terms.get(url.href);
  const page = await pageAt(url.href);
  const main = page?.querySelector("main");
  if (!main) return null;
  const target = fragment ? page.getElementById(fragment) : null;
  const heading = target?.matches(HEADINGS) ? target : null;
  const title = heading ?? main.querySelector("h1");
  const first = main.querySelector(".lead") ?? main.querySelector("[data-note-body] p");
  const passage = heading ? passageBehind(heading) : (target ?? first);
  const text = passage ? wordsOf(passage) : "";
  return {
    title: title ? wordsOf(title) : "",
    text: text.length > TEXT ? `${text.slice(0, TEXT).replace(/\s+\S*$/, "")}…` : text,
    place: [...main.querySelectorAll(".crumbs a")].map((crumb) => crumb.textContent).join(" › "),
    lang: page.documentElement.lang,
  };
};

/** What is known of a note that is not there, and where it is told who else asks for it. */
const missing = (link) => {
  link.dataset.said ??= link.title;
  // The browser would show the same a second time.
  link.removeAttribute("title");
  const name = link.dataset.target.split("#")[0];
  const letters = name.normalize().toLowerCase().replace(/[^\p{L}\p{N}\p{M}_\s-]/gu, "");
  const wanted = link.href ? null : document.querySelector(".hint a");
  return {
    title: link.dataset.target,
    text: link.dataset.said,
    href: link.href || (wanted && `${wanted.href}#${encodeURIComponent(letters.trim().replace(/[\s-]+/g, "-"))}`),
    place: wanted?.textContent ?? "",
  };
};

const line = (name, text) => {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
};

const hide = () => {
  clearTimeout(timer);
  shownFor?.removeAttribute("aria-describedby");
  if (shownFor?.dataset.said) shownFor.title = shownFor.dataset.said;
  shownFor = null;
  if (card.isConnected && card.matches(":popover-open")) card.hidePopover();
};

const show = async (link) => {
  if (shownFor && shownFor !== link) hide();
  shownFor = link;
  const found = link.matches(".broken") ? missing(link) : await summary(link.href);
  if (shownFor !== link || !found || !(found.title || found.text)) return;
  const href = found.href ?? link.href;
  const title = line(href ? "a" : "span", found.title);
  if (href) title.href = href;
  const head = document.createElement("h3");
  head.append(title);
  card.replaceChildren(head);
  if (found.text) card.append(line("p", found.text));
  if (found.place) card.append(line("small", found.place));
  card.lang = found.lang || document.documentElement.lang;
  if (found.category) card.dataset.category = found.category;
  else delete card.dataset.category;
  if (!card.isConnected) document.body.append(card);
  card.showPopover();
  link.setAttribute("aria-describedby", card.id);
  const rect = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const below = rect.bottom + 8 + height < innerHeight;
  const top = below ? rect.bottom + 8 : Math.max(8, rect.top - 8 - height);
  const left = Math.min(Math.max(8, rect.left - 12), innerWidth - width - 16);
  // The policy of the site refuses style attributes, not properties set by scripts.
  card.style.top = `${scrollY + top}px`;
  card.style.left = `${Math.max(8, left)}px`;
};

// The pointer may cross to the card, to read on or to mark text.
const hideSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(hide, WAIT_MS);
};

const later = (link, wait = WAIT_MS) => {
  if (link === shownFor) {
    clearTimeout(timer);
    return;
  }
  hide();
  timer = setTimeout(show, wait, link);
};

const LINKS = ":is(.prose a.internal-link, .prose a.term, .facts a):is([href], .broken)";
const linkAt = (event) => {
  const link = event.target.closest?.(LINKS);
  if (link?.matches(".broken")) return link;
  const same = link && link.pathname === location.pathname && !link.hash;
  return link && !same && link.origin === location.origin ? link : null;
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = linkAt(event);
  if (link) later(link);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "touch" && linkAt(event)) hideSoon();
});
document.addEventListener("focusin", (event) => {
  const link = linkAt(event);
  if (link?.matches(":focus-visible")) later(link);
});
document.addEventListener("focusout", (event) => {
  if (!card.contains(event.relatedTarget)) hideSoon();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", (event) => {
  if (event.pointerType !== "touch") hideSoon();
});
// A card that waits is shown where its link will be then.
const isOpen = () => card.isConnected && card.matches(":popover-open");
addEventListener("scroll", () => isOpen() && hide(), { passive: true });

// A finger has no hover: a tap on a term shows what it means, a long press shows any page.
let touched = null;
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  const link = linkAt(event);
  touched = event.pointerType === "touch" ? link : null;
  pressed = null;
  if (shownFor && link !== shownFor && !card.contains(event.target)) hide();
  if (!touched) return;
  timer = setTimeout(() => {
    pressed = link;
    show(link);
  }, PRESS_MS);
});
for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => {
    if (touched && !pressed) clearTimeout(timer);
  });
}
document.addEventListener("contextmenu", (event) => {
  if (pressed && linkAt(event) === pressed) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const link = linkAt(event);
  if (!link || link !== touched || event.defaultPrevented) return;
  // The card leads to the page; a second tap does, too.
  const opens = link.matches(".term, .broken:not([href])") && shownFor !== link;
  if (opens || pressed === link) event.preventDefault();
  if (opens) show(link);
  pressed = null;
});
