// The graph of the whole site: a picture to move about in. Where everything stands was decided when the
// site was built; nothing runs while nobody moves anything.

const box = document.querySelector("[data-graph]");
const canvas = box.querySelector("canvas");
const pen = canvas.getContext("2d");
const told = box.querySelector("[data-told]");
const search = box.querySelector("input");
const colouring = box.querySelector("select");
const legend = box.querySelector(".legend");
const HUES = 12;
const SETTLE_MS = 140;
const LABELS = 26;
// So many names are tried at most: in a narrow window few fit, and all would be measured for each frame.
const TRIES = 150;

const data = await (await fetch(box.dataset.graph)).json();
const categories = data.categories[Math.max(0, data.languages.indexOf(document.documentElement.lang))];
const nodes = data.nodes.map(([x, y, links, community, category, title, href], index) => {
  const r = 1.8 + Math.min(6, Math.sqrt(links) * 0.65);
  return { index, x, y, r, links, community, category, title, href, near: [] };
});
const links = [];
for (let at = 0; at < data.links.length; at += 2) {
  const [a, b] = [nodes[data.links[at]], nodes[data.links[at + 1]]];
  links.push([a, b]);
  a.near.push(b);
  b.near.push(a);
}
const largest = [...nodes].sort((a, b) => b.links - a.links || a.index - b.index);

// What is seen: a node at x, y stands at x * scale + left, y * scale + top.
const view = { scale: 1, left: 0, top: 0 };
let [chosen, sharp] = [null, null];
let found = new Set();
let size = { width: 0, height: 0, ratio: 1 };
let colours = {};
let [frame, settling] = [0, 0];
// Until somebody moves about, all of it is shown, whatever becomes of the window.
let untouched = true;

const readColours = () => {
  const style = getComputedStyle(box);
  const value = (name) => style.getPropertyValue(name).trim();
  // A canvas knows no light-dark(): a swatch is asked what it looks like.
  const swatch = document.createElement("i");
  swatch.className = "swatch";
  box.append(swatch);
  const seen = (name) => {
    swatch.dataset.colour = name;
    return getComputedStyle(swatch).color;
  };
  colours = {
    hues: Array.from({ length: HUES }, (_, hue) => seen(String(hue))),
    ink: seen("ink"),
    muted: seen("muted"),
    label: seen("label"),
    line: seen("line"),
    paper: seen("paper"),
    link: seen("link"),
    font: value("--ui") || "sans-serif",
  };
  swatch.remove();
};

const groupOf = (node) => (colouring.value === "category" ? node.category - 1 : node.community);
const colourOf = (node) => {
  const group = groupOf(node);
  return group >= 0 && group < HUES ? colours.hues[group] : colours.muted;
};

const drawLegend = () => {
  const names = colouring.value === "category" ? categories : data.communities;
  legend.replaceChildren(
    ...names.slice(0, HUES).map((name, group) => {
      const entry = document.createElement("li");
      const swatch = document.createElement("i");
      swatch.className = "swatch";
      swatch.dataset.colour = String(group);
      entry.append(swatch, name);
      return entry;
    }),
  );
};

const place = (node) => [node.x * view.scale + view.left, node.y * view.scale + view.top];
const radius = (node) => Math.max(1.4, node.r * Math.min(1.6, Math.sqrt(view.scale) * 1.1));

const inSight = (x, y, margin) =>
  x > -margin && y > -margin && x < size.width + margin && y < size.height + margin;

const paint = (target) => {
  target.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
  target.clearRect(0, 0, size.width, size.height);
  target.lineWidth = 0.7;
  target.strokeStyle = colours.line;
  target.beginPath();
  for (const [a, b] of links) {
    const [ax, ay] = place(a);
    const [bx, by] = place(b);
    const apart = Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > size.width;
    if (apart || Math.min(ay, by) > size.height) continue;
    target.moveTo(ax, ay);
    target.lineTo(bx, by);
  }
  target.stroke();
  const groups = new Map();
  for (const node of nodes) {
    const [x, y] = place(node);
    if (!inSight(x, y, 20)) continue;
    const colour = colourOf(node);
    if (!groups.has(colour)) groups.set(colour, []);
    groups.get(colour).push([x, y, radius(node)]);
  }
  for (const [colour, dots] of groups) {
    target.fillStyle = colour;
    target.beginPath();
    for (const [x, y, r] of dots) {
      target.moveTo(x + r, y);
      target.arc(x, y, r, 0, 7);
    }
    target.fill();
  }
};

