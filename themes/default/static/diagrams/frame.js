// Draws the one diagram that the page around this frame sends, and says how high it came out, or why
// it cannot be drawn.

const LIGHT = {
  background: "#fbfaf6",
  primaryColor: "#e6edf8",
  primaryBorderColor: "#7f9cc9",
  secondaryColor: "#f3efe4",
  tertiaryColor: "#eaf2e6",
  textColor: "#23211d",
  primaryTextColor: "#23211d",
  lineColor: "#6b665c",
  edgeLabelBackground: "#fbfaf6",
  noteBkgColor: "#f3efe4",
  noteTextColor: "#23211d",
  pieStrokeColor: "#fbfaf6",
  pieOuterStrokeColor: "#c9c3b4",
};
const DARK = {
  background: "#15171a",
  primaryColor: "#223248",
  primaryBorderColor: "#5f83b8",
  secondaryColor: "#3a3526",
  tertiaryColor: "#26351f",
  textColor: "#e4e1d9",
  primaryTextColor: "#e4e1d9",
  lineColor: "#a7a296",
  edgeLabelBackground: "#15171a",
  noteBkgColor: "#2b2a26",
  noteTextColor: "#e4e1d9",
  pieStrokeColor: "#15171a",
  pieOuterStrokeColor: "#4a4d52",
};

const place = document.querySelector("main");
const tell = (answer) => parent.postMessage({ diagram: answer }, "*");
let drawn = 0;
let last = "";

const measure = () => {
  const height = Math.ceil(place.getBoundingClientRect().height);
  if (height > 0) tell({ height });
};

const draw = async ({ source, dark, label }) => {
  last = source;
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    theme: "base",
    themeVariables: { ...(dark ? DARK : LIGHT), darkMode: dark },
    fontFamily: "system-ui, sans-serif",
  });
  try {
    drawn += 1;
    const { svg } = await mermaid.render(`diagram-${drawn}`, source);
    if (last !== source) return;
    place.innerHTML = svg;
    const picture = place.querySelector("svg");
    if (picture && label && !picture.querySelector("title")) picture.setAttribute("aria-label", label);
    measure();
  } catch (error) {
    tell({ error: String(error?.message ?? error).slice(0, 500) });
  }
};

addEventListener("message", (event) => {
  if (event.source === parent && event.data?.draw) draw(event.data.draw);
});
addEventListener("resize", measure);
tell({ ready: true });
