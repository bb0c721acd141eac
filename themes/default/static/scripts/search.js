// The search box, as a dialog and on the search page. It fetches and draws; what is found, and in which
// order, the worker says.

import { markLater, markNow } from "./found.js";
import { drawHits, drawRecent, markedWords } from "./search_list.js";
import { startSearch } from "./search_start.js";

// Every page that is shown costs a part of the index.
const LIMIT = { dialog: 12, page: 40 };
// What restricts a query to the chosen filter, in the words of the query language.
const SCOPES = { all: "", note: "is:note ", term: "is:term " };
const scope = () => SCOPES[show] ?? `${show} `;
const RECENT = 6;
const PAUSE_MS = 60;
const LATE_MS = 400;

let box = null;
let worker = null;
let asked = 0;
let answer = null;
let show = "all";
let returnTo = null;
let timers = [];

const part = (selector) => box.querySelector(selector);
const isDialog = () => box instanceof HTMLDialogElement;
const input = () => part("input");
const list = () => part(".found");
const options = () => [...list().querySelectorAll('[role="option"]')];

/** Opens the search in its dialog or on its page. */
export const open = (element) => {
  const first = box !== element;
  box = element;
  if (first) listen();
  startWorker();
  if (isDialog() && !box.open) {
    returnTo = document.activeElement;
    box.showModal();
  }
  input().focus();
  input().select();
  if (first && !isDialog()) {
    input().value = new URLSearchParams(location.search).get("q") ?? "";
  }
  ask();
};

const startWorker = () => {
  if (worker) return;
  try {
    worker = startSearch(box.dataset);
    worker.addEventListener("message", ({ data }) => receive(data));
    worker.addEventListener("error", fail);
  } catch {
    fail();
  }
};

// In a preview there is another index then.
document.addEventListener("studium:built", () => {
  worker?.terminate();
  worker = null;
  const isOpen = box?.isConnected && (!isDialog() || box.open);
  if (!isOpen) return;
  startWorker();
  if (input().value.trim()) ask();
});

const fail = () => {
  worker?.terminate();
  worker = null;
  say(box.dataset.failed);
};

const ask = () => {
  timers.forEach(clearTimeout);
  const query = input().value.trim();
  asked += 1;
  if (!isDialog()) {
    try {
      history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    } catch {
      // On disk, addresses stay as they are.
    }
  }
  if (!query) {
    answer = null;
    say("");
    recent();
    return;
  }
  const message = { id: asked, query: scope() + query, limit: LIMIT[isDialog() ? "dialog" : "page"] };
  box.classList.add("busy");
  timers = [
    setTimeout(() => worker?.postMessage(message), answer ? PAUSE_MS : 0),
    setTimeout(() => say(box.dataset.loading), LATE_MS),
  ];
};

const receive = (data) => {
  if (data.id !== asked) return;
  timers.forEach(clearTimeout);
  box.classList.remove("busy");
  if (data.error) {
    say(box.dataset.failed);
    return;
  }
  answer = data;
  draw();
};

const draw = () => {
  drawHits(list(), answer.hits, box.dataset);
  select(0);
  const parts = [];
  const corrected = answer.corrected?.replace(scope(), "");
  if (corrected) parts.push(`${box.dataset.corrected} “${corrected}”`);
  parts.push(answer.total ? counted(answer.total, box.dataset.notes) : box.dataset.none);
  if (Number.isFinite(answer.ms)) parts.push(`${Math.max(1, Math.round(answer.ms))} ms`);
  if (answer.bytes > 0) parts.push(`${Math.ceil(answer.bytes / 1024)} KB`);
  say(parts.join(" · "));
};

// The same forms as in the templates: one and many, or one, few and many.
const counted = (number, forms) => {
  const all = forms.split("|");
  const rule = new Intl.PluralRules(all.length > 2 ? "ru" : "en").select(number);
  const form = { one: all[0], few: all[1], many: all.at(-1) }[rule] ?? all.at(-1);
  return form.replace("{n}", String(number));
};

const say = (text) => {
  const status = part(".status");
  if (status.textContent !== text) status.textContent = text;
};

const select = (index) => {
  const all = options();
  const chosen = all.length ? ((index % all.length) + all.length) % all.length : -1;
  all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  input().setAttribute("aria-expanded", String(all.length > 0));
  if (chosen < 0) input().removeAttribute("aria-activedescendant");
  else {
    input().setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }
};

const move = (step) => {
  const at = options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  select(at + step);
};

const choose = (inNewTab) => {
  const chosen = options().find((option) => option.getAttribute("aria-selected") === "true");
  if (!chosen) return;
  if (chosen.dataset.query) again(chosen.dataset.query);
  else if (inNewTab) window.open(chosen.href, "_blank", "noopener");
  else chosen.click();
};

const again = (query) => {
  input().value = query;
  ask();
  input().focus();
};

const remembered = () => {
  try {
    const saved = JSON.parse(localStorage.getItem("searches") ?? "[]");
    return Array.isArray(saved) ? saved.filter((query) => typeof query === "string").slice(0, RECENT) : [];
  } catch {
    return [];
  }
};

const remember = (queries) => {
  try {
    localStorage.setItem("searches", JSON.stringify(queries.slice(0, RECENT)));
  } catch {
    // Without storage nothing is remembered.
  }
};

const recent = () => {
  drawRecent(list(), remembered(), box.dataset, {
    again,
    clear: () => {
      remember([]);
      recent();
      input().focus();
    },
  });
  select(-1);
  options().forEach((option) => option.setAttribute("aria-selected", "false"));
  input().removeAttribute("aria-activedescendant");
};

const listen = () => {
  input().addEventListener("input", ask);
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    choose(false);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && event.target === input()) choose(event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  list().addEventListener("click", (event) => {
    const hit = event.target.closest("a[role='option']:not([data-query])");
    if (!hit) return;
    markLater(hit.href, markedWords(hit));
    // A place in this very page loads nothing.
    if (isDialog() && hit.hash && hit.pathname === location.pathname) addEventListener("hashchange", markNow, { once: true });
    const query = input().value.trim();
    if (query) remember([query, ...remembered().filter((other) => other !== query)]);
    if (isDialog() && !event.metaKey && !event.ctrlKey) box.close();
  });
  part(".filters").addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    show = chosen.dataset.show;
    for (const button of part(".filters").children) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
    ask();
    input().focus();
  });
  if (isDialog()) {
    box.addEventListener("click", (event) => {
      if (event.target === box) box.close();
    });
    box.addEventListener("close", () => returnTo?.focus());
  }
};