/** The names of the largest nodes in sight, as many as do not meet. */
const paintLabels = () => {
  const taken = [];
  pen.font = `500 12px ${colours.font}`;
  pen.textAlign = "center";
  const put = (node, always) => {
    const [x, y] = place(node);
    if (!inSight(x, y, 0)) return null;
    const half = pen.measureText(node.title).width / 2 + 4;
    const top = y + radius(node) + 4;
    const middle = Math.max(half, Math.min(x, size.width - half));
    const area = [middle - half, top, middle + half, top + 15];
    const meets = taken.some((other) => area[0] < other[2] && area[2] > other[0] && area[1] < other[3] && area[3] > other[1]);
    if (meets && !always) return false;
    taken.push(area);
    pen.lineWidth = 3;
    pen.strokeStyle = colours.paper;
    pen.strokeText(node.title, middle, top + 11);
    pen.fillStyle = always ? colours.ink : colours.label;
    pen.fillText(node.title, middle, top + 11);
    return true;
  };
  if (chosen) {
    put(chosen, true);
    for (const node of chosen.near.slice(0, 12)) put(node, false);
  }
  for (const node of [...found].slice(0, 12)) put(node, node !== chosen);
  let [left, tries] = [LABELS, TRIES];
  for (const node of largest) {
    if (left === 0 || tries === 0 || (node.links < 3 && view.scale < 2)) break;
    const isPut = node === chosen || found.has(node) ? null : put(node, false);
    if (isPut !== null) tries -= 1;
    if (isPut) left -= 1;
  }
};

const ring = (node, colour, width) => {
  const [x, y] = place(node);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(x, y, radius(node) + 2.5, 0, 7);
  pen.stroke();
};

const draw = () => {
  frame = 0;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  if (sharp && sharp.scale !== undefined) {
    // While the picture moves, the last sharp one is moved.
    const zoom = view.scale / sharp.scale;
    const left = (view.left - sharp.left * zoom) * size.ratio;
    const top = (view.top - sharp.top * zoom) * size.ratio;
    pen.setTransform(zoom, 0, 0, zoom, left, top);
    pen.drawImage(sharp.canvas, 0, 0);
    pen.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
  }
  if (chosen) {
    pen.strokeStyle = colours.link;
    pen.lineWidth = 1.2;
    pen.beginPath();
    const [x, y] = place(chosen);
    for (const node of chosen.near) {
      pen.moveTo(x, y);
      pen.lineTo(...place(node));
    }
    pen.stroke();
    ring(chosen, colours.link, 2.5);
  }
  for (const node of found) ring(node, colours.ink, 1.5);
  paintLabels();
};

const redraw = () => {
  frame ||= requestAnimationFrame(draw);
};

const sharpen = () => {
  settling = 0;
  sharp ??= { canvas: document.createElement("canvas") };
  sharp.canvas.width = canvas.width;
  sharp.canvas.height = canvas.height;
  paint(sharp.canvas.getContext("2d"));
  Object.assign(sharp, view);
  redraw();
};

const moved = () => {
  untouched = false;
  clearTimeout(settling);
  settling = setTimeout(sharpen, SETTLE_MS);
  redraw();
};

const fit = () => {
  if (size.width === 0) return;
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  const bounds = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [0, 0]);
  const [[west, east], [north, south]] = [bounds(xs), bounds(ys)];
  const scale = Math.min((size.width - 60) / (east - west || 1), (size.height - 60) / (south - north || 1), 3);
  view.scale = scale;
  view.left = size.width / 2 - ((west + east) / 2) * scale;
  view.top = size.height / 2 - ((north + south) / 2) * scale;
};

const showAll = () => {
  fit();
  moved();
  untouched = true;
};

const resize = () => {
  const { width, height } = canvas.getBoundingClientRect();
  size = { width, height, ratio: Math.min(2, devicePixelRatio || 1) };
  canvas.width = Math.round(width * size.ratio);
  canvas.height = Math.round(height * size.ratio);
  if (untouched) fit();
  sharpen();
};

