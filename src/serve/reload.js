// Keeps an open page as fresh as the files it was made from, and says what is wrong with them. The
// preview adds this on the way out; no build has it.
"use strict";
(() => {
  const base = "/__studium/";
  const mark = (header) => (header ?? "").replaceAll('"', "");
  const plain = (pathname) => {
    try {
      return decodeURIComponent(pathname).replace(/(^|\/)index\.html$/, "$1");
    } catch {
      return pathname;
    }
  };

  // The mark of the bytes that this page was made of; absent where the browser does not tell.
  const navigation = performance.getEntriesByType("navigation")[0];
  let own = navigation?.serverTiming?.find((entry) => entry.name === "page")?.description;

  // The page as it came last, for what is different in the next one.
  let page = null;

  const get = () =>
    new Promise((resolve) => {
      // What is read this way runs nothing, and may be put into the page node by node.
      const request = new XMLHttpRequest();
      request.open("GET", location.pathname + location.search);
      request.responseType = "document";
      request.onload = () => resolve(request);
      request.onerror = () => resolve(null);
      request.send();
    });

  // What changed before we listened, or while nobody looked at this page, is found by its mark.
  const compare = async () => {
    const request = await get();
    const now = mark(request?.getResponseHeader("etag"));
    if (!now || !request.response) return;
    if (new URL(request.responseURL).pathname !== location.pathname) {
      location.replace(request.responseURL);
      return;
    }
    if (own && now !== own) {
      const kept = request.response.cloneNode(true);
      const { morph } = await import(`${base}morph.js`);
      if (!(await morph(page, request.response))) {
        location.reload();
        return;
      }
      page = kept;
      document.dispatchEvent(new Event("studium:morphed"));
    } else page ??= request.response;
    own = now;
  };
  // One after the other; a page that cannot be turned into the next one is loaded.
  let turning = Promise.resolve();
  const turn = () => {
    turning = turning.then(compare).catch(() => location.reload());
    return turning;
  };

  const isPage = (changed) => changed.has(plain(location.pathname));
  /** Asks again for the pictures and other parts that changed. */
  const renew = (changed, build) => {
    const parts = document.querySelectorAll("img[src], source[src], video[src], audio[src], iframe[src], embed[src]");
    for (const part of parts) {
      const url = new URL(part.getAttribute("src"), document.baseURI);
      if (url.origin !== location.origin || !changed.has(plain(url.pathname))) continue;
      url.search = `?${build}`;
      part.src = url.href;
    }
  };
  const addressOf = (path) => path.split("/").map(encodeURIComponent).join("/");

  let stream = null;
  const listen = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(base + "events");
    stream.addEventListener("open", () => {
      turn();
      report();
    });
    stream.addEventListener("build", (event) => {
      const { build, everything, changed, follow } = JSON.parse(event.data);
      const all = new Set(changed);
      if (everything || all.size > 0) document.dispatchEvent(new Event("studium:built"));
      if (follow && follow !== plain(location.pathname)) {
        location.assign(addressOf(follow));
        return;
      }
      if (everything || isPage(all)) turn();
      renew(all, build);
      report();
    });
  };
  // A browser keeps few connections to one host: pages that nobody looks at hold none.
  const rest = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const style = element("link");
  style.rel = "stylesheet";
  style.href = base + "reload.css";
  document.head.append(style);

  let bar = null;
  let isOpen = false;
  let closedAt = sessionStorage.getItem("studium-closed");

  /** The place of a finding; a link to the editor where there is one. */
  const placeOf = ({ path, line, column, open }) => {
    const place = element(open ? "a" : "span", "studium-place", line ? `${path}:${line}:${column}` : path);
    if (open) place.href = open;
    return place;
  };

  const finding = (found) => {
    const { code, severity, path, message, label, help } = found;
    const row = element("li", `studium-${severity}`);
    row.append(element("strong", "", `${severity}[${code}]`), ` ${message}${label ? `: ${label}` : ""}`);
    if (path) row.append(placeOf(found));
    if (help) row.append(element("p", "", help));
    return row;
  };

  const section = (title, rows) => {
    const list = element("ul");
    list.append(...rows.map(finding));
    return rows.length > 0 ? [element("h2", "", title), list] : [];
  };

  /** Shows what readers will see, or the drafts with it. */
  const draftSwitch = (words, shown) => {
    const button = element("button", "studium-drafts", words.switch);
    button.type = "button";
    button.addEventListener("click", async () => {
      button.disabled = true;
      const address = `${base}drafts/${shown ? "hide" : "show"}`;
      const answer = await fetch(address, { method: "POST", headers: { "x-studium": "1" } }).catch(() => null);
      if (!answer?.ok) button.disabled = false;
    });
    return button;
  };

  const draw = (status) => {
    bar?.remove();
    bar = null;
    const { words, mark } = status;
    const { count, shown, choice } = status.drafts;
    const isEmpty = status.errors + status.warnings + count === 0;
    if (!status.failure && (isEmpty || mark === closedAt)) return;

    bar = element("aside", "studium-bar");
    bar.lang = status.lang;
    bar.setAttribute("aria-label", words.bar);
    const head = element("div", "studium-head");
    const toggle = element("button", status.failure ? "studium-failed" : "", status.failure ? words.failed : words.sums);
    toggle.type = "button";
    toggle.setAttribute("aria-controls", "studium-panel");
    const close = element("button", "studium-close", "×");
    close.type = "button";
    close.setAttribute("aria-label", words.close);
    head.append(toggle);
    if (count > 0) head.append(choice ? draftSwitch(words, shown) : element("span", "studium-drafts", words.drafts));
    head.append(close);

    const panel = element("div", "studium-panel");
    panel.id = "studium-panel";
    if (status.failure) {
      panel.append(element("h2", "", words.last_good), element("pre", "", status.failure));
    }
    // What stands above in full is not told twice, only where it is.
    const isTold = ({ code }) => status.failure && ["invalid-config", "invalid-template"].includes(code);
    panel.append(...status.diagnostics.filter((found) => isTold(found) && found.open).map(placeOf));
    const rest = status.diagnostics.filter((found) => !isTold(found));
    const here = plain(location.pathname);
    const mine = rest.filter((found) => found.page === here);
    panel.append(...section(words.here, mine));
    panel.append(...section(mine.length > 0 ? words.elsewhere : "", rest.filter((found) => found.page !== here)));
    if (words.count_here && !status.failure) toggle.textContent += ` · ${words.count_here}`;
    if (words.more) panel.append(element("p", "", words.more));

    const show = () => {
      panel.hidden = !isOpen;
      toggle.setAttribute("aria-expanded", String(isOpen));
    };
    toggle.addEventListener("click", () => {
      isOpen = !isOpen;
      show();
    });
    close.addEventListener("click", () => {
      closedAt = mark;
      sessionStorage.setItem("studium-closed", mark);
      bar.remove();
    });
    isOpen = isOpen || Boolean(status.failure && mark !== closedAt);
    show();
    bar.append(head, panel);
    document.body.append(bar);
    if (!status.failure) sessionStorage.removeItem("studium-closed");
  };

  const report = async () => {
    const address = `${base}diagnostics.json?page=${encodeURIComponent(plain(location.pathname))}`;
    const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
    if (answer?.ok) draw(await answer.json());
  };

  listen();
})();
