// A card with the beginning of the page that a link leads to, on hover and on focus.

import { parsePage } from "./trust.js";

const WAIT_MS = 250;
const card = document.createElement("div");
card.className = "card";
card.popover = "manual";
card.setAttribute("role", "tooltip");
card.id = "studium-card";

const pages = new Map();
let timer = 0;
let shownFor = null;

const summary = async (href) => {
  const url = new URL(href, document.baseURI);
  const fragment = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  if (!pages.has(url.href)) {
    const loading = fetch(url, { credentials: "same-origin" }).then(async (answer) => {
      if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) return null;
      return parsePage(await answer.text());
    });
    pages.set(url.href, loading.catch(() => null));
  }
  const page = await pages.get(url.href);
  const main = page?.querySelector("main");
  if (!main) return null;
  const heading = fragment ? page.getElementById(fragment) : null;
  const title = (heading?.matches("h1, h2, h3, h4, h5, h6") ? heading : main.querySelector("h1"))?.cloneNode(true);
  title?.querySelector(".anchor")?.remove();
  let paragraph = heading?.matches("p, li, blockquote") ? heading : null;
  for (let next = heading?.nextElementSibling; next && !paragraph; next = next.nextElementSibling) {
    if (next.matches("h1, h2, h3, h4, h5, h6")) break;
    paragraph = next.matches("p, ul, ol, blockquote") ? next : next.querySelector("p");
  }
  paragraph ??= main.querySelector(".lead") ?? main.querySelector("[data-note-body] p");
  const text = paragraph?.textContent.trim() ?? "";
  return {
    title: title?.textContent.trim() ?? "",
    text: text.length > 280 ? `${text.slice(0, 280).replace(/\s+\S*$/, "")}…` : text,
    place: [...main.querySelectorAll(".crumbs a")].map((crumb) => crumb.textContent).join(" › "),
    lang: page.documentElement.lang,
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
  shownFor = null;
  if (card.isConnected && card.matches(":popover-open")) card.hidePopover();
};

const show = async (link) => {
  shownFor = link;
  const found = await summary(link.href);
  if (shownFor !== link || !found || !(found.title || found.text)) return;
  card.replaceChildren(line("h3", found.title));
  if (found.text) card.append(line("p", found.text));
  if (found.place) card.append(line("small", found.place));
  card.lang = found.lang;
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
  card.style.left = `${left}px`;
};

// The pointer may cross to the card, to read on or to mark text.
const hideSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(hide, WAIT_MS);
};

const later = (link) => {
  if (link === shownFor) {
    clearTimeout(timer);
    return;
  }
  hide();
  timer = setTimeout(show, WAIT_MS, link);
};

const linkAt = (event) => {
  const link = event.target.closest?.(".prose a.internal-link[href], .facts a[href]");
  const same = link && link.pathname === location.pathname && !link.hash;
  return link && !same && link.origin === location.origin ? link : null;
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = linkAt(event);
  if (link) later(link);
});
document.addEventListener("pointerout", (event) => {
  if (linkAt(event)) hideSoon();
});
document.addEventListener("focusin", (event) => {
  const link = linkAt(event);
  if (link?.matches(":focus-visible")) later(link);
});
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", hideSoon);
addEventListener("scroll", hide, { passive: true });
