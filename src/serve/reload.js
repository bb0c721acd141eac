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

  // What changed before we listened, or while nobody looked at this page, is found by its mark.
  const compare = async () => {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const now = mark(answer?.headers.get("etag"));
    if (!now) return;
    if (own && now !== own) location.reload();
    own = now;
  };

  const shows = (changed) => {
    if (changed.has(plain(location.pathname))) return true;
    const parts = document.querySelectorAll("img[src], source[src], video[src], audio[src], iframe[src], embed[src]");
    return [...parts].some((part) => {
      const url = new URL(part.getAttribute("src"), document.baseURI);
      return url.origin === location.origin && changed.has(plain(url.pathname));
    });
  };

  let stream = null;
  const listen = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(base + "events");
    stream.addEventListener("open", () => {
      compare();
      report();
    });
    stream.addEventListener("build", (event) => {
      const { everything, changed } = JSON.parse(event.data);
      if (everything || shows(new Set(changed))) location.reload();
      else report();
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

  const counted = (count, word) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`]);

  const finding = ({ code, severity, path, line, column, message, label, help }) => {
    const row = element("li", `studium-${severity}`);
    row.append(element("strong", "", `${severity}[${code}]`), ` ${message}${label ? `: ${label}` : ""}`);
    if (path) row.append(element("code", "", line ? `${path}:${line}:${column}` : path));
    if (help) row.append(element("p", "", help));
    return row;
  };

  const draw = (status) => {
    bar?.remove();
    bar = null;
    const sums = [...counted(status.errors, "error"), ...counted(status.warnings, "warning")].join(", ");
    const signature = JSON.stringify([status.failure, status.diagnostics]);
    if (!status.failure && (!sums || signature === closedAt)) return;

    bar = element("aside", "studium-bar");
    bar.lang = "en";
    bar.setAttribute("aria-label", "Studium preview");
    const head = element("div", "studium-head");
    const toggle = element("button", status.failure ? "studium-failed" : "", status.failure ? "Not up to date" : sums);
    toggle.type = "button";
    toggle.setAttribute("aria-controls", "studium-panel");
    const close = element("button", "studium-close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    head.append(toggle, close);

    const panel = element("div", "studium-panel");
    panel.id = "studium-panel";
    if (status.failure) {
      panel.append(element("h2", "", "This is the last good site"), element("pre", "", status.failure));
    }
    const list = element("ul");
    // What stands above in full is not told twice.
    const told = status.failure ? ["invalid-config", "invalid-template"] : [];
    list.append(...status.diagnostics.filter(({ code }) => !told.includes(code)).map(finding));
    panel.append(list);
    if (status.more > 0) panel.append(element("p", "", `and ${status.more} more; “studium check” lists all`));

    const show = () => {
      panel.hidden = !isOpen;
      toggle.setAttribute("aria-expanded", String(isOpen));
    };
    toggle.addEventListener("click", () => {
      isOpen = !isOpen;
      show();
    });
    close.addEventListener("click", () => {
      closedAt = signature;
      sessionStorage.setItem("studium-closed", signature);
      bar.remove();
    });
    isOpen = isOpen || Boolean(status.failure && signature !== closedAt);
    show();
    bar.append(head, panel);
    document.body.append(bar);
    if (!status.failure) sessionStorage.removeItem("studium-closed");
  };

  const report = async () => {
    const answer = await fetch(base + "diagnostics.json", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) draw(await answer.json());
  };

  listen();
})();
