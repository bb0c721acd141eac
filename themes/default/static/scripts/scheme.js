// Runs before the first paint: the colours that the reader chose, and word that scripts run.
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const scheme = localStorage.getItem("scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
  } catch {
    // Storage may be forbidden: then the system decides.
  }
})();