const zoom = (factor, x = size.width / 2, y = size.height / 2) => {
  const scale = Math.min(12, Math.max(0.02, view.scale * factor));
  view.left = x - ((x - view.left) * scale) / view.scale;
  view.top = y - ((y - view.top) * scale) / view.scale;
  view.scale = scale;
  moved();
};

const nodeAt = (x, y) => {
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    const [nx, ny] = place(node);
    const distance = Math.hypot(nx - x, ny - y) - radius(node);
    if (distance < Math.min(least, 8)) [best, least] = [node, distance];
  }
  return best;
};

const choose = (node, say = true) => {
  if (node === chosen) return;
  chosen = node;
  canvas.style.cursor = node ? "pointer" : "";
  if (say) told.textContent = node ? `${node.title} · ${node.links}` : "";
  redraw();
};

const open = (node) => {
  if (node) location.href = new URL(box.dataset.root + node.href, document.baseURI).href;
};

const show = (node) => {
  const [x, y] = place(node);
  const margin = 60;
  if (!inSight(x, y, -margin)) {
    view.left += size.width / 2 - x;
    view.top += size.height / 2 - y;
    moved();
  }
};

// One finger or the mouse moves, two fingers zoom.
const fingers = new Map();
let travelled = 0;
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
  travelled = 0;
});
canvas.addEventListener("pointermove", (event) => {
  const here = [event.offsetX, event.offsetY];
  const before = fingers.get(event.pointerId);
  if (!before) {
    choose(nodeAt(...here), false);
    return;
  }
  const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
  if (other) {
    const spread = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    zoom(spread(here) / spread(before), (here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
  } else {
    view.left += here[0] - before[0];
    view.top += here[1] - before[1];
    travelled += Math.abs(here[0] - before[0]) + Math.abs(here[1] - before[1]);
    moved();
  }
  fingers.set(event.pointerId, here);
});
const lifted = (event) => {
  fingers.delete(event.pointerId);
  if (event.type === "pointerup" && travelled < 5) {
    const node = nodeAt(event.offsetX, event.offsetY);
    // A finger chooses first, and opens what is chosen.
    if (event.pointerType === "touch" && node !== chosen) choose(node);
    else open(node);
  }
};
canvas.addEventListener("pointerup", lifted);
canvas.addEventListener("pointercancel", lifted);
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.offsetX, event.offsetY);
}, { passive: false });

/** The nearest node on this side of the chosen one. */
const towards = (dx, dy) => {
  if (!chosen) return largest[0];
  let best = chosen;
  let least = Infinity;
  for (const node of nodes) {
    const [x, y] = [node.x - chosen.x, node.y - chosen.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along > 0 && along + aside * 2 < least) [best, least] = [node, along + aside * 2];
  }
  return best;
};

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", (event) => {
  const arrow = ARROWS[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (arrow && event.shiftKey) {
    view.left -= arrow[0] * 60;
    view.top -= arrow[1] * 60;
    moved();
  } else if (arrow) {
    choose(towards(...arrow));
    show(chosen);
  } else if (event.key === "Enter") open(chosen);
  else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") showAll();
  else if (event.key === "Escape") choose(null);
  else return;
  event.preventDefault();
});

const fold = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");
search.addEventListener("input", () => {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  const fits = (node) => words.every((word) => fold(node.title).includes(word));
  found = new Set(words.length > 0 ? largest.filter(fits).slice(0, 200) : []);
  const [first] = found;
  told.textContent = words.length > 0 ? `${found.size}${first ? ` · ${first.title}` : ""}` : "";
  choose(first ?? null, false);
  if (first) show(first);
  redraw();
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") open(chosen);
});

for (const button of box.querySelectorAll("button[data-zoom]")) {
  button.addEventListener("click", () => {
    if (button.dataset.zoom === "fit") showAll();
    else zoom(button.dataset.zoom === "in" ? 1.5 : 1 / 1.5);
  });
}
colouring.addEventListener("change", () => {
  drawLegend();
  sharpen();
});

document.addEventListener("studium:morphed", () => location.reload());
const recolour = () => (readColours(), sharpen());
new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
if (categories.length === 0) colouring.closest("label").hidden = true;
readColours();
drawLegend();
new ResizeObserver(resize).observe(canvas);
box.dataset.ready = "";
