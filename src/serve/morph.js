// Turns an open page into what it is now, in place: what did not change keeps its nodes, and with them its folds,
// what was typed and marked in it, and whatever the scripts of the page made of it.
//
// A page is compared as it came with as it comes now, never with what scripts made of it. Where both have the same
// parts, only what differs is touched; where parts came or went, idiomorph finds out which.

import { Idiomorph } from "./idiomorph.js";

// What belongs to the reader, or was put in by scripts: it stays as it is.
const KEPT_ATTRIBUTES = new Set(["open", "value", "tabindex", "aria-current", "aria-expanded", "aria-selected"]);
const KEPT_NODES = ".studium-bar, #studium-card, script";

/**
 * Makes of the open document what `next` says; `base` is what it was made of, where that is known. Tells whether it
 * could: scripts that came or went take a new page. `next` is used up.
 */
export const morph = async (base, next) => {
  if (scriptsOf(document) !== scriptsOf(next)) return false;
  await morphHead(next.head);
  document.documentElement.lang = next.documentElement.lang;
  if (base) turn(document.body, base.body, next.body);
  else whole(document.body, null, next.body);
  return true;
};

const scriptsOf = ({ head }) => {
  const sources = [...head.querySelectorAll("script[src]")].map((script) => new URL(script.getAttribute("src"), location).pathname);
  return sources.filter((path) => !path.startsWith("/__studium/")).join(" ");
};

/** New styles first, old ones away when those are there: the page is never without any. */
const morphHead = async (next) => {
  const { head } = document;
  document.title = next.querySelector("title")?.textContent ?? "";
  const name = (link) => new URL(link.getAttribute("href"), location).pathname;
  const sheets = [...head.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !name(link).startsWith("/__studium/"));
  const known = new Set(sheets.map(name));
  const wanted = [...next.querySelectorAll('link[rel="stylesheet"]')];
  const added = wanted.filter((link) => !known.has(name(link))).map((link) => document.importNode(link));
  const loaded = added.map((link) => new Promise((resolve) => (link.onload = link.onerror = resolve)));
  sheets.at(-1)?.after(...added);
  if (sheets.length === 0) head.append(...added);
  await Promise.all(loaded);
  const still = new Set(wanted.map(name));
  for (const link of sheets) if (!still.has(name(link))) link.remove();
  const others = 'meta[name], meta[property], link[rel="alternate"], link[rel="canonical"], script[type="application/ld+json"]';
  for (const element of head.querySelectorAll(others)) if (!element.matches("script")) element.remove();
  for (const element of next.querySelectorAll(others)) {
    if (!element.matches("script")) head.append(document.importNode(element, true));
  }
};

const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

/** Brings to `live`, which was made of `base`, what is different in `next`. */
const turn = (live, base, next) => {
  if (base.isEqualNode(next)) return;
  if (!(live instanceof Element)) {
    live.data = next.data;
    return;
  }
  attributes(live, base, next);
  const [parts, before, after] = [live, base, next].map(({ childNodes }) => [...childNodes]);
  const isSame = before.length === after.length && parts.length >= before.length;
  // Scripts put their own things behind all others.
  if (isSame && before.every((node, at) => isAlike(node, after[at]) && isAlike(node, parts[at]))) {
    before.forEach((node, at) => turn(parts[at], node, after[at]));
  } else whole(live, base, next);
};

const attributes = (live, base, next) => {
  for (const name of new Set([...base.getAttributeNames(), ...next.getAttributeNames()])) {
    const value = next.getAttribute(name);
    if (value === base.getAttribute(name)) continue;
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
  }
};

/** Of children that did not change, and are still what they were made as, returns which they are in `next`. */
const unchanged = (live, base, next) => {
  const kept = new Map();
  if (!base) return kept;
  const [parts, before, after] = [live, base, next].map(({ childNodes }) => [...childNodes]);
  if (parts.length < before.length || !before.every((node, at) => isAlike(node, parts[at]))) return kept;
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start].isEqualNode(after[start])) {
    kept.set(parts[start], after[start]);
    start += 1;
  }
  let end = 1;
  while (before.length - end >= start && after.length - end >= start && before.at(-end).isEqualNode(after.at(-end))) {
    kept.set(parts[before.length - end], after.at(-end));
    end += 1;
  }
  return kept;
};

const whole = (live, base, next) => {
  const kept = unchanged(live, base, next);
  Idiomorph.morph(live, [...next.childNodes], {
    morphStyle: "innerHTML",
    head: { style: "none" },
    callbacks: {
      beforeNodeMorphed: (node, made) => kept.get(node) !== made,
      beforeNodeRemoved: (node) => !(node instanceof Element && node.matches(KEPT_NODES)),
      beforeAttributeUpdated: (name) => !KEPT_ATTRIBUTES.has(name),
    },
  });
};
