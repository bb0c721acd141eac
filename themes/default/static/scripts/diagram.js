// Diagrams: the source of each is drawn in a frame of its own, which can reach neither this page nor the
// network. Until then, and where that fails, the source stands on the page.

const PATIENCE_MS = 20000;
const root = document.documentElement;
const words = document.querySelector("[data-diagrams]").dataset;
const darkness = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : darkness.matches);
const frames = new Map();

const draw = ({ frame, source }) => {
  const order = { source, dark: isDark(), label: words.label };
  // The frame has no origin of its own that could be named here.
  frame.contentWindow?.postMessage({ draw: order }, "*");
};

const fail = (entry, message) => {
  clearTimeout(entry.timer);
  entry.figure.hidden = true;
  entry.fold.open = true;
  entry.remark.textContent = `${words.failed} ${message}`;
  entry.remark.hidden = false;
};

const open = (pre) => {
  const figure = document.createElement("figure");
  figure.className = "diagram";
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = words.label;
  frame.src = words.diagrams;
  figure.append(frame);
  const fold = document.createElement("details");
  fold.className = "diagram-source";
  fold.open = true;
  const summary = document.createElement("summary");
  summary.textContent = words.source;
  const remark = document.createElement("p");
  remark.className = "diagram-remark";
  remark.hidden = true;
  const source = pre.textContent;
  pre.before(figure, remark, fold);
  fold.append(summary, pre);
  const entry = { frame, figure, fold, remark, source, isDrawn: false };
  entry.timer = setTimeout(() => fail(entry, ""), PATIENCE_MS);
  frames.set(frame, entry);
};

const remarkOnDisk = (pre) => {
  const remark = document.createElement("p");
  remark.className = "diagram-remark";
  remark.textContent = words.onDisk ?? words.failed;
  pre.before(remark);
};

addEventListener("message", (event) => {
  const entry = [...frames.values()].find(({ frame }) => frame.contentWindow === event.source);
  const answer = event.data?.diagram;
  if (!entry || !answer) return;
  if (answer.ready) draw(entry);
  else if (typeof answer.error === "string") fail(entry, answer.error);
  else if (Number.isFinite(answer.height)) {
    clearTimeout(entry.timer);
    entry.frame.height = Math.min(answer.height, 20000);
    entry.figure.dataset.drawn = "";
    if (!entry.isDrawn) entry.fold.open = false;
    entry.isDrawn = true;
  }
});

const again = () => {
  for (const entry of frames.values()) if (entry.isDrawn) draw(entry);
};
darkness.addEventListener("change", again);
new MutationObserver(again).observe(root, { attributeFilter: ["data-theme"] });

// A diagram is drawn when it comes near, and before printing.
const nearby = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      open(target);
    }
  },
  { rootMargin: "600px" },
);
const attend = () => {
  for (const [frame, { timer }] of frames) {
    if (frame.isConnected) continue;
    clearTimeout(timer);
    frames.delete(frame);
  }
  for (const pre of document.querySelectorAll("pre.mermaid:not(.diagram-source *)")) {
    // What may do nothing else may not read the files of a disk either, its own scripts among them.
    if (location.protocol === "file:") remarkOnDisk(pre);
    else nearby.observe(pre);
  }
};
document.addEventListener("studium:morphed", attend);
attend();
